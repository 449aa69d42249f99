using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Points of codimension two on a curve in two parameters, between consecutive points where a test changes.</summary>
internal sealed class CurveEvents(CurveTracer tracer, ICurveFunctions functions)
{
    /// <summary>Pieces are halved at most this often, and not when they are shorter.</summary>
    private const int MostHalvings = 16;

    private const double LeastPiece = 1e-6, Share = 0.46;

    private const double ShortPiece = 1e-3;

    /// <summary>A frequency is told from zero above this share of the Jacobian's size.</summary>
    private const double LeastFrequency = 1e-6;

    /// <summary>The points in the order of the curve.</summary>
    public List<SpecialPoint> Find(IReadOnlyList<CurveNode> nodes, CancellationToken cancellationToken)
    {
        var found = new List<SpecialPoint>();
        CurveTests? before = null;
        for (int k = 0; k < nodes.Count; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CurveTests tests = functions.Test(nodes[k], before);
            if (before is not null)
                Examine(nodes[k - 1], before, nodes[k], tests, 0, found);
            before = tests;
        }
        return found;
    }

    /// <summary>The function of the complex pair nearest to the axis, pairs of other functions apart.</summary>
    public static PairFunction NearestPair(Linearisation at, PairFunction[] others)
    {
        Complex[] values = at.Eigenvalues ?? [];
        foreach (PairFunction other in others)
            values = other.Nearest(at)?.Others ?? [];
        Complex nearest = values.Where(v => v.Imaginary > 0).OrderBy(v => Math.Abs(v.Real)).FirstOrDefault();
        return new PairFunction(0, nearest.Real * nearest.Real + nearest.Imaginary * nearest.Imaginary);
    }

    private void Examine(CurveNode a, CurveTests atA, CurveNode b, CurveTests atB, int halvings, List<SpecialPoint> found)
    {
        SpecialKind[] kinds = [.. functions.Changes(atA, atB)];
        if (kinds.Length == 0)
            return;
        // next to a pole of the coefficient its sign is told on short pieces alone
        if (kinds is [var kind] && (!functions.HasPole(atA, atB) || VectorMath.Distance(a.Unknowns, b.Unknowns) < ShortPiece) && Locate(kind, a, atA, b, atB) is { } point)
        {
            found.Add(point);
            return;
        }
        tracer.Refresh(a);
        if (halvings < MostHalvings && VectorMath.Distance(a.Unknowns, b.Unknowns) > LeastPiece && tracer.Between(a, b, Share) is { } middle)
        {
            CurveTests atMiddle = functions.Test(middle, atA);
            Examine(a, atA, middle, atMiddle, halvings + 1, found);
            Examine(middle, atMiddle, b, atB, halvings + 1, found);
            return;
        }
        found.Add(new SpecialPoint(SpecialKind.Multiple, a.At, a.Unknowns, a.Tangent, VectorMath.Distance(a.Unknowns, b.Unknowns))
        {
            IsLocated = false,
            Multiplicity = kinds.Length,
            Unstable = (atA.Unstable, atB.Unstable),
        });
    }

    private SpecialPoint? Locate(SpecialKind kind, CurveNode a, CurveTests atA, CurveNode b, CurveTests atB)
    {
        (double first, double second) = kind switch
        {
            SpecialKind.BogdanovTakens => (atA.DoubleZero, atB.DoubleZero),
            SpecialKind.Cusp or SpecialKind.GeneralizedHopf => (atA.Degeneracy, atB.Degeneracy),
            _ => (1, -1),
        };
        tracer.Refresh(a);
        // a point at an end of the piece is looked for from inside
        if (tracer.Between(a, b, Math.Clamp(first / (first - second), 0.01, 0.99)) is not { } guess)
            return null;
        BranchFrame frame = tracer.Frame;
        Corrector.Result result = Corrector.Solve(new AugmentedSystem(frame, functions.Defining(kind, guess.At.Transverse, atA)), guess.Unknowns);
        if (!result.IsSolution || !CurveTracer.IsBetween(a, b, result.Unknowns) || frame.Linearise(result.Unknowns, SlopeAccuracy.None, out _) is not { } at)
            return null;
        return IsOfKind(kind, at.Transverse)
            ? new SpecialPoint(kind, at, result.Unknowns, CurveTracer.Direction(a, b), result.Error)
            {
                NormalForm = Form(kind, at.Transverse),
                Unstable = (atA.Unstable, atB.Unstable),
                Multiplicity = kind is SpecialKind.Cusp or SpecialKind.GeneralizedHopf ? 1 : kind == SpecialKind.DoubleHopf ? 4 : kind == SpecialKind.ZeroHopf ? 3 : 2,
            }
            : null;
    }

    /// <summary>Whether the eigenvalues at a point are those that its kind must have: frequencies that are none mean another kind.</summary>
    private static bool IsOfKind(SpecialKind kind, Linearisation at)
    {
        int pairs = kind switch { SpecialKind.ZeroHopf or SpecialKind.GeneralizedHopf => 1, SpecialKind.DoubleHopf => 2, _ => 0 };
        double least = LeastFrequency * VectorMath.Norm(at.Jacobian);
        return at.Eigenvalues is { } values && values.Count(v => v.Imaginary > least && Math.Abs(v.Real) < least) >= pairs;
    }

    private static NormalForm? Form(SpecialKind kind, Linearisation at) => kind switch
    {
        SpecialKind.BogdanovTakens => NormalForms.BogdanovTakens(at, new FoldFunction(at)),
        SpecialKind.Cusp => NormalForms.Cubic(at, new FoldFunction(at)),
        SpecialKind.GeneralizedHopf when Frequencies(at, 1) is [var omega] && SecondLyapunov.At(at, omega) is var (value, error) =>
            new NormalForm(value, error) { Frequency = omega, IsDegenerate = true },
        SpecialKind.ZeroHopf when Frequencies(at, 1) is [var omega] => new DegenerateForms(at).ZeroHopf(new FoldFunction(at), omega),
        SpecialKind.DoubleHopf when Frequencies(at, 2) is [var first, var second] => new DegenerateForms(at).DoubleHopf(first, second),
        _ => null,
    };

    /// <summary>The frequencies of the pairs nearest to the axis, the largest first.</summary>
    private static double[] Frequencies(Linearisation at, int pairs) =>
        [.. (at.Eigenvalues ?? []).Where(v => v.Imaginary > LeastFrequency * VectorMath.Norm(at.Jacobian)).OrderBy(v => Math.Abs(v.Real)).Take(pairs).Select(v => v.Imaginary).OrderDescending()];
}
