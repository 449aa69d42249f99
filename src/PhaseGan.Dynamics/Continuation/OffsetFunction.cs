namespace PhaseGan.Dynamics;

/// <summary>A function less a number.</summary>
internal sealed class OffsetFunction(TestFunction function, double offset) : TestFunction
{
    /// <inheritdoc/>
    public override double Value(Linearisation at) => function.Value(at) - offset;

    /// <inheritdoc/>
    public override double Noise(Linearisation at) => function.Noise(at);
}
