namespace PhaseGan.Dynamics;

/// <summary>
/// A family of fields in the units of a branch: unknowns u are the coordinates over their sizes, then each varied parameter from the lower end of its range over its length.
/// The field is divided by the sizes too, so that its Jacobian is similar to the one in the coordinates.
/// </summary>
internal sealed class BranchFrame
{
    /// <summary>The largest step of a difference by a parameter, in units of the smaller one of its range and its value: an odd number, which no period divides.</summary>
    private const double ParameterStep = 0.0437;

    /// <summary>The step of a single difference, in the same units: the cube root of rounding balances both errors.</summary>
    private const double QuickStep = 6e-6;

    /// <summary>A parameter near zero has its range for a unit, this share of it at least.</summary>
    private const double LeastShare = 1e-3;

    private readonly FieldFamily _family;
    private readonly double[] _lower, _ranges;

    /// <summary>A frame.</summary>
    /// <param name="family">The family; all of its parameters are varied.</param>
    /// <param name="sizes">Sizes of the coordinates, &gt; 0.</param>
    /// <param name="lower">Lower ends of the ranges.</param>
    /// <param name="upper">Upper ends, above the lower ones.</param>
    public BranchFrame(FieldFamily family, double[] sizes, double[] lower, double[] upper)
    {
        (_family, Sizes, _lower) = (family, sizes, lower);
        _ranges = [.. upper.Zip(lower, (high, low) => high - low)];
    }

    private BranchFrame(BranchFrame other, FamilySlice? slice) => (_family, Sizes, _lower, _ranges, Slice) = (other._family, other.Sizes, other._lower, other._ranges, slice);

    private BranchFrame(BranchFrame other, double[] sizes) => (_family, Sizes, _lower, _ranges) = (other._family, sizes, other._lower, other._ranges);

    /// <summary>Sizes of the coordinates.</summary>
    public double[] Sizes { get; }

    /// <summary>The plane across a family of fixed points in which a branch goes on; null where fixed points are isolated.</summary>
    public FamilySlice? Slice { get; }

    /// <summary>N, the number of coordinates.</summary>
    public int Dimension => Sizes.Length;

    /// <summary>K, the number of varied parameters.</summary>
    public int Varied => _lower.Length;

    /// <summary>Names of the varied parameters.</summary>
    public IReadOnlyList<string> ParameterNames => _family.Parameters;

    /// <summary>Length of the range of a parameter.</summary>
    public double Range(int parameter) => _ranges[parameter];

    /// <summary>The same frame on a plane across a family.</summary>
    public BranchFrame On(FamilySlice? slice) => ReferenceEquals(slice, Slice) ? this : new(this, slice);

    /// <summary>The same frame with other sizes of the coordinates, for isolated points.</summary>
    public BranchFrame In(double[] sizes) => new(this, sizes);

    /// <summary>Unknowns, or a direction, of a frame that differs in the sizes alone.</summary>
    public double[] From(BranchFrame other, double[] u)
    {
        if (ReferenceEquals(other.Sizes, Sizes))
            return u;
        double[] here = [.. u];
        for (int i = 0; i < Dimension; i++)
            here[i] *= other.Sizes[i] / Sizes[i];
        return here;
    }

    /// <summary>The frame that serves near a point of a branch; null if the family is no more.</summary>
    public BranchFrame? Near(CurveNode node) => node.At.Frame.Slice is not { } slice ? this : slice.Moved(node.Unknowns, node.At) is { } moved ? On(moved) : null;

    /// <summary>The parameters of unknowns.</summary>
    public double[] Parameters(ReadOnlySpan<double> u)
    {
        var p = new double[Varied];
        for (int j = 0; j < p.Length; j++)
            p[j] = _lower[j] + _ranges[j] * u[Dimension + j];
        return p;
    }

    /// <summary>The coordinates of unknowns.</summary>
    public double[] Coordinates(ReadOnlySpan<double> u)
    {
        var y = new double[Dimension];
        for (int i = 0; i < y.Length; i++)
            y[i] = Sizes[i] * u[i];
        return y;
    }

