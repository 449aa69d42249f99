namespace PhaseGan;

/// <summary>
/// Decides from successive windows of one replica whether training has settled, and to what: at rest up to the noise of finite n, or in motion
/// that goes on.
/// </summary>
/// <remarks>
/// The noise of the steps, measured, makes a coordinate fluctuate with variance D/2σ where σ is the rate at which it is pulled back. The floor is D/2σ₀
/// with σ₀ the slowest rate to be resolved. Rest means: q and r fluctuate no more than the floor allows, and neither their means nor the
/// recoveries go anywhere. Motion means: a variance several times the floor in three successive windows at least, neither dying out nor growing, to
/// and fro, while the recoveries go nowhere.
/// </remarks>
internal sealed class SettlingRule(double slowestRate)
{
    // Fluctuations at 1 floor would be those of a restoring rate of σ₀; between the two the next windows decide.
    private const double RestFloors = 2.5;
    private const double MotionFloors = 4;
    private const int MotionWindows = 3;
    private const double Steadiness = 4;
    private const int MotionCrossings = 5;

    /// <summary>Whether the last windows are at rest: that many, two at least.</summary>
    public bool IsAtRest(IReadOnlyList<SettlingWindow> windows, int count)
    {
        if (windows.Count < count)
            return false;
        for (int k = windows.Count - count; k < windows.Count; k++)
        {
            SettlingWindow window = windows[k];
            for (int c = 0; c < window.Variance.Length; c++)
                if (window.Variance[c] > RestFloors * Floor(window, c))
                    return false;
            if (k == windows.Count - count)
                continue;
            SettlingWindow before = windows[k - 1];
            for (int c = 0; c < window.Mean.Length; c++)
            {
                double moved = window.Mean[c] - before.Mean[c];
                if (moved * moved > RestFloors * (Floor(window, c) + Floor(before, c)))
                    return false;
            }
        }
        // States with q = r = 0 are a continuum: what noise does along it is slow and no sign of anything to come.
        return IsDeceived(windows[^1]) || RecoveryStands(windows, count, 0.01);
    }

    /// <summary>Whether q and r are zero up to the noise.</summary>
    public bool IsDeceived(SettlingWindow window)
    {
        for (int c = 0; c < window.Mean.Length; c++)
            if (window.Mean[c] * window.Mean[c] + window.Variance[c] > RestFloors * Floor(window, c))
                return false;
        return true;
    }

    /// <summary>|q|² of the mean q as far as it stands out of the noise: 0 where it does not.</summary>
    public double DiscriminatorPower(SettlingWindow window)
    {
        double power = 0;
        for (int l = 0; l < window.Recovery.Length; l++)
            if (window.Mean[l] * window.Mean[l] > RestFloors * Floor(window, l))
                power += window.Mean[l] * window.Mean[l];
        return power;
    }

    /// <summary>Whether some coordinate has kept moving up to now.</summary>
    public bool IsInMotion(IReadOnlyList<SettlingWindow> windows)
    {
        for (int c = 0; c < windows[^1].Variance.Length; c++)
        {
            double low = double.PositiveInfinity, high = 0;
            int crossings = 0, count = 0;
            for (int k = windows.Count - 1; k >= 0 && windows[k].Variance[c] > MotionFloors * Floor(windows[k], c); k--)
            {
                double variance = windows[k].Variance[c];
                (low, high) = (Math.Min(low, variance), Math.Max(high, variance));
                if (high > Steadiness * low)
                    break;
                crossings += windows[k].Crossings[c];
                count++;
                if (count >= MotionWindows && crossings >= MotionCrossings && RecoveryStands(windows, count, 0.05))
                    return true;
            }
        }
        return false;
    }

    private double Floor(SettlingWindow window, int c) => window.Diffusion[c] / (2 * slowestRate);

    /// <summary>Whether no √ρ_ℓ goes on moving over the last windows: by no more than it fluctuates within one, or than a small distance.</summary>
    private static bool RecoveryStands(IReadOnlyList<SettlingWindow> windows, int count, double distance)
    {
        SettlingWindow last = windows[^1], first = windows[^count];
        for (int l = 0; l < last.Root.Length; l++)
            if (Math.Abs(last.Root[l] - first.Root[l]) > Math.Max(distance, 2 * Math.Min(last.RootSpread[l], first.RootSpread[l])))
                return false;
        return true;
    }
}
