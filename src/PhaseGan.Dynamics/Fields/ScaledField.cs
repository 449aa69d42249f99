namespace PhaseGan.Dynamics;

/// <summary>
/// A field in units of its own: coordinates x_i = (y_i − o_i)/s_i with an origin o, which is 0 unless given, and a size s_i for each, times t/u with a unit u. What works
/// in units of one works in these for any field, and what it finds is carried back. Holds room for a state, so one instance serves one thread.
/// </summary>
internal class ScaledField : ISizedField
{
    private readonly double[] _origin, _sizes, _components, _state;

    private ScaledField(IVectorField field, double[] sizes, double timeUnit)
        : this(field, new double[sizes.Length], sizes, sizes, timeUnit)
    {
    }

    private ScaledField(IVectorField field, double[] origin, double[] sizes, double[] components, double timeUnit)
    {
        (Original, _origin, _sizes, _components, TimeUnit) = (field, origin, sizes, components, timeUnit);
        _state = new double[sizes.Length];
    }

    /// <summary>The field in its own coordinates.</summary>
    public IVectorField Original { get; }

    /// <summary>u.</summary>
    public double TimeUnit { get; }

    /// <summary>Whether a search may ask for other units, where these fit the motion no longer.</summary>
    public bool MayChange { get; set; }

    /// <summary>s_i.</summary>
    public ReadOnlySpan<double> Sizes => _sizes;

    /// <summary>The largest of the sizes.</summary>
    public double LargestSize => _sizes.Max();

    /// <inheritdoc/>
    public int Dimension => _sizes.Length;

    /// <summary>The field in given units, with its rest manifold and its symmetries if it has them.</summary>
    /// <param name="field">The field.</param>
    /// <param name="sizes">s_i &gt; 0, length N; powers of two lose no bit.</param>
    /// <param name="timeUnit">u &gt; 0.</param>
    public static ScaledField Of(IVectorField field, double[] sizes, double timeUnit = 1) => (field as IRestManifold, field as ISymmetricField) switch
    {
        ({ } manifold, { } symmetric) => new SymmetricManifold(manifold, symmetric, sizes, timeUnit),
        ({ } manifold, null) => new Manifold(manifold, sizes, timeUnit),
        (null, { } symmetric) => new Symmetric(symmetric, sizes, timeUnit),
        _ => new ScaledField(field, sizes, timeUnit),
    };

    /// <summary>A field about an origin, whose components have units apart from those of the coordinates: its roots are those of the field, its rates are not.</summary>
    /// <param name="field">The field.</param>
    /// <param name="origin">o, length N.</param>
    /// <param name="sizes">s_i &gt; 0, length N.</param>
    /// <param name="components">What each component is divided by, &gt; 0, length N.</param>
    public static ScaledField About(IVectorField field, double[] origin, double[] sizes, double[] components) => new(field, origin, sizes, components, 1);

    /// <summary>Whether a field states that every coordinate has the size one, so that it needs no other units.</summary>
    public static bool IsInUnits(IVectorField field)
    {
        if (field is not ISizedField sized)
            return false;
        for (int i = 0; i < sized.Dimension; i++)
            if (sized.SizeOf(i) != 1)
                return false;
        return true;
    }

    /// <summary>A field in the sizes that it states.</summary>
    public static ScaledField Of(ISizedField field)
    {
        var sizes = new double[field.Dimension];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = Guard.Positive(field.SizeOf(i), "the size of a coordinate", nameof(field));
        return Of(field, sizes);
    }

    /// <summary>The power of two next to a positive number.</summary>
    public static double PowerOfTwo(double size) => Math.ScaleB(1, Math.Clamp((int)Math.Round(Math.Log2(size)), -1000, 1000));

    /// <summary>A state in units of one.</summary>
    public double[] ToUnits(ReadOnlySpan<double> y)
    {
        var x = new double[y.Length];
        for (int i = 0; i < x.Length; i++)
            x[i] = (y[i] - _origin[i]) / _sizes[i];
        return x;
    }

    /// <summary>A state in the field's coordinates.</summary>
    public double[] FromUnits(ReadOnlySpan<double> x) => State(x).ToArray();

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> x, Span<double> derivative)
    {
        Original.Evaluate(State(x), derivative);
        for (int i = 0; i < _sizes.Length; i++)
            derivative[i] = derivative[i] / _components[i] * TimeUnit;
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> x, Span<double> jacobian)
    {
        Original.Jacobian(State(x), jacobian);
        Scale(jacobian, 0, _sizes.Length);
    }

    private ReadOnlySpan<double> State(ReadOnlySpan<double> x)
    {
        for (int i = 0; i < _state.Length; i++)
            _state[i] = _origin[i] + x[i] * _sizes[i];
        return _state;
    }

    /// <summary>Takes the block of the Jacobian over some coordinates to units of one.</summary>
    private void Scale(Span<double> block, int first, int count)
    {
        for (int i = 0; i < count; i++)
            for (int k = 0; k < count; k++)
                block[i * count + k] = block[i * count + k] * TimeUnit * (_sizes[first + k] / _components[first + i]);
    }

    private void Directions(ISymmetricField field, ReadOnlySpan<double> x, Span<double> directions)
    {
        field.SymmetryDirections(State(x), directions);
        int n = _sizes.Length;
        for (int k = 0; k < directions.Length; k++)
            directions[k] /= _sizes[k % n];
    }

    private class Manifold(IRestManifold manifold, double[] sizes, double timeUnit) : ScaledField(manifold, sizes, timeUnit), IRestManifold
    {
        public int TransverseStart => manifold.TransverseStart;

        public int TransverseCount => manifold.TransverseCount;

        public void TransverseBlock(ReadOnlySpan<double> x, Span<double> block)
        {
            manifold.TransverseBlock(State(x), block);
            Scale(block, manifold.TransverseStart, manifold.TransverseCount);
        }
    }

    private sealed class Symmetric(ISymmetricField symmetric, double[] sizes, double timeUnit) : ScaledField(symmetric, sizes, timeUnit), ISymmetricField
    {
        public int SymmetryCount => symmetric.SymmetryCount;

        public void SymmetryDirections(ReadOnlySpan<double> x, Span<double> directions) => Directions(symmetric, x, directions);
    }

    private sealed class SymmetricManifold(IRestManifold manifold, ISymmetricField symmetric, double[] sizes, double timeUnit)
        : Manifold(manifold, sizes, timeUnit), ISymmetricField
    {
        public int SymmetryCount => symmetric.SymmetryCount;

        public void SymmetryDirections(ReadOnlySpan<double> x, Span<double> directions) => Directions(symmetric, x, directions);
    }
}
