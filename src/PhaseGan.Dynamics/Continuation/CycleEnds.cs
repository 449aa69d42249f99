using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>The fixed points at which branches of cycles end.</summary>
internal static class CycleEnds
{
    /// <summary>A branch that ends next to a fixed point ends at a Hopf point if its frequency is that of the last cycle to this.</summary>
    private const double SameFrequency = 0.1;

    /// <summary>The end with the fixed point there, if there is one. One next to a fixed point that is no Hopf point is no such end.</summary>
    public static (CycleBranchEnd End, double[]? FixedPoint) Of(CycleSetting setting, CycleBranchKind kind, CycleNode node, CycleBranchEnd end)
    {
        switch (end)
        {
            case CycleBranchEnd.LongPeriod:
                return (end, Slowest(node));
            case CycleBranchEnd.ShrinksToRest or CycleBranchEnd.StepTooSmall or CycleBranchEnd.NonFinite when node.IsSmall:
                return Hopf(setting, kind, node) is { } rest ? (CycleBranchEnd.ShrinksToRest, rest) : (CycleBranchEnd.StepTooSmall, null);
            case CycleBranchEnd.ShrinksToRest:
                return (CycleBranchEnd.StepTooSmall, null);
            // beyond a Hopf point the same cycles come again half a turn later
            case CycleBranchEnd.HalvesPeriod when node.IsSmall && Hopf(setting, kind, node) is { } small:
                return (CycleBranchEnd.ShrinksToRest, small);
            default:
                return (end, null);
        }
    }

    /// <summary>The Hopf point next to a small cycle; null if there is none.</summary>
    private static double[]? Hopf(CycleSetting setting, CycleBranchKind kind, CycleNode node)
    {
        CycleFrame frame = node.Frame;
        BranchFrame rests = setting.RestFrame(frame.Sizes);
        var mean = new double[frame.Dimension];
        for (int s = 0; s < frame.Segments; s++)
            VectorMath.AddMultiple(mean, frame.Shares[s], frame.State(node.Unknowns, s));
        double omega = 2 * Math.PI / node.Period;
        double[] start = rests.Unknowns(mean, frame.Parameters(node.Unknowns));
        if (rests.Linearise(start, SlopeAccuracy.None, out _) is not { } near)
            return null;
        var pair = new PairFunction(0, omega * omega);
        AugmentedSystem system = new(rests, Defining(kind, near, pair));
        if (kind is CycleBranchKind.BranchPoints)
            (system, start) = (Crossing(rests, near, pair, node), [.. start, 0]);
        Corrector.Result found = Corrector.Solve(system, start);
        if (!found.IsSolution || VectorMath.Distance(found.Unknowns, start) > 2 * CycleNode.Small || rests.Linearise(found.Unknowns, SlopeAccuracy.None, out _) is not { Eigenvalues: { } values } at)
            return null;
        Complex nearest = values.Where(v => v.Imaginary > 0).OrderBy(v => Math.Abs(v.Real)).FirstOrDefault();
        return Math.Abs(nearest.Imaginary - omega) <= SameFrequency * omega && Math.Abs(nearest.Real) <= SameFrequency * omega ? at.Coordinates : null;
    }

    /// <summary>The branch point of rests with a pair on the axis, at which branch points of cycles end; along the parameter that moves less on their curve, since that crosses it.</summary>
    private static AugmentedSystem Crossing(BranchFrame rests, Linearisation near, PairFunction pair, CycleNode node)
    {
        (TestFunction[] functions, double[] unfolding) = BranchPointFunction.At(near, Math.Abs(node.Tangent[^2]) <= Math.Abs(node.Tangent[^1]) ? 0 : 1);
        return new AugmentedSystem(rests, [.. functions, pair], unfolding);
    }

    /// <summary>What vanishes at the rest: with two parameters, where folds of cycles end, at a generalised Hopf point, and where others do, at one of two pairs or of a pair and a zero.</summary>
    private static TestFunction[] Defining(CycleBranchKind kind, Linearisation near, PairFunction pair)
    {
        if (kind is CycleBranchKind.Cycles)
            return [pair];
        if (kind is CycleBranchKind.Folds)
            return [pair, new LyapunovFunction(pair)];
        Complex[] others = pair.Nearest(near)?.Others ?? [];
        return others.Length > 0 && others.MinBy(v => Math.Abs(v.Real)).Imaginary != 0 ? [pair, CurveEvents.NearestPair(near, [pair])] : [pair, new FoldFunction(near)];
    }

    /// <summary>The fixed point next to the slowest place of a cycle; null if there is none.</summary>
    private static double[]? Slowest(CycleNode node)
    {
        CycleFrame frame = node.Frame;
        if (frame.FieldOf(frame.Place(node.Unknowns)) is not { } field)
            return null;
        double[] slowest = node.Extremes.Slowest;
        NewtonResult root = Newton.Polish(ScaledField.Of(field, frame.Sizes), [.. slowest.Zip(frame.Sizes, (y, s) => y / s)]);
        double[] rest = [.. root.Point.Zip(frame.Sizes, (x, s) => x * s)];
        return root.IsConverged && rest.Select((y, i) => Math.Abs(y - slowest[i]) / frame.Sizes[i]).Max() < 1 ? rest : null;
    }
}
