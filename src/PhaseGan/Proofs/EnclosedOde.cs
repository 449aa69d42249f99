namespace PhaseGan;

/// <summary>
/// The reduced ODE (13) over boxes of parameters and of states: the formulas of <see cref="ReducedOde"/> themselves, evaluated with intervals, and with intervals that carry a derivative for the Jacobian.
/// </summary>
public sealed unsafe class EnclosedOde : IIntervalField
{
    private readonly DualInterval[] _parameters;

    /// <summary>Makes the field.</summary>
    /// <param name="parameters">The box of parameters; a single choice by <see cref="ParameterBox.Of"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public EnclosedOde(ParameterBox parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        int d = parameters.FeatureCount;
        _parameters = new DualInterval[ReducedEquations.Real + 2 * d];
        _parameters[ReducedEquations.Tau] = new(parameters.DiscriminatorRate, 0);
        _parameters[ReducedEquations.TauTilde] = new(parameters.GeneratorRate, 0);
        _parameters[ReducedEquations.FakeGain] = new(parameters.FakeGain, 0);
        _parameters[ReducedEquations.RealGain] = new(parameters.RealGain, 0);
        _parameters[ReducedEquations.Noise] = new(parameters.EffectiveNoise, 0);
        for (int l = 0; l < d; l++)
        {
            _parameters[ReducedEquations.Real + l] = new(parameters.RealVariances[l], 0);
            _parameters[ReducedEquations.Real + d + l] = new(parameters.FakeVariances[l], 0);
        }
    }

    /// <summary>The box of parameters.</summary>
    public ParameterBox Parameters { get; }

    /// <summary>N = d² + 2d + d(d − 1)/2, coordinates as for <see cref="ReducedOde"/>.</summary>
    public int Dimension => ReducedEquations.Dimension(Parameters.FeatureCount);

    /// <inheritdoc/>
    public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative)
    {
        DualInterval[] state = State(y), result = new DualInterval[Dimension];
        Evaluate(state, result);
        for (int i = 0; i < result.Length; i++)
            derivative[i] = result[i].Value;
    }

    /// <inheritdoc/>
    public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian)
    {
        int n = Dimension;
        DualInterval[] state = State(y), result = new DualInterval[n];
        for (int j = 0; j < n; j++)
        {
            state[j] = new(y[j], 1);
            Evaluate(state, result);
            state[j] = new(y[j], 0);
            for (int i = 0; i < n; i++)
                jacobian[i * n + j] = result[i].Slope;
        }
    }

    /// <summary>The parameters.</summary>
    public override string ToString() => $"ODE (13) over {Parameters}";

    private DualInterval[] State(ReadOnlySpan<Interval> y)
    {
        Guard.Length(y.Length, Dimension, "a box of states", nameof(y));
        var state = new DualInterval[y.Length];
        for (int i = 0; i < y.Length; i++)
            state[i] = new(y[i], 0);
        return state;
    }

    private void Evaluate(DualInterval[] state, DualInterval[] result)
    {
        fixed (DualInterval* parameters = _parameters, from = state, to = result)
            ReducedEquations.Evaluate(Parameters.FeatureCount, parameters, from, to);
    }
}
