namespace PhaseGan.Dynamics;

/// <summary>
/// Carries sets of states along a polynomial field with proof: after a step the set holds every state that a solution from the set before it can have reached by then.
/// </summary>
/// <remarks>
/// <para>
/// A step sums the Taylor series of the center, multiplies what surrounds it by the derivative of that sum over the whole set, and adds the remainder hᴷ f_K over a box that no solution leaves during the step (Lohner, <em>Enclosing the
/// solutions of ordinary initial and boundary value problems</em>, 1987; the box as in Nedialkov, Jackson and Pryce, <em>An effective high-order interval method for validating existence and uniqueness of the solution of an IVP for an ODE</em>, Reliable
/// Computing 7, 2001: if P(t) + tᴷ f_K(B) stays inside B for all t of the step, so do all solutions).
/// </para>
/// <para>What does not come from the start is kept in a box along the columns of an orthogonal factor, so that a rotation does not widen it.</para>
/// </remarks>
internal sealed class ValidatedFlow
{
    /// <summary>A step aims at a remainder of this part of what is accepted: over the whole box it comes out larger.</summary>
    private const double Aim = 1e-3;

    /// <summary>Pieces of a step over which the range of the Taylor sum is bounded one by one.</summary>
    private const int Pieces = 4;

    /// <summary>Tries to find a box for a step, and how much shorter the next try is.</summary>
    private const int Tries = 12;

    private const double Shorter = 0.7;

    private const int Bisections = 45;

    private readonly int _n;
    private readonly TaylorBalls _set, _center, _whole;
    private readonly double[] _reach, _low, _high, _boxMiddle, _boxRadius, _remainder, _reached, _zeros, _product, _shifted;
    private readonly double _accepted;
    private double _trust = 1;

    /// <param name="tape">The field.</param>
    /// <param name="order">K in [2, 40]: the order of the remainder.</param>
    /// <param name="accepted">The largest remainder of a step, against sizes of order 1.</param>
    public ValidatedFlow(TaylorTape tape, int order, double accepted)
    {
        (Tape, _n, Order, _accepted) = (tape, tape.Dimension, Guard.AtLeast(order, 2, "an order"), Guard.Positive(accepted, "a remainder"));
        (_set, _center, _whole) = (new(tape, order), new(tape, order), new(tape, order));
        (_reach, _low, _high, _boxMiddle, _boxRadius, _remainder, _zeros) = (new double[_n], new double[_n], new double[_n], new double[_n], new double[_n], new double[_n], new double[_n]);
        (_product, _shifted, _reached) = (new double[2 * _n * _n], new double[order], new double[_n]);
    }

    /// <summary>The field.</summary>
    public TaylorTape Tape { get; }

    /// <summary>K.</summary>
    public int Order { get; }

    /// <summary>Lower ends of a box that no solution left during the last step.</summary>
    public ReadOnlySpan<double> Low => _low;

    /// <summary>Upper ends of that box.</summary>
    public ReadOnlySpan<double> High => _high;

    /// <summary>Carries a set on by one step.</summary>
    /// <param name="set">The set; changed in place, unless no box was found.</param>
    /// <param name="longest">The longest step, &gt; 0.</param>
    /// <param name="derivative">Receives the derivative of the step by the start, where it is asked for.</param>
    /// <returns>The length of the step; 0 where no box was found even for a short one.</returns>
    public double Step(FlowSet set, double longest, FlowDerivative? derivative = null)
    {
        set.Reach(_reach);
        _set.Expand(set.Center, _reach);
        double h = Math.Min(longest, _trust * Length());
        for (int k = 0; k < Tries; k++)
        {
            if (!(h > 0) || !double.IsFinite(h))
                return 0;
            if (FindBox(h))
            {
                _set.ExpandSlopes();
                _center.Expand(set.Center, _zeros);
                return Carry(set, h, derivative) ? h : 0;
            }
            h *= Shorter;
            _trust *= Shorter;
        }
        return 0;
    }

