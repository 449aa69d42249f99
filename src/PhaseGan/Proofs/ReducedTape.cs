namespace PhaseGan;

/// <summary>The reduced ODE (13) as a list of operations for Taylor series: the formulas of <see cref="ReducedEquations"/> write it.</summary>
internal static class ReducedTape
{
    /// <summary>Writes the field over a box of parameters.</summary>
    public static unsafe TaylorTape Of(ParameterBox box)
    {
        int d = box.FeatureCount, n = ReducedEquations.Dimension(d);
        var tape = new TaylorTape(n);
        TapeLane.Tape = tape;
        TapeLane* parameters = stackalloc TapeLane[ReducedEquations.ParameterCount(d)], state = stackalloc TapeLane[n], derivative = stackalloc TapeLane[n];
        parameters[ReducedEquations.Tau] = new(tape.Constant(box.DiscriminatorRate));
        parameters[ReducedEquations.TauTilde] = new(tape.Constant(box.GeneratorRate));
        parameters[ReducedEquations.FakeGain] = new(tape.Constant(box.FakeGain));
        parameters[ReducedEquations.RealGain] = new(tape.Constant(box.RealGain));
        parameters[ReducedEquations.Noise] = new(tape.Constant(box.EffectiveNoise));
        for (int l = 0; l < d; l++)
        {
            parameters[ReducedEquations.Real + l] = new(tape.Constant(box.RealVariances[l]));
            parameters[ReducedEquations.Real + d + l] = new(tape.Constant(box.FakeVariances[l]));
        }
        for (int i = 0; i < n; i++)
            state[i] = new(i);
        ReducedEquations.Evaluate(d, parameters, state, derivative);
        var outputs = new int[n];
        for (int i = 0; i < n; i++)
            outputs[i] = derivative[i].Node;
        return tape.WithOutputs(outputs);
    }
}
