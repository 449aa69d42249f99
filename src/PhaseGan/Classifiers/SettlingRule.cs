namespace PhaseGan;

/// <summary>
/// Decides from successive windows of one replica whether training has settled, and to what: at rest up to the noise of finite n, or in motion
/// that goes on.
/// </summary>
/// <remarks>
/// The noise of the steps, measured, makes a coordinate fluctuate with variance D/2σ where σ is the rate at which it is pulled back. The floor is D/2σ₀
/// with σ₀ the slowest rate to be resolved. Rest means: q and r fluctuate no more than the floor allows, and neither their means nor the
/// recoveries go anywhere, nor P, S and z. Motion means: a variance several times the floor in three successive windows at least, neither dying out nor
/// growing, to and fro, while the recoveries and the squared lengths S_ℓℓ and z go nowhere.
/// </remarks>
internal sealed class SettlingRule(double slowestRate)
{
    // Fluctuations at 1 floor would be those of a restoring rate of σ₀; between the two the next windows decide.
    private const double RestFloors = 2.5;
    private const double MotionFloors = 4;
    private const int MotionWindows = 3;
    private const double Steadiness = 4;
    private const int MotionCrossings = 5;

    // How far a mean may move from one window to the next before a coordinate goes somewhere, in units of lengths of vectors: a window lasts as long as
    // the slowest relaxation, so what moves by a part in a hundred still has about that much to go.
    private const double RestDistance = 0.01;
    private const double MotionDistance = 0.05;

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
        if (!LengthsStand(windows, count, RestDistance))
            return false;
        // States with q = r = 0 are a continuum: what noise does along it is slow and no sign of anything to come.
        return IsDeceived(windows[^1]) || (RecoveryStands(windows, count, RestDistance) && OverlapsStand(windows, count));
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
                if (count >= MotionWindows && crossings >= MotionCrossings
                    && RecoveryStands(windows, count, MotionDistance) && LengthsStand(windows, count, MotionDistance))
                    return true;
            }
        }
        return false;
    }

    private double Floor(SettlingWindow window, int c) => window.Diffusion[c] / (2 * slowestRate);

    /// <summary>Whether no S_ℓℓ and not z goes anywhere over the last windows, relative to what it is.</summary>
    private bool LengthsStand(IReadOnlyList<SettlingWindow> windows, int count, double distance)
    {
        for (int k = windows.Count - count + 1; k < windows.Count; k++)
            for (int c = 0; c < windows[k].Lengths.Mean.Length; c++)
                if (!Stands(windows[k - 1].Lengths, windows[k].Lengths, c, distance * windows[k].Lengths.Mean[c]))
                    return false;
        return true;
    }

    /// <summary>Whether no P_ij, and no S_ij off the diagonal, goes anywhere over the last windows, relative to the lengths of the columns.</summary>
    private bool OverlapsStand(IReadOnlyList<SettlingWindow> windows, int count)
    {
        for (int k = windows.Count - count + 1; k < windows.Count; k++)
        {
            SettlingWindow now = windows[k];
            int d = now.Recovery.Length, at = 0;
            for (; at < d * d; at++)
                if (!Stands(windows[k - 1].Overlaps, now.Overlaps, at, RestDistance * now.ColumnLength(at % d)))
                    return false;
            for (int i = 0; i < d; i++)
                for (int j = i + 1; j < d; j++, at++)
                    if (!Stands(windows[k - 1].Overlaps, now.Overlaps, at, RestDistance * now.ColumnLength(i) * now.ColumnLength(j)))
                        return false;
        }
        return true;
    }

    /// <summary>Whether a mean moved by no more than a distance, than the coordinate fluctuates within one window, or than its noise makes it.</summary>
    private bool Stands(RunningMoments before, RunningMoments now, int c, double distance)
    {
        double moved = Math.Abs(now.Mean[c] - before.Mean[c]);
        return moved <= distance
            || moved <= 2 * Math.Sqrt(Math.Min(before.Variance[c], now.Variance[c]))
            || moved * moved <= RestFloors * (now.Diffusion[c] + before.Diffusion[c]) / (2 * slowestRate);
    }

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
