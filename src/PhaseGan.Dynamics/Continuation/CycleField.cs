namespace PhaseGan.Dynamics;

/// <summary>
/// A field of a family in the units of a branch of cycles, with the varied parameters as further coordinates that rest: then tangents along its motions are derivatives by the start and by the parameters.
/// </summary>
internal sealed class CycleField : IVectorField
{
    /// <summary>
    /// Offset of a parameter in units of its range. Differences are exact for quadratics; else they are off by the square of its share of the field's finest feature, and by 1e-10 of rounding. Tangents, and so predictions, are no
    /// better: beside another branch at 1e-3 an offset ten times as long makes steps several times as short.
    /// </summary>
    private const double Offset = 3e-6;

    private readonly IVectorField _field;
    private readonly IParameterDerivative? _known;
    private readonly (IVectorField High, IVectorField Low, double Width)[] _beside;
    private readonly double[] _sizes, _ranges, _ratios, _y, _high, _low;

    private CycleField(IVectorField field, (IVectorField, IVectorField, double)[] beside, double[] sizes, double[] ranges)
    {
        (_field, _known, _beside, _sizes, _ranges) = (field, field as IParameterDerivative, beside, sizes, ranges);
        _ratios = [.. sizes.SelectMany(_ => sizes, (row, column) => column / row)];
        (_y, _high, _low) = (new double[sizes.Length], new double[sizes.Length], new double[sizes.Length]);
    }

    /// <summary>N coordinates and K parameters.</summary>
    public int Dimension => _sizes.Length + _ranges.Length;

    /// <summary>N.</summary>
    public int States => _sizes.Length;

    /// <summary>The field at the parameters of unknowns; null outside of the family's domain.</summary>
    /// <param name="frame">The units.</param>
    /// <param name="parameters">The parameters in units of their ranges.</param>
    /// <param name="isHeld">Whether the parameters are none of its coordinates: derivatives by them are not wanted.</param>
    public static CycleField? At(CycleFrame frame, ReadOnlySpan<double> parameters, bool isHeld = false)
    {
        double[] place = parameters.ToArray();
        if (!VectorMath.AllFinite(place) || frame.FieldOf(place) is not { } field)
            return null;
        if (isHeld)
            return new CycleField(field, [], frame.Sizes, []);
        if (field is IParameterDerivative)
            return new CycleField(field, [], frame.Sizes, frame.Ranges);
        var beside = new (IVectorField, IVectorField, double)[place.Length];
        for (int j = 0; j < place.Length; j++)
        {
            double value = place[j], up = value + Offset, down = value - Offset;
            place[j] = up;
            IVectorField? high = frame.FieldOf(place);
            place[j] = down;
            IVectorField? low = frame.FieldOf(place);
            place[j] = value;
            // at an end of the domain there are values on one side alone
            if (high is null && low is null)
                return null;
            beside[j] = (high ?? field, low ?? field, (high is null ? value : up) - (low is null ? value : down));
        }
        return new CycleField(field, beside, frame.Sizes, frame.Ranges);
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = _sizes.Length;
        Read(y);
        derivative[n..].Clear();
        _field.Evaluate(_y, derivative[..n]);
        for (int i = 0; i < n; i++)
            derivative[i] /= _sizes[i];
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = _sizes.Length, columns = Dimension;
        Read(y);
        _field.Jacobian(_y, jacobian[..(n * n)]);
        jacobian[(n * n)..].Clear();
        // from n columns to more, from the last row on
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = n - 1; j >= 0; j--)
                jacobian[i * columns + j] = jacobian[i * n + j] * _ratios[i * n + j];
        }
        for (int j = 0; j < _ranges.Length; j++)
            Slope(j, jacobian, columns);
    }

    private void Slope(int parameter, Span<double> jacobian, int columns)
    {
        int n = _sizes.Length;
        double factor;
        if (_known is not null)
        {
            _known.ParameterDerivative(parameter, _y, _high);
            Array.Clear(_low);
            factor = _ranges[parameter];
        }
        else
        {
            _beside[parameter].High.Evaluate(_y, _high);
            _beside[parameter].Low.Evaluate(_y, _low);
            factor = 1 / _beside[parameter].Width;
        }
        for (int i = 0; i < n; i++)
            jacobian[i * columns + n + parameter] = (_high[i] - _low[i]) * factor / _sizes[i];
    }

    private void Read(ReadOnlySpan<double> y)
    {
        for (int i = 0; i < _y.Length; i++)
            _y[i] = y[i] * _sizes[i];
    }
}
