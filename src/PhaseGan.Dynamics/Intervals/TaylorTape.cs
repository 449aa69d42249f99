namespace PhaseGan.Dynamics;

/// <summary>
/// A polynomial field as a list of sums and products with constants that may be intervals: from it Taylor coefficients of solutions follow by recurrence (Moore, <em>Interval Analysis</em>, 1966, chapter 11).
/// </summary>
internal sealed class TaylorTape
{
    private readonly List<TapeNode> _nodes = [];
    private int[] _outputs = [];

    /// <param name="dimension">N: the first N nodes are the coordinates.</param>
    public TaylorTape(int dimension)
    {
        Dimension = Guard.AtLeast(dimension, 1, "a number of coordinates");
        for (int i = 0; i < dimension; i++)
            _nodes.Add(new(TapeOperation.Coordinate, i, i, 0));
    }

    /// <summary>N.</summary>
    public int Dimension { get; }

    /// <summary>The operations in an order in which they can be done.</summary>
    public IReadOnlyList<TapeNode> Nodes => _nodes;

    /// <summary>The nodes of dy/dt, length N.</summary>
    public ReadOnlySpan<int> Outputs => _outputs;

    /// <summary>Ends the tape.</summary>
    /// <param name="outputs">The nodes of dy/dt, length N.</param>
    public TaylorTape WithOutputs(int[] outputs)
    {
        Guard.Length(outputs.Length, Dimension, "the derivatives of the coordinates", nameof(outputs));
        _outputs = outputs;
        return this;
    }

    /// <summary>A constant.</summary>
    public int Constant(Interval value) => Add(new(TapeOperation.Constant, 0, 0, value));

    /// <summary>a + b.</summary>
    public int Sum(int a, int b)
    {
        if (Is(a, out Interval first))
            return Is(b, out Interval other) ? Constant(first + other) : Sum(b, a);
        if (Is(b, out Interval second))
            return second == (Interval)0 ? a : Add(new(TapeOperation.Shift, a, a, second));
        return Add(new(TapeOperation.Sum, a, b, 0));
    }

    /// <summary>c a.</summary>
    public int Scaled(int a, Interval c)
    {
        if (Is(a, out Interval value))
            return Constant(c * value);
        return c == (Interval)1 ? a : Add(new(TapeOperation.Scale, a, a, c));
    }

    /// <summary>a b.</summary>
    public int Product(int a, int b) =>
        Is(a, out Interval first) ? Scaled(b, first) : Is(b, out Interval second) ? Scaled(a, second) : Add(new(TapeOperation.Product, a, b, 0));

    /// <summary>a / b for a constant b.</summary>
    /// <exception cref="NotSupportedException">b is no constant.</exception>
    public int Quotient(int a, int b) =>
        Is(b, out Interval divisor) ? Scaled(a, 1 / divisor) : throw new NotSupportedException("a tape holds polynomial fields: a divisor must be a constant");

    private bool Is(int node, out Interval value)
    {
        value = _nodes[node].Value;
        return _nodes[node].Operation == TapeOperation.Constant;
    }

    private int Add(TapeNode node)
    {
        // what was done before is not done again
        int known = _nodes.IndexOf(node);
        if (known >= 0)
            return known;
        _nodes.Add(node);
        return _nodes.Count - 1;
    }
}
