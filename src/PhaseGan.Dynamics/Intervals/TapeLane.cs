namespace PhaseGan.Dynamics;

/// <summary>A number that writes down what is done with it on a <see cref="TaylorTape"/>: a formula generic over lanes becomes a list of operations.</summary>
/// <param name="node">Its place on the tape.</param>
internal readonly unsafe struct TapeLane(int node) : ILanes<TapeLane>
{
    [ThreadStatic]
    private static TaylorTape? t_tape;

    public readonly int Node = node;

    public static int Width => 1;

    /// <summary>The tape that is being written by this thread.</summary>
    public static TaylorTape Tape { get => t_tape ?? throw new InvalidOperationException("no tape is being written"); set => t_tape = value; }

    public static TapeLane All(double value) => new(Tape.Constant(value));

    public static TapeLane Load(double* from) => All(*from);

    public static void Store(TapeLane value, double* to) => throw Refuse();

    public static TapeLane operator +(TapeLane a, TapeLane b) => new(Tape.Sum(a.Node, b.Node));

    public static TapeLane operator -(TapeLane a, TapeLane b) => new(Tape.Sum(a.Node, Tape.Scaled(b.Node, -1)));

    public static TapeLane operator *(TapeLane a, TapeLane b) => new(Tape.Product(a.Node, b.Node));

    public static TapeLane operator /(TapeLane a, TapeLane b) => new(Tape.Quotient(a.Node, b.Node));

    public static TapeLane PlusProduct(TapeLane a, TapeLane b, TapeLane c) => a * b + c;

    public static TapeLane MinusProduct(TapeLane a, TapeLane b, TapeLane c) => c - a * b;

    public static TapeLane Fused(TapeLane a, TapeLane b, TapeLane c) => a * b + c;

    public static TapeLane FusedMinus(TapeLane a, TapeLane b, TapeLane c) => c - a * b;

    public static TapeLane Sqrt(TapeLane a) => throw Refuse();

    public static TapeLane CopySign(TapeLane magnitude, TapeLane sign) => throw Refuse();

    public static TapeLane WherePositive(TapeLane test, TapeLane value) => throw Refuse();

    private static NotSupportedException Refuse() => new("a tape holds polynomial fields: sums, products and quotients by constants");
}
