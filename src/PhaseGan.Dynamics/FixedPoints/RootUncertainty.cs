namespace PhaseGan.Dynamics;

/// <summary>
/// How far the true root may lie from a computed one: as far as the field cannot be told from zero. About a simple root that is its rounding over the Jacobian's
/// size, about a root of multiplicity m the m-th root of rounding.
/// </summary>
/// <remarks>
/// The rounding of f is seen in its scatter under changes of the coordinates by a few units in the last place; what the Jacobian explains of it is taken off. Displacements
/// solve J δ = f and J δ = ±rounding, are made <see cref="Safety"/> times as long, and are cut back to where the field is still as small as it is at the point.
/// </remarks>
internal sealed class RootUncertainty
{
    /// <summary>A root of multiplicity m lies m Newton steps away; also margin for what the samples of rounding missed.</summary>
    private const double Safety = 4;

    /// <summary>A field so many times as large as residual and rounding together is told from zero.</summary>
    private const double Told = 8;

    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>A point that lies this share of the largest coordinate aside is no special one.</summary>
    private const double Aside = 0.3;

    /// <summary>Patterns of changes in the last place that show the rounding.</summary>
    private const int Samples = 6;

    /// <summary>Patterns of signs of the rounding, each of which gives a displacement.</summary>
    private const int Patterns = 2;

    /// <summary>Relative steps of the differences: long enough to leave a plateau, so short that what is smooth vanishes to the sixth power.</summary>
    private static readonly double[] s_steps = [1e-10, 1e-8, 1e-6];

    /// <summary>The sixth difference, and the root of the sum of the squares of its weights.</summary>
    private static readonly double[] s_binomial = [1, -6, 15, -20, 15, -6, 1];

    private const double RootOf924 = 30.397368307141326;

    /// <summary>Halvings after which a displacement is given up as none.</summary>
    private const int MostHalvings = 200;

    private readonly IVectorField _field;
    private readonly double[] _point, _value, _rounding, _moved, _there, _scales;

    /// <summary>Looks about a computed root.</summary>
    /// <param name="field">The field.</param>
    /// <param name="y">The root, length N.</param>
    /// <param name="jacobian">The Jacobian there, finite.</param>
    /// <param name="neutral">Orthonormal directions of a family of roots, along which the place is free and no uncertainty; may be empty.</param>
    public RootUncertainty(IVectorField field, ReadOnlySpan<double> y, ReadOnlySpan<double> jacobian, IReadOnlyList<double[]> neutral)
    {
        int n = field.Dimension;
        (_field, _point) = (field, y.ToArray());
        (_value, _rounding, _moved, _there) = (new double[n], new double[n], new double[n], new double[n]);
        field.Evaluate(y, _value);
        Scatter(jacobian);
        Differences();
        var lu = new ScaledLu(jacobian, n);
        _scales = lu.RowScales.ToArray();
        double[] newton = lu.Solve(_value);
        var random = new SplitMix(1);
        var displacements = new List<double[]>();
        var noise = new double[n];
        for (int k = 0; k < Patterns; k++)
        {
            for (int i = 0; i < n; i++)
                noise[i] = Sign(ref random) * _rounding[i];
            double[] displacement = lu.Solve(noise);
            for (int i = 0; i < n; i++)
                displacement[i] = Safety * (displacement[i] - (k == 0 ? newton[i] : 0));
            displacements.Add(displacement);
        }
        foreach (double[] displacement in displacements)
        {
            foreach (double[] direction in neutral)
                VectorMath.RemoveAlong(displacement, direction);
            CutBack(displacement);
        }
        var last = new double[n];
        for (int i = 0; i < n; i++)
            last[i] = Safety * Epsilon * Sign(ref random) * y[i];
        displacements.Add(last);
        Displacements = displacements;
    }

    /// <summary>Places of the true root against the computed one that cannot be excluded, each of either sign.</summary>
    public IReadOnlyList<double[]> Displacements { get; }

    /// <summary>The largest displacement of any coordinate.</summary>
    public double Largest => Displacements.Max(d => VectorMath.Largest(d));

    /// <summary>Whether the field at another place cannot be told from zero either.</summary>
    public bool IsZeroAt(ReadOnlySpan<double> y)
    {
        _field.Evaluate(y, _there);
        return Size(_there) <= Told * Reference();
    }

    /// <summary>Whether the point is a root as far as rounding lets one tell in each component, that of terms included which cancel at this very point.</summary>
    public bool IsZeroHere()
    {
        int n = _point.Length;
        double unit = VectorMath.Largest(_point);
        var random = new SplitMix(2);
        for (int i = 0; i < n; i++)
            _moved[i] = _point[i] + Sign(ref random) * Aside * unit;
        // a generic point of the same size shows how large the terms of a component are
        var jacobian = new double[n * n];
        _field.Jacobian(_moved, jacobian);
        for (int i = 0; i < n; i++)
        {
            double terms = 0;
            for (int j = 0; j < n; j++)
                terms += Math.Abs(jacobian[i * n + j]) * unit;
            double rounding = double.IsFinite(terms) ? Math.Max(_rounding[i], 0.5 * Epsilon * terms) : _rounding[i];
            if (!(Math.Abs(_value[i]) <= Told * rounding))
                return false;
        }
        return true;
    }

