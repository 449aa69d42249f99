using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Small cycles next to a Hopf point to second order: y = y₀ + 2r Re(q e^{iφ}) + r²(h₁₁ + Re(h₂₀ e^{2iφ})) + y₀′δp with δp = −Re G r²/Re λ′ and the frequency ω + Im λ′ δp + Im G r².
/// Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., sections 3.5 and 5.4.
/// </summary>
internal sealed class HopfPredictor
{
    /// <summary>The step of the difference for the rate of the eigenvalue, in units of the range.</summary>
    private const double Step = 1e-4;

    /// <summary>A component that is the largest but for rounding is as large.</summary>
    private const double SameSize = 0.999;

    private readonly double[] _rest, _along, _mean;
    private readonly Complex[] _vector, _harmonic;
    private readonly double _omega, _byRadius, _frequency;

    private HopfPredictor(double[] rest, double[] along, double[] mean, Complex[] vector, Complex[] harmonic, double omega, double byRadius, double frequency)
    {
        (_rest, _along, _mean, _vector, _harmonic) = (rest, along, mean, vector, harmonic);
        (_omega, _byRadius, _frequency) = (omega, byRadius, frequency);
    }

    /// <summary>The predictor at a fixed point with eigenvalues ±iω; null where a derivative is missing or the pair does not cross the axis.</summary>
    /// <param name="frame">The family with one parameter.</param>
    /// <param name="u">The fixed point in its units.</param>
    /// <param name="omega">ω.</param>
    public static HopfPredictor? At(BranchFrame frame, double[] u, double omega)
    {
        if (frame.Linearise(u, SlopeAccuracy.Exact, out _) is not { } at)
            return null;
        int n = frame.Dimension;
        double[] sizes = frame.Sizes;
        var derivatives = new FieldDerivatives(at.Field, at.Coordinates, sizes);
        (Complex[] q, Complex[] p) = NormalForms.Eigenvectors(at, omega);
        Complex turn = TurnToReal(q, sizes);
        for (int i = 0; i < n; i++)
            (q[i], p[i]) = (q[i] * turn, p[i] * turn);
        Complex[] conjugate = [.. q.Select(Complex.Conjugate)], twice = derivatives.Second(q, q);
        var factors = new ScaledLu(at.Jacobian, n);
        double[] mean = [.. factors.Solve([.. derivatives.Second(q, conjugate).Zip(sizes, (x, s) => -x.Real / s)]).Zip(sizes, (x, s) => x * s)];
        double[] along = [.. factors.Solve([.. at.Slopes.Select(x => -x)])];
        var shifted = new ShiftedLu(n, n);
        shifted.Factor(at.Jacobian, new Complex(0, 2 * omega));
        Complex[] harmonic = [.. twice.Zip(sizes, (x, s) => -x / s)];
        double length = shifted.Solve(harmonic);
        harmonic = [.. harmonic.Zip(sizes, (x, s) => x * length * s)];
        Complex[] cubic = derivatives.ThirdWithConjugate(q), withMean = derivatives.Second(q, [.. mean.Select(x => new Complex(x, 0))]), withHarmonic = derivatives.Second(conjugate, harmonic);
        Complex g = 0.5 * Product(p, [.. cubic.Select((c, i) => c + 2 * withMean[i] + withHarmonic[i])]);
        if (Rate(frame, u, along, q, p) is not { } rate)
            return null;
        double byRadius = -g.Real / rate.Real;
        if (!double.IsFinite(byRadius) || !VectorMath.AllFinite(mean) || !double.IsFinite(g.Imaginary + rate.Imaginary))
            return null;
        return new HopfPredictor(at.Coordinates, [.. along.Zip(sizes, (x, s) => x * s)], mean, q, harmonic, omega, byRadius, rate.Imaginary * byRadius + g.Imaginary);
    }

    /// <summary>The parameter's move for a radius, in units of its range.</summary>
    public double ParameterMove(double radius) => _byRadius * radius * radius;

    /// <summary>The frequency for a radius.</summary>
    public double Frequency(double radius) => _omega + _frequency * radius * radius;

    /// <summary>The state at a share of the period.</summary>
    public double[] State(double radius, double share)
    {
        Complex turn = Complex.FromPolarCoordinates(1, 2 * Math.PI * share);
        double square = radius * radius, move = ParameterMove(radius);
        return [.. _rest.Select((y, i) => y + 2 * radius * (_vector[i] * turn).Real + square * (_mean[i] + (_harmonic[i] * turn * turn).Real) + move * _along[i])];
    }

    /// <summary>The direction 2 Re(q e^{iφ}) at a share of the period, and its derivative by φ.</summary>
    public (double[] Direction, double[] Velocity) First(double share)
    {
        Complex turn = Complex.FromPolarCoordinates(2, 2 * Math.PI * share);
        return ([.. _vector.Select(q => (q * turn).Real)], [.. _vector.Select(q => -(q * turn).Imaginary)]);
    }

    /// <summary>The rate of the eigenvalue by the parameter along the branch of fixed points, by a difference of the Jacobian.</summary>
    private static Complex? Rate(BranchFrame frame, double[] u, double[] along, Complex[] q, Complex[] p)
    {
        int n = frame.Dimension;
        double width = 0;
        var change = new double[n * n];
        foreach (double side in (double[])[1, -1])
        {
            double[] moved = [.. u];
            VectorMath.AddMultiple(moved.AsSpan(0, n), side * Step, along);
            moved[n] += side * Step;
            Linearisation? there = frame.Linearise(moved, SlopeAccuracy.None, out _);
            if (there is null && (there = frame.Linearise(u, SlopeAccuracy.None, out _)) is null)
                return null;
            width += there.Parameters[0] == frame.Parameters(u)[0] ? 0 : Step;
            VectorMath.AddMultiple(change, side, there.Jacobian);
        }
        VectorMath.Divide(change, width);
        var image = new Complex[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                image[i] += change[i * n + j] * q[j] * (frame.Sizes[i] / frame.Sizes[j]);
        return Product(p, image);
    }

    /// <summary>The turn that makes the first of the largest components, in units of the sizes, real: the phase at which cycles are cut depends on no unit.</summary>
    private static Complex TurnToReal(Complex[] q, double[] sizes)
    {
        double largest = Enumerable.Range(0, q.Length).Max(i => q[i].Magnitude / sizes[i]);
        Complex first = q[Enumerable.Range(0, q.Length).First(i => q[i].Magnitude / sizes[i] >= SameSize * largest)];
        return Complex.Conjugate(first) / first.Magnitude;
    }

    private static Complex Product(Complex[] a, Complex[] b)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < a.Length; i++)
            sum += Complex.Conjugate(a[i]) * b[i];
        return sum;
    }
}
