namespace PhaseGan.Dynamics;

/// <summary>Watches the path of a set for a cycle, proves the cycle, and sees that the set enters the piece of a section from which everything converges to it.</summary>
internal sealed class CycleHunt
{
    /// <summary>Steps before the first look, and after which a point that the path has not come near again is given up for another.</summary>
    private const int FirstLook = 40, Patience = 250;

    /// <summary>How near the path must come to an earlier point, and how often a cycle is looked for.</summary>
    private const double Near = 0.15;

    private const int MostGuesses = 6, MostStepsOfAProof = 800;

    /// <summary>Steps for which a path that is in a piece already is followed to the smaller one that attracts: some twenty returns.</summary>
    private const int MostBeyond = 3000;

    /// <summary>Sizes of the piece of the section, one after the other; the first ones where returns do not contract so much that the path is soon near.</summary>
    private static readonly double[] s_large = [1e-3, 2e-4], s_small = [5e-5, 5e-6, 5e-7, 5e-8];

    /// <summary>Sizes where returns stretch so much before they shrink that their derivatives differ even over a small piece; they need a better point and smaller remainders.</summary>
    private static readonly double[] s_tiny = [5e-9, 5e-10, 5e-11];

    private const double TinyDistance = 1e-12, TinyRemainder = 1e-14;

    /// <summary>Returns with a larger row sum come near a cycle slowly.</summary>
    private const double SlowReturn = 0.05;

    private readonly ValidatedFlow _flow;
    private double[]? _anchor, _normal;
    private int _seen, _sinceAnchor, _guesses;

    /// <param name="flow">Carries what is looked at beside the path; not the one that carries the path.</param>
    public CycleHunt(ValidatedFlow flow)
    {
        _flow = flow;
    }

    /// <summary>A piece of a section that is proved to return into itself; null as long as there is none.</summary>
    public CycleProof? Proof { get; private set; }

    /// <summary>The same or a smaller piece whose returns are proved to contract; null where that was not proved.</summary>
    public CycleProof? Attracting { get; private set; }

    /// <summary>The piece through which the path is proved to pass: <see cref="Attracting"/> where it has come so near.</summary>
    public CycleCatch? Caught { get; private set; }

    /// <summary>Whether no more is to be expected than what <see cref="Caught"/> proves.</summary>
    public bool IsSettled => Caught is not null && (Attracting is null || Caught.Piece == Attracting);

    /// <summary>Looks at a step of the path.</summary>
    /// <param name="flow">What made the step.</param>
    /// <param name="before">The set before it.</param>
    /// <param name="after">The set after it.</param>
    /// <param name="h">Its length.</param>
    /// <returns>Whether the path has been followed far enough: it is <see cref="Caught"/>.</returns>
    public bool Look(ValidatedFlow flow, FlowSet before, FlowSet after, double h)
    {
        if (++_seen < FirstLook)
            return false;
        if (Proof is { } proof)
            return flow.Rise(proof.Point, proof.Normal, h) is { } rise && AtCrossing(before, rise) is { } crossing && VectorMath.Distance(crossing.Center, proof.Point) < Near && IsCaught(crossing, rise);
        if (_guesses >= MostGuesses)
            return false;
        if (_anchor is null || ++_sinceAnchor > Patience)
        {
            Anchor(after.Center);
            return false;
        }
        if (flow.Rise(_anchor, _normal, h) is not { } time || AtCrossing(before, time) is not { } set || !(VectorMath.Distance(set.Center, _anchor) < Near))
            return false;
        _guesses++;
        CycleGuess? guess = CycleGuess.From(_flow, set.Center, out _);
        if (guess is { Multiplier: < CycleGuess.Contracting })
            Prove(guess);
        if (Proof is not null)
            return IsCaught(set, time);
        Anchor(set.Center);
        return false;
    }

    private bool IsCaught(FlowSet set, double time)
    {
        CycleProof? piece = Attracting?.Holds(set) == true ? Attracting : Caught is null && Proof!.Holds(set) ? Proof : null;
        if (piece is not null)
            Caught = new CycleCatch(piece, _seen, time);
        return Caught is not null && (IsSettled || _seen > Caught.After + MostBeyond);
    }

    private void Prove(CycleGuess guess)
    {
        Prove(_flow, guess, [.. guess.Multiplier > SlowReturn ? s_large : [], .. s_small]);
        if (Attracting is not null)
            return;
        var flow = new ValidatedFlow(_flow.Tape, _flow.Order, TinyRemainder);
        CycleGuess? better = CycleGuess.From(flow, guess.Point, out _, TinyDistance);
        if (better is { Multiplier: < CycleGuess.Contracting })
            Prove(flow, better, s_tiny);
    }

    private void Prove(ValidatedFlow flow, CycleGuess guess, double[] sizes)
    {
        foreach (double size in sizes)
        {
            CycleProof? found = CycleProof.Try(flow, guess.Point, guess.Columns, guess.Time, size, MostStepsOfAProof, out _);
                Proof ??= found;
            Attracting = found?.Contraction is null ? null : found;
            if (Attracting is not null)
                return;
        }
    }

    private void Anchor(double[] point)
    {
        (_anchor, _normal, _sinceAnchor) = ([.. point], CycleGuess.Direction(_flow.Tape, point), 0);
    }

    /// <summary>The set carried on to a plane within the step.</summary>
    private FlowSet? AtCrossing(FlowSet before, double time)
    {
        FlowSet set = before.Copy();
        return _flow.Carry(set, time) ? set : null;
    }
}
