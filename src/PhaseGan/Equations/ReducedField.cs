using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>A <see cref="ReducedOde"/> whose number of features is known when the code that follows it is compiled; the same bits.</summary>
/// <typeparam name="TCount">d.</typeparam>
/// <param name="ode">The field, with d features.</param>
internal readonly struct ReducedField<TCount>(ReducedOde ode) : ICaptureCandidates, INamedFixedPoints, IRestManifold, ISymmetricField, ISizedField, IVectorField<MacroState>
    where TCount : struct, IFeatureCount
{
    public int Dimension => ReducedEquations.Dimension(default(TCount).Value);

    public int TransverseStart => ode.TransverseStart;

    public int TransverseCount => ode.TransverseCount;

    public int SymmetryCount => ode.SymmetryCount;

    // A method of its own: inlined six times into a step it would exceed what the compiler inlines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public unsafe void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension;
        fixed (double* from = y[..n], to = derivative[..n], parameters = ode.Numbers)
            ReducedEquations.Evaluate(default(TCount).Value, (SingleLane*)parameters, (SingleLane*)from, (SingleLane*)to);
    }

    public unsafe void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        if (default(TCount).Value != 1)
        {
            ode.Jacobian(y, jacobian);
            return;
        }
        fixed (double* from = y[..3], to = jacobian[..9], parameters = ode.Numbers)
            ReducedEquations.Jacobian((SingleLane*)parameters, (SingleLane*)from, (SingleLane*)to);
    }

    public void TransverseBlock(ReadOnlySpan<double> y, Span<double> block) => ode.TransverseBlock(y, block);

    public void SymmetryDirections(ReadOnlySpan<double> y, Span<double> directions) => ode.SymmetryDirections(y, directions);

    public double[] Pack(MacroState state) => ode.Pack(state);

    public MacroState Unpack(ReadOnlySpan<double> y) => ode.Unpack(y);

    public string? NameOf(ReadOnlySpan<double> y) => OverlapKind.Name(ode.KindOf(y));

    public bool AnyMayAttract() => CaptureCandidates.AnyMayAttract(ode);

    public bool TryFollow(double[] states, double length, int maxSteps, double relativeTolerance, TrajectoryLook look, Action pause)
    {
        // the lanes of one feature are compiled already where a batch has followed some
        if (default(TCount).Value == 1)
            ode.FollowMany(default(OneFeatureLanes), states, length, maxSteps, relativeTolerance, look, pause);
        else
            ode.FollowMany(new ReducedLanes<TCount>(default), states, length, maxSteps, relativeTolerance, look, pause);
        return true;
    }
}
