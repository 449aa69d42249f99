namespace PhaseGan;

/// <summary>What <see cref="DataAverages"/> writes: the averages and, where there is room for them, their derivatives by the overlaps and by z.</summary>
internal ref struct AverageSums
{
    /// <summary>Most numbers that are taken from the stack at once: a megabyte is what a thread has.</summary>
    public const int StackNumbers = 1 << 14;

    /// <summary>g = ⟨c f⟩, length d.</summary>
    public Span<double> Pull;

    /// <summary>⟨f′⟩.</summary>
    public double Slope;

    /// <summary>⟨f²⟩.</summary>
    public double Square;

    /// <summary>∂g_ℓ/∂q_j at ℓd + j, length d²; empty if derivatives are not wanted.</summary>
    public Span<double> PullByOverlap;

    /// <summary>∂g_ℓ/∂z, length d or empty.</summary>
    public Span<double> PullByPower;

    /// <summary>∂⟨f′⟩/∂q_j, length d or empty.</summary>
    public Span<double> SlopeByOverlap;

    /// <summary>∂⟨f²⟩/∂q_j, length d or empty.</summary>
    public Span<double> SquareByOverlap;

    /// <summary>∂⟨f′⟩/∂z.</summary>
    public double SlopeByPower;

    /// <summary>∂⟨f²⟩/∂z.</summary>
    public double SquareByPower;

    /// <summary>γ⟨ρ²⟩ of a gradient penalty, by which w decays; 0 without one.</summary>
    public double Decay;

    /// <summary>∂(γ⟨ρ²⟩)/∂q_j, length d or empty.</summary>
    public Span<double> DecayByOverlap;

    /// <summary>∂(γ⟨ρ²⟩)/∂z.</summary>
    public double DecayByPower;

    /// <summary>Room for the averages alone.</summary>
    public AverageSums(Span<double> pull) => Pull = pull;

    /// <summary>Room for the averages and their derivatives.</summary>
    /// <param name="scratch">Length <see cref="Room"/>(d).</param>
    /// <param name="d">Number of features.</param>
    public AverageSums(Span<double> scratch, int d)
    {
        Pull = scratch[..d];
        PullByPower = scratch.Slice(d, d);
        SlopeByOverlap = scratch.Slice(2 * d, d);
        SquareByOverlap = scratch.Slice(3 * d, d);
        PullByOverlap = scratch.Slice(4 * d, d * d);
        DecayByOverlap = scratch.Slice(d * d + 4 * d, d);
    }

    /// <summary>Whether derivatives are wanted.</summary>
    public readonly bool HasDerivatives => !PullByOverlap.IsEmpty;

    /// <summary>Numbers that averages and derivatives take.</summary>
    public static int Room(int d) => d * d + 5 * d;

    /// <summary>Sets everything to one value.</summary>
    public void Fill(double value)
    {
        Pull.Fill(value);
        PullByOverlap.Fill(value);
        PullByPower.Fill(value);
        SlopeByOverlap.Fill(value);
        SquareByOverlap.Fill(value);
        Slope = Square = SlopeByPower = SquareByPower = value;
        DecayByOverlap.Clear();
        Decay = DecayByPower = 0;
    }

    /// <summary>Takes averages and derivatives from those of f = x to those of a response J f whose J is no function of f, but for the square.</summary>
    public void Respond(double factor)
    {
        Scale(factor);
        SquareByOverlap.Clear();
        SquareByPower = 0;
    }

    /// <summary>Takes the averages from those of f to those of factor · f.</summary>
    public void Scale(double factor)
    {
        Times(Pull, factor);
        Times(PullByOverlap, factor);
        Times(PullByPower, factor);
        Times(SlopeByOverlap, factor);
        Times(SquareByOverlap, factor * factor);
        (Slope, SlopeByPower) = (factor * Slope, factor * SlopeByPower);
        (Square, SquareByPower) = (factor * factor * Square, factor * factor * SquareByPower);

        static void Times(Span<double> values, double factor)
        {
            foreach (ref double value in values)
                value *= factor;
        }
    }
}