    /// <summary>Carries a set on for a time, by as many steps as that takes, a few at most.</summary>
    public bool Carry(FlowSet set, double time)
    {
        for (int k = 0; k < Tries && time > 0; k++)
        {
            double h = Step(set, time);
            if (h == 0)
                return false;
            time -= h;
        }
        return time == 0;
    }

    /// <summary>A step after which the first term left out is as large as aimed at.</summary>
    private double Length()
    {
        double longest = double.MaxValue;
        for (int i = 0; i < _n; i++)
            for (int k = Order - 1; k <= Order; k++)
            {
                double size = Math.Abs(_set.Middle(i)[k]);
                if (size > 0)
                    longest = Math.Min(longest, Math.Pow(Aim * _accepted / size, 1.0 / k));
            }
        _trust = Math.Min(1, _trust * 1.1);
        return longest;
    }

    /// <summary>Finds a box that no solution leaves within h, and the remainder over it.</summary>
    private bool FindBox(double h)
    {
        double power = Math.Pow(h, Order) * TaylorBalls.Enlarge;
        for (int i = 0; i < _n; i++)
        {
            Range(_set.Middle(i)[..Order], _set.Radius(i)[..Order], h, out _low[i], out _high[i]);
            _remainder[i] = 4 * Math.Max(power * Math.Abs(_set.Middle(i)[Order]), Aim * _accepted);
        }
        for (int k = 0; k < 3; k++)
        {
            for (int i = 0; i < _n; i++)
            {
                double low = _low[i] - _remainder[i], high = _high[i] + _remainder[i];
                _boxMiddle[i] = 0.5 * (low + high);
                _boxRadius[i] = Math.Max(high - _boxMiddle[i], _boxMiddle[i] - low) * TaylorBalls.Enlarge + TaylorBalls.Rounding * Math.Abs(_boxMiddle[i]) * 4;
            }
            _whole.Expand(_boxMiddle, _boxRadius);
            bool isInside = true, isSmall = true;
            for (int i = 0; i < _n; i++)
            {
                double reached = power * (Math.Abs(_whole.Middle(i)[Order]) + _whole.Radius(i)[Order]) * TaylorBalls.Enlarge;
                isSmall &= reached < _accepted;
                isInside &= reached < _remainder[i];
                _reached[i] = reached;
            }
            if (!isSmall)
                return false;
            for (int i = 0; i < _n; i++)
                _remainder[i] = 2 * _reached[i];
            if (isInside)
            {
                for (int i = 0; i < _n; i++)
                    (_low[i], _high[i]) = (_boxMiddle[i] - _boxRadius[i], _boxMiddle[i] + _boxRadius[i]);
                return true;
            }
        }
        return false;
    }

