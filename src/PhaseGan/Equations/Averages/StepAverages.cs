namespace PhaseGan;

/// <summary>
/// The averages of one kind of data that the discriminator's step is made of, where its response is f_e = j f − κzρρ′ (κ = γ_T for real data, −γ_G for fake): g, ⟨f_e′⟩, ⟨f_e²⟩ and the decay γ⟨ρ²⟩.
/// </summary>
/// <remarks>
/// The factor z is a coordinate of the state, so nothing is averaged but fixed functions: f, φ = ρρ′, f + φ, which has ⟨fφ⟩ in its square, and ρ.
/// </remarks>
internal sealed class StepAverages
{
    private readonly double _multiplier;

    /// <summary>κ.</summary>
    private readonly double _bend;
    private readonly DataAverages? _curve, _both, _slope;

    /// <param name="response">f or f̃.</param>
    /// <param name="multiplier">j.</param>
    /// <param name="bend">κ: γ_T for real data, −γ_G for fake.</param>
    /// <param name="penalty">ρ and ρρ′.</param>
    /// <param name="law">The law of the codes.</param>
    /// <param name="variances">Λ or Λ̃.</param>
    /// <param name="noise">η_T or η_G, instance noise included.</param>
    public StepAverages(Response response, double multiplier, double bend, GradientPenalty penalty, LatentLaw law, IReadOnlyList<double> variances, double noise)
    {
        (_multiplier, _bend) = (multiplier, bend);
        Plain = new DataAverages(response, law, variances, noise);
        if (bend == 0)
            return;
        _curve = new DataAverages(penalty.Curve, law, variances, noise);
        _both = new DataAverages(SumResponse.Of(response, penalty.Curve), law, variances, noise);
        _slope = penalty.Slope.Equals(penalty.Curve) ? _curve : new DataAverages(penalty.Slope, law, variances, noise);
    }

    /// <summary>The averages of f.</summary>
    public DataAverages Plain { get; }

    /// <summary>Whether f_e is f.</summary>
    public bool IsPlain => _multiplier == 1 && _bend == 0;

    /// <summary>Writes the averages and, if there is room for them, their derivatives.</summary>
    public void Evaluate(scoped ReadOnlySpan<double> overlaps, double power, ref AverageSums sums)
    {
        Plain.Evaluate(overlaps, power, ref sums);
        if (_multiplier != 1)
            sums.Scale(_multiplier);
        if (_bend != 0)
            AddPenalty(overlaps, power, ref sums);
    }

    private void AddPenalty(scoped ReadOnlySpan<double> overlaps, double power, ref AverageSums sums)
    {
        int d = overlaps.Length;
        int room = sums.HasDerivatives ? AverageSums.Room(d) : d;
        Span<double> scratch = 4 * room <= AverageSums.StackNumbers ? stackalloc double[4 * room] : new double[4 * room];
        AverageSums plain = New(scratch, 0, sums.HasDerivatives), curve = New(scratch, 1, sums.HasDerivatives), both = New(scratch, 2, sums.HasDerivatives), slope = New(scratch, 3, sums.HasDerivatives);
        Plain.Evaluate(overlaps, power, ref plain);
        _curve!.Evaluate(overlaps, power, ref curve);
        _both!.Evaluate(overlaps, power, ref both);
        _slope!.Evaluate(overlaps, power, ref slope);

        // f_e = j f − a φ with a = κz
        double a = _bend * power, cross = -2 * _multiplier * a, decay = Math.Abs(_bend);
        double product = 0.5 * (both.Square - plain.Square - curve.Square);
        for (int l = 0; l < d; l++)
            sums.Pull[l] -= a * curve.Pull[l];
        sums.Slope -= a * curve.Slope;
        sums.Square += cross * product + a * a * curve.Square;
        sums.Decay = decay * slope.Square;
        if (!sums.HasDerivatives)
            return;
        for (int l = 0; l < d; l++)
        {
            sums.PullByPower[l] -= a * curve.PullByPower[l] + _bend * curve.Pull[l];
            sums.SlopeByOverlap[l] -= a * curve.SlopeByOverlap[l];
            sums.SquareByOverlap[l] += 0.5 * cross * (both.SquareByOverlap[l] - plain.SquareByOverlap[l] - curve.SquareByOverlap[l]) + a * a * curve.SquareByOverlap[l];
            sums.DecayByOverlap[l] = decay * slope.SquareByOverlap[l];
        }
        for (int k = 0; k < d * d; k++)
            sums.PullByOverlap[k] -= a * curve.PullByOverlap[k];
        sums.SlopeByPower -= a * curve.SlopeByPower + _bend * curve.Slope;
        sums.SquareByPower += 0.5 * cross * (both.SquareByPower - plain.SquareByPower - curve.SquareByPower) + a * a * curve.SquareByPower
            - 2 * _multiplier * _bend * product + 2 * a * _bend * curve.Square;
        sums.DecayByPower = decay * slope.SquareByPower;

        AverageSums New(Span<double> memory, int at, bool derivatives) =>
            derivatives ? new AverageSums(memory.Slice(at * room, room), d) : new AverageSums(memory.Slice(at * room, d));
    }
}
