using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>The rule of training that a <see cref="TrainingRule"/> states: its functions, called lane by lane.</summary>
internal readonly struct AnyRule : ITrainingRule
{
    private readonly Response _real;
    private readonly Response _fake;
    private readonly Regulariser _regulariser;
    private readonly double _strength;

    public AnyRule(TrainingRule rule)
    {
        (_real, _fake, _regulariser, _strength, UnitNorms) = (rule.Loss.Real, rule.Loss.Fake, rule.Regulariser, rule.Strength, rule.HasUnitNorms);
    }

    public bool UnitNorms { get; }

    public T RealResponse<T>(T projection)
        where T : unmanaged, ILanes<T> => Each(_real, projection);

    public T FakeResponse<T>(T projection)
        where T : unmanaged, ILanes<T> => Each(_fake, projection);

    public T Pull<T>(T squaredLength)
        where T : unmanaged, ILanes<T>
    {
        T lanes = squaredLength;
        foreach (ref double value in MemoryMarshal.Cast<T, double>(new Span<T>(ref lanes)))
            value = _strength * _regulariser.Slope(value);
        return lanes;
    }

    private static T Each<T>(Response response, T projection)
        where T : unmanaged, ILanes<T>
    {
        T lanes = projection;
        foreach (ref double value in MemoryMarshal.Cast<T, double>(new Span<T>(ref lanes)))
            value = response.Value(value);
        return lanes;
    }
}