    /// <summary>What the Jacobian becomes at each displacement of either sign, less what it is: the larger of the two changes.</summary>
    public List<double[]> JacobianChanges(ReadOnlySpan<double> jacobian)
    {
        int n = _point.Length;
        var changes = new List<double[]>();
        var there = new double[n * n];
        foreach (double[] displacement in Displacements)
        {
            double[]? larger = null;
            double most = 0;
            foreach (double sign in (ReadOnlySpan<double>)[1, -1])
            {
                for (int i = 0; i < n; i++)
                    _moved[i] = _point[i] + sign * displacement[i];
                _field.Jacobian(_moved, there);
                VectorMath.AddMultiple(there, -1, jacobian);
                double norm = VectorMath.Largest(there);
                // where the field ends, the change on the other side must do
                if (double.IsFinite(norm) && norm > most)
                    (larger, most) = ((double[])there.Clone(), norm);
            }
            if (larger is not null)
                changes.Add(larger);
        }
        return changes;
    }

    private void Scatter(ReadOnlySpan<double> jacobian)
    {
        int n = _point.Length;
        var random = new SplitMix(0);
        for (int i = 0; i < n; i++)
        {
            double size = 0;
            for (int j = 0; j < n; j++)
                size += Math.Abs(jacobian[i * n + j] * _point[j]);
            _rounding[i] = 0.5 * Epsilon * size;
        }
        for (int k = 0; k < Samples; k++)
        {
            for (int j = 0; j < n; j++)
                _moved[j] = _point[j] * (1 + Epsilon * (Math.Floor(8 * random.NextUniform()) - 3.5) * 2);
            _field.Evaluate(_moved, _there);
            for (int i = 0; i < n; i++)
            {
                double off = _there[i] - _value[i];
                for (int j = 0; j < n; j++)
                    off -= jacobian[i * n + j] * (_moved[j] - _point[j]);
                if (double.IsFinite(off))
                    _rounding[i] = Math.Max(_rounding[i], Math.Abs(off));
            }
        }
    }

    /// <summary>
    /// The rounding of terms that cancel at the root, which may hide in a plateau of equal values: the sixth differences of a smooth field over steps this short are nothing
    /// but rounding, √924 times as large (Moré and Wild, <em>Estimating computational noise</em>, SIAM J. Sci. Comput. 33 (2011) 1292–1314).
    /// </summary>
    private void Differences()
    {
        int n = _point.Length;
        var random = new SplitMix(3);
        double[] direction = new double[n], sums = new double[n];
        for (int j = 0; j < n; j++)
            direction[j] = Sign(ref random) * _point[j];
        foreach (double step in s_steps)
        {
            Array.Clear(sums);
            for (int k = 0; k < s_binomial.Length; k++)
            {
                for (int j = 0; j < n; j++)
                    _moved[j] = _point[j] + (k - s_binomial.Length / 2) * step * direction[j];
                _field.Evaluate(_moved, _there);
                for (int i = 0; i < n; i++)
                    sums[i] += s_binomial[k] * _there[i];
            }
            for (int i = 0; i < n; i++)
            {
                double rounding = Math.Abs(sums[i]) / RootOf924;
                if (double.IsFinite(rounding))
                    _rounding[i] = Math.Max(_rounding[i], rounding);
            }
        }
    }

    /// <summary>Halves a displacement until the field at its end is as small as it is at the point.</summary>
    private void CutBack(double[] displacement)
    {
        double most = Told * Reference();
        for (int halving = 0; halving < MostHalvings; halving++)
        {
            if (IsSmall(displacement, 1) && IsSmall(displacement, -1))
                return;
            for (int i = 0; i < displacement.Length; i++)
                displacement[i] /= 2;
        }
        Array.Clear(displacement);

        bool IsSmall(double[] along, double sign)
        {
            for (int i = 0; i < along.Length; i++)
                _moved[i] = _point[i] + sign * along[i];
            _field.Evaluate(_moved, _there);
            return Size(_there) <= most;
        }
    }

    private double Reference() => Size(_value) + Size(_rounding);

    /// <summary>The largest component, each measured by the largest entry of its row of the Jacobian.</summary>
    private double Size(double[] value)
    {
        double largest = 0;
        for (int i = 0; i < value.Length; i++)
            largest = Math.Max(largest, Math.Abs(value[i]) * _scales[i]);
        return largest;
    }

    private static double Sign(ref SplitMix random) => random.NextUniform() < 0.5 ? -1 : 1;
}