    /// <summary>Bounds a sum Σ cₖ tᵏ over [0, h]: about the middle of each piece, what is off it is small.</summary>
    private void Range(ReadOnlySpan<double> middle, ReadOnlySpan<double> radius, double h, out double low, out double high)
    {
        double size = 0, spread = 0, power = 1;
        for (int k = 0; k < middle.Length; k++, power *= h)
        {
            size += Math.Abs(middle[k]) * power;
            spread += radius[k] * power;
        }
        // rounding of the shifted coefficients and of the powers, of which a hundredth would do
        double slack = spread * TaylorBalls.Enlarge + 1e-13 * size + TaylorBalls.Underflow, half = 0.5 * h / Pieces;
        (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        Span<double> q = _shifted.AsSpan(0, middle.Length);
        for (int piece = 0; piece < Pieces; piece++)
        {
            double at = (2 * piece + 1) * half, off = 0, step = half;
            middle.CopyTo(q);
            for (int k = 0; k < q.Length - 1; k++)
                for (int j = q.Length - 2; j >= k; j--)
                    q[j] += at * q[j + 1];
            for (int k = 1; k < q.Length; k++, step *= half)
                off += Math.Abs(q[k]) * step;
            off = off * (1 + 1e-12) + slack;
            (low, high) = (Math.Min(low, q[0] - off), Math.Max(high, q[0] + off));
        }
    }

    /// <summary>Moves the set by a step for which there is a box.</summary>
    private bool Carry(FlowSet set, double h, FlowDerivative? derivative)
    {
        int n = _n;
        Span<double> d = _product.AsSpan(0, n * n), e = _product.AsSpan(n * n, n * n), shift = stackalloc double[n];
        double power = Math.Pow(h, Order);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                Sum(_set.Slope(i, j)[..Order], _set.SlopeRadius(i, j)[..Order], h, out d[i * n + j], out e[i * n + j]);
            Sum(_center.Middle(i)[..Order], _center.Radius(i)[..Order], h, out double value, out double radius);
            double next = value + power * _whole.Middle(i)[Order];
            // the power is rounded a few times, the sum once
            shift[i] = (radius + power * (_whole.Radius(i)[Order] + 1e-14 * Math.Abs(_whole.Middle(i)[Order])) + TaylorBalls.Rounding * (Math.Abs(next) + Math.Abs(value))) * TaylorBalls.Enlarge;
            set.Center[i] = next;
        }
        FlowAlgebra.Transform(set, d, e, shift);
        if (derivative is not null)
        {
            AddRemainder(e, h, power);
            derivative.Multiply(d, e);
        }
        return VectorMath.AllFinite(set.Center) && VectorMath.AllFinite(set.FrameRadius) && VectorMath.AllFinite(set.Start) && set.Layers is not { IsFinite: false };
    }

    /// <summary>Adds to the bounds of the derivative of the Taylor sum what the remainder's derivative is at most: hᴷ |∂f_K/∂y| e^(Lh) over the box, with L ≥ ‖J‖ there.</summary>
    private void AddRemainder(Span<double> e, double h, double power)
    {
        _whole.ExpandSlopes();
        double most = 0;
        for (int i = 0; i < _n; i++)
        {
            double row = 0;
            for (int j = 0; j < _n; j++)
                row += Math.Abs(_whole.Slope(i, j)[1]) + _whole.SlopeRadius(i, j)[1];
            most = Math.Max(most, row);
        }
        double growth = power * Math.Exp(most * h * (1 + 1e-12)) * (1 + 1e-12);
        for (int i = 0; i < _n; i++)
        {
            double row = 0;
            for (int k = 0; k < _n; k++)
                row += Math.Abs(_whole.Slope(i, k)[Order]) + _whole.SlopeRadius(i, k)[Order];
            for (int j = 0; j < _n; j++)
                e[i * _n + j] += growth * row;
        }
    }

    /// <summary>The time within the last step at which a linear function of the center of the set rises through 0, in plain arithmetic; null where it does not.</summary>
    public double? Rise(ReadOnlySpan<double> point, ReadOnlySpan<double> normal, double h)
    {
        if (!(Height(point, normal, 0) < 0 && Height(point, normal, h) >= 0))
            return null;
        double low = 0, high = h;
        for (int k = 0; k < Bisections; k++)
        {
            double middle = 0.5 * (low + high);
            _ = Height(point, normal, middle) < 0 ? low = middle : high = middle;
        }
        return high;
    }

    private double Height(ReadOnlySpan<double> point, ReadOnlySpan<double> normal, double t)
    {
        double height = 0;
        for (int i = 0; i < _n; i++)
        {
            ReadOnlySpan<double> c = _center.Middle(i)[..Order];
            double value = 0;
            for (int k = c.Length - 1; k >= 0; k--)
                value = value * t + c[k];
            height += normal[i] * (value - point[i]);
        }
        return height;
    }

    private static void Sum(ReadOnlySpan<double> middle, ReadOnlySpan<double> radius, double h, out double sum, out double error)
    {
        (sum, error) = (0, 0);
        for (int k = middle.Length - 1; k >= 0; k--)
        {
            double product = sum * h;
            error = error * h + radius[k] + TaylorBalls.Rounding * (Math.Abs(product) + Math.Abs(sum = product + middle[k]));
        }
        error = error * TaylorBalls.Enlarge + TaylorBalls.Underflow;
    }
}
