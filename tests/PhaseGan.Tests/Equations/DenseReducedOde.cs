namespace PhaseGan.Tests.Equations;

/// <summary>The reduced ODE without what it says of its Jacobian's structure: everything is asked of the whole matrix.</summary>
internal sealed class DenseReducedOde(ReducedOde ode) : ICaptureCandidates, INamedFixedPoints, IRestManifold, ISymmetricField, ISizedField, IVectorField<MacroState>
{
    public int Dimension => ode.Dimension;

    public int TransverseStart => ode.TransverseStart;

    public int TransverseCount => ode.TransverseCount;

    public int SymmetryCount => ode.SymmetryCount;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => ode.Evaluate(y, derivative);

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => ode.Jacobian(y, jacobian);

    public void TransverseBlock(ReadOnlySpan<double> y, Span<double> block) => ode.TransverseBlock(y, block);

    public void SymmetryDirections(ReadOnlySpan<double> y, Span<double> directions) => ode.SymmetryDirections(y, directions);

    public double[] Pack(MacroState state) => ode.Pack(state);

    public MacroState Unpack(ReadOnlySpan<double> y) => ode.Unpack(y);

    public string? NameOf(ReadOnlySpan<double> y) => ((INamedFixedPoints)ode).NameOf(y);

    public bool AnyMayAttract() => ((ICaptureCandidates)ode).AnyMayAttract();

    public bool TryFollow(double[] states, double length, int maxSteps, double relativeTolerance, TrajectoryLook look, Action pause) =>
        ((ICaptureCandidates)ode).TryFollow(states, length, maxSteps, relativeTolerance, look, pause);
}