    /// <summary>Unknowns of coordinates and parameters.</summary>
    public double[] Unknowns(ReadOnlySpan<double> y, ReadOnlySpan<double> parameters)
    {
        var u = new double[Dimension + Varied];
        for (int i = 0; i < Dimension; i++)
            u[i] = y[i] / Sizes[i];
        for (int j = 0; j < Varied; j++)
            u[Dimension + j] = (parameters[j] - _lower[j]) / _ranges[j];
        return u;
    }

    /// <summary>The field at the parameters of unknowns; null outside of the family's domain.</summary>
    public IVectorField? FieldAt(ReadOnlySpan<double> u) => FieldOf(Parameters(u));

    /// <summary>The field, its Jacobian and its derivatives by the parameters at unknowns.</summary>
    /// <param name="u">The unknowns; what follows the parameters is not read.</param>
    /// <param name="accuracy">How well derivatives by the parameters are to be known.</param>
    /// <param name="failure">Why there is nothing.</param>
    public Linearisation? Linearise(ReadOnlySpan<double> u, SlopeAccuracy accuracy, out StepFailure failure)
    {
        int n = Dimension;
        double[] parameters = Parameters(u), y = Coordinates(u), f = new double[n], jacobian = new double[n * n], slopes = new double[accuracy == SlopeAccuracy.None ? 0 : n * Varied];
        failure = StepFailure.NonFinite;
        if (!VectorMath.AllFinite(y) || !VectorMath.AllFinite(parameters))
            return null;
        if (FieldOf(parameters) is not { } field)
        {
            failure = StepFailure.OutsideDomain;
            return null;
        }
        field.Evaluate(y, f);
        field.Jacobian(y, jacobian);
        for (int j = 0; accuracy != SlopeAccuracy.None && j < Varied; j++)
            Slope(field, parameters, y, j, accuracy, slopes.AsSpan(j * n, n));
        if (!VectorMath.AllFinite(f) || !VectorMath.AllFinite(jacobian) || !VectorMath.AllFinite(slopes))
            return null;
        for (int i = 0; i < n; i++)
        {
            f[i] /= Sizes[i];
            for (int k = 0; k < n; k++)
                jacobian[i * n + k] *= Sizes[k] / Sizes[i];
        }
        failure = StepFailure.None;
        double[] speeds = Slice is { IsRelative: true } ? Slice.TakeAway((ISymmetricField)field, u, Sizes, f, jacobian, slopes) : [];
        return new Linearisation(this, field, Sizes, parameters, y, f, jacobian, slopes) { Speeds = speeds };
    }

    /// <summary>Writes the derivative by a parameter in units of the frame.</summary>
    private void Slope(IVectorField field, double[] parameters, double[] y, int which, SlopeAccuracy accuracy, Span<double> slope)
    {
        if (field is IParameterDerivative known)
            known.ParameterDerivative(which, y, slope);
        else
        {
            double value = parameters[which], unit = Math.Min(_ranges[which], Math.Max(Math.Abs(value), LeastShare * _ranges[which]));
            double[] moved = [.. parameters];
            bool isQuick = accuracy == SlopeAccuracy.Quick && Difference(Moved, QuickStep * unit, slope);
            // at an end of the domain there are values on one side alone
            if (!isQuick
                && !double.IsFinite(LineDerivative.First(Moved, ParameterStep * unit, slope))
                && !double.IsFinite(LineDerivative.OneSided(Moved, ParameterStep * unit, slope))
                && !double.IsFinite(LineDerivative.OneSided(Moved, -ParameterStep * unit, slope)))
                slope.Fill(double.NaN);

            bool Moved(double place, Span<double> derivative)
            {
                moved[which] = value + place;
                if (FieldOf(moved) is not { } other)
                    return false;
                other.Evaluate(y, derivative);
                return true;
            }
        }
        for (int i = 0; i < slope.Length; i++)
            slope[i] *= _ranges[which] / Sizes[i];
    }

    /// <summary>Writes a central difference; false if there is a value missing.</summary>
    private static bool Difference(LineDerivative.Line line, double step, Span<double> slope)
    {
        var low = new double[slope.Length];
        if (!line(step, slope) || !line(-step, low))
            return false;
        for (int i = 0; i < low.Length; i++)
            slope[i] = (slope[i] - low[i]) / (2 * step);
        return VectorMath.AllFinite(slope);
    }

    private IVectorField? FieldOf(double[] parameters) => _family.FieldAt(parameters, Dimension);
}
