using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>The rule of training that a <see cref="TrainingRule"/> states: its functions, called lane by lane.</summary>
internal readonly struct AnyRule : ITrainingRule
{
    private readonly Response _real;
    private readonly Response _fake;
    private readonly Regulariser _regulariser;
    private readonly double _strength;
    private readonly double _realMultiplier;
    private readonly double _fakeMultiplier;
    private readonly GradientPenalty _penalty;

    public AnyRule(TrainingRule rule)
    {
        (_real, _fake, _regulariser, _strength, UnitNorms) = (rule.Loss.Real, rule.Loss.Fake, rule.Regulariser, rule.Strength, rule.HasUnitNorms);
        (_realMultiplier, _fakeMultiplier, _penalty) = (rule.RealMultiplier, rule.FakeMultiplier, rule.Penalty);
    }

    public bool UnitNorms { get; }

    public bool HasPenalty => !_penalty.IsNone;

    public T RealResponse<T>(T projection, T norm)
        where T : unmanaged, ILanes<T> => Step(_real, _realMultiplier, _penalty.Real, projection, norm);

    public T FakeResponse<T>(T projection, T norm)
        where T : unmanaged, ILanes<T> => Step(_fake, _fakeMultiplier, -_penalty.Fake, projection, norm);

    public T GeneratorResponse<T>(T projection)
        where T : unmanaged, ILanes<T> => Each(_fake, projection);

    public T Decay<T>(T projection, bool real)
        where T : unmanaged, ILanes<T>
    {
        T slope = Each(_penalty.Slope, projection);
        return T.All(real ? _penalty.Real : _penalty.Fake) * slope * slope;
    }

    public T Pull<T>(T squaredLength)
        where T : unmanaged, ILanes<T>
    {
        T lanes = squaredLength;
        foreach (ref double value in MemoryMarshal.Cast<T, double>(new Span<T>(ref lanes)))
            value = _strength * _regulariser.Slope(value);
        return lanes;
    }

    /// <summary>j f − κzρρ′.</summary>
    private T Step<T>(Response response, double multiplier, double bend, T projection, T norm)
        where T : unmanaged, ILanes<T>
    {
        T value = Each(response, projection);
        if (multiplier != 1)
            value *= T.All(multiplier);
        if (bend != 0)
            value -= T.All(bend) * norm * norm * Each(_penalty.Curve, projection);
        return value;
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
