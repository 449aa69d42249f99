using System.Collections.Immutable;

namespace PhaseGan.Cli;

/// <summary>Which curves <c>phasegan curve</c> follows.</summary>
/// <param name="HasRests">Whether curves of fixed points are followed.</param>
/// <param name="OfRests">Their kinds; all if there are none.</param>
/// <param name="HasCycles">Whether curves of cycles are followed.</param>
/// <param name="OfCycles">Their kinds; all if there are none.</param>
internal sealed record CurveKinds(bool HasRests, ImmutableArray<BranchKind> OfRests, bool HasCycles, ImmutableArray<CycleBranchKind> OfCycles)
{
    /// <summary>Whether curves of cycles are followed from the fixed points of codimension two at which they begin.</summary>
    public bool Switches { get; private init; }

    /// <summary>The words for one kind.</summary>
    public static ImmutableArray<string> Words { get; } = ["fold", "hopf", "branch-point", "cycle-fold", "doubling", "torus", "cycle-branch-point"];

    /// <summary>The kinds of a word, or all: those of cycles where they are asked for, and those that begin at fixed points of codimension two.</summary>
    public static CurveKinds Of(string? word, bool withCycles, bool switches)
    {
        CurveKinds kinds = Of(word, withCycles);
        return !switches || kinds.HasRests
            ? kinds with { Switches = switches }
            : throw new UsageException($"--switch begins at points on curves of fixed points, which --kind {word} leaves out; use it without --kind, or with fold or hopf");
    }

    private static CurveKinds Of(string? word, bool withCycles) => word switch
    {
        "fold" => Rests(BranchKind.Folds, withCycles),
        "hopf" => Rests(BranchKind.HopfPoints, withCycles),
        "branch-point" => Rests(BranchKind.BranchPoints, withCycles),
        "cycle-fold" => Cycles(CycleBranchKind.Folds),
        "doubling" => Cycles(CycleBranchKind.PeriodDoublings),
        "torus" => Cycles(CycleBranchKind.Tori),
        "cycle-branch-point" => Cycles(CycleBranchKind.BranchPoints),
        _ => new CurveKinds(true, [], withCycles, []),
    };

    private static CurveKinds Rests(BranchKind kind, bool withCycles) =>
        withCycles ? throw new UsageException("--cycles follows curves of all kinds; leave out --kind, or name a kind of cycles there: cycle-fold, doubling, torus, cycle-branch-point") : new CurveKinds(true, [kind], false, []);

    private static CurveKinds Cycles(CycleBranchKind kind) => new(false, [], true, [kind]);
}
