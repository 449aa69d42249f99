namespace PhaseGan.Dynamics;

/// <summary>Watches the path of a set for a cycle, proves the cycle, and sees that the set enters the piece of a section from which everything converges to it.</summary>
internal sealed class CycleHunt
{
    /// <summary>Steps before the first look, and after which a point that the path has not come near again is given up for another.</summary>
    private const int FirstLook = 40, Patience = 250;

    /// <summary>How near the path must come to an earlier point, and how often a cycle is looked for.</summary>
    private const double Near = 0.15;

    private const int MostGuesses = 6, MostStepsOfAProof = 800;

    /// <summary>Returns with a larger row sum contract too little.</summary>
    private const double LargestMultiplier = 0.97;

    /// <summary>Sizes of the piece of the section, one after the other.</summary>
    private static readonly double[] s_sizes = [5e-5, 5e-6, 5e-7];

    private readonly TaylorTape _tape;
    private readonly int _order;
    private double[]? _anchor, _normal;
    private int _seen, _sinceAnchor, _guesses;

    /// <param name="tape">The field.</param>
    /// <param name="order">Order of the Taylor series.</param>
    public CycleHunt(TaylorTape tape, int order)
    {
        (_tape, _order) = (tape, order);
    }

    /// <summary>The cycle, once it is proved.</summary>
    public CycleProof? Proof { get; private set; }

    /// <summary>Steps that were taken beside the path.</summary>
    public int Steps { get; private set; }

    /// <summary>Looks at a step of the path.</summary>
    /// <param name="flow">What made the step.</param>
    /// <param name="before">The set before it.</param>
    /// <param name="after">The set after it.</param>
    /// <param name="h">Its length.</param>
    /// <returns>Whether the set is proved to converge to <see cref="Proof"/>.</returns>
    public bool Look(ValidatedFlow flow, FlowSet before, FlowSet after, double h)
    {
        if (++_seen < FirstLook)
            return false;
        if (Proof is { } proof)
            return flow.Rise(proof.Point, proof.Normal, h) is { } rise && AtCrossing(before, rise) is { } crossing && VectorMath.Distance(crossing.Center, proof.Point) < Near && proof.Holds(crossing);
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
        CycleGuess? guess = CycleGuess.From(_tape, _order, set.Center, out int steps);
        Steps += steps;
        if (guess is { Multiplier: < LargestMultiplier })
            foreach (double size in s_sizes)
            {
                Proof = CycleProof.Try(_tape, _order, guess.Point, guess.Columns, guess.Time, size, MostStepsOfAProof, out steps);
                Steps += steps;
                if (Proof is not null)
                    return Proof.Holds(set);
            }
        Anchor(set.Center);
        return false;
    }

    private void Anchor(double[] point)
    {
        (_anchor, _normal, _sinceAnchor) = ([.. point], CycleGuess.Direction(_tape, point), 0);
    }

    /// <summary>The set carried on to a plane within the step.</summary>
    private FlowSet? AtCrossing(FlowSet before, double time)
    {
        FlowSet set = before.Copy();
        return new ValidatedFlow(_tape, _order).Step(set, time) == time ? set : null;
    }
}
