using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Curves of folds and of Hopf points in two parameters.</summary>
internal static class BifurcationCurves
{
    /// <summary>The curve through a special point.</summary>
    public static Branch Through(BranchKind kind, BranchSetting setting, SpecialPoint from, double[] at, CancellationToken cancellationToken)
    {
        BranchFrame frame = setting.Frame;
        double[] u = frame.Unknowns(from.Coordinates.AsSpan(), at);
        if (from.FamilyDimension > 0)
        {
            setting = setting.ForFamily();
            (u, frame) = (setting.Frame.From(frame, u), setting.Frame);
            if (Slice(frame, from, u) is not { } slice)
                return Nothing(kind, setting, BranchEnd.NotIsolated);
            frame = frame.On(slice);
        }
        if (frame.Linearise(u, SlopeAccuracy.None, out _)?.Transverse is not { } near || Function(kind, near, from) is not { } function)
            return Nothing(kind, setting, BranchEnd.NoStart);
        var system = new AugmentedSystem(frame, [function]);
        if (OnCurve(system, u) is not { } start)
            return Nothing(kind, setting, BranchEnd.NoStart);
        int m = system.Unknowns;
        double[] values = new double[m], matrix = new double[m * m];
        if (system.Evaluate(start, values, matrix, out _, SlopeAccuracy.Exact) is not { } there)
            return Nothing(kind, setting, BranchEnd.NoStart);
        if (CurveTracer.NullVector(matrix, m) is not { } tangent)
            return Nothing(kind, setting, BranchEnd.NotIsolated);
        // either sign is a null vector: the parameter that moves more grows
        if ((Math.Abs(tangent[^1]) > Math.Abs(tangent[^2]) ? tangent[^1] : tangent[^2]) < 0)
            VectorMath.Divide(tangent, -1);
        ICurveFunctions functions = kind == BranchKind.Folds ? new FoldCurve(frame, there.Transverse) : new HopfCurve(frame, (PairFunction)function);
        var tracer = new CurveTracer(system, setting.Options, functions.Refresh);
        if (tracer.NodeAt(start, tangent) is not { } node)
            return Nothing(kind, setting, BranchEnd.NoStart);
        (List<CurveNode> nodes, BranchEnd? last) = tracer.Trace(node, setting.Options.MaxPoints, cancellationToken);
        BranchEnd? first = last;
        if (last != BranchEnd.Closed)
        {
            (List<CurveNode> backward, first) = tracer.Trace(node.Reversed(), setting.Options.MaxPoints, cancellationToken);
            nodes = [.. backward.AsEnumerable().Reverse().Select(n => n.Reversed()).SkipLast(1), .. nodes];
        }
        return BranchAssembly.Of(kind, setting, nodes, new CurveEvents(tracer, functions).Find(nodes, cancellationToken), first!.Value, last!.Value);
    }

    /// <summary>The plane across the family to which a special point belongs, in the units of a frame.</summary>
    private static FamilySlice? Slice(BranchFrame frame, SpecialPoint from, double[] u)
    {
        if (frame.FieldAt(u) is not { } field)
            return null;
        FamilySlice? slice = from.Frame.Slice is { IsRelative: true }
            ? field is ISymmetricField symmetric ? FamilySlice.Across(symmetric, u[..frame.Dimension], frame.Sizes) : null
            : FamilyDirections.Slice(field, u, frame.Sizes);
        return slice?.Dimension == from.FamilyDimension ? slice : null;
    }

    /// <summary>The function whose zeros the curve is, with borders from near the point.</summary>
    public static TestFunction? Function(BranchKind kind, Linearisation near, SpecialPoint? from = null)
    {
        if (kind == BranchKind.Folds)
            return new FoldFunction(near);
        if (from?.NormalForm?.Frequency is { } omega)
            return new PairFunction(0, omega * omega);
        // the pair nearest to the axis, real or not
        double least = double.PositiveInfinity;
        PairFunction? pair = null;
        Complex[] values = near.Eigenvalues ?? [];
        for (int i = 0; i < values.Length; i++)
            for (int j = i + 1; j < values.Length; j++)
                if (values[i].Imaginary == -values[j].Imaginary && Math.Abs((values[i] + values[j]).Real) is var sum && sum < least)
                    (least, pair) = (sum, new PairFunction(0, (values[i] * values[j]).Real));
        return pair;
    }

    /// <summary>The point of the curve at the second parameter of a start, or else at its first one.</summary>
    private static double[]? OnCurve(AugmentedSystem system, double[] u)
    {
        foreach (int unknown in (int[])[u.Length - 1, u.Length - 2])
        {
            var row = new double[u.Length];
            row[unknown] = 1;
            if (Corrector.OnCurve(system, u, row, u[unknown], 1) is { IsSolution: true } found)
                return found.Unknowns;
        }
        return null;
    }

    private static Branch Nothing(BranchKind kind, BranchSetting setting, BranchEnd end) => new(kind, setting.Family, [], [], end, end);
}
