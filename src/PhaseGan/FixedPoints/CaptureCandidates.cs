using System.Numerics;

namespace PhaseGan;

/// <summary>
/// Members of the families of fixed points of the reduced ODE, spread over each family: one feature at a fixed point of its own with one
/// generator column, every other feature held with overlap p by a frozen column (a column with r_ℓ = 0 that meets no active feature), and the
/// deceived states; with two features also all families, whole, and the points at which both columns are active; with more, nothing where
/// <see cref="ActiveFamilies"/> excludes every point.
/// </summary>
/// <remarks>
/// This is no complete list, and nothing is concluded from it alone: it decides how long a motion must have lasted before it is believed. Stability changes along a
/// family, and a family with only a short stable piece can still catch a motion that wanders for long. The deceived states are told by the trace of their transverse block, which is the same at
/// all of them: columns that mix features can share it out evenly, so that with two features or more a negative trace is reason enough.
/// </remarks>
internal static class CaptureCandidates
{
    /// <summary>Rates below this are not told from those of states that attract, however slowly.</summary>
    public const double Margin = 1e-7;

    /// <summary>Eigenvalues below this share of the Jacobian's size are those along families.</summary>
    private const double Neutral = 1e-7;

    /// <summary>Most ways of matching features with columns that are looked at.</summary>
    private const int MaxMatchings = 6;

    /// <summary>Members of a family on a first grid of overlaps, and steps of the golden section that follow it to the most stable one.</summary>
    private const int GridSteps = 8, SectionSteps = 11;

    /// <summary>Whether a stable member was found, or is to be feared.</summary>
    public static bool AnyMayAttract(ReducedOde ode)
    {
        GanParameters gan = ode.Parameters;
        int d = gan.FeatureCount;
        if (DeceivedTrace(gan) < Margin && (d > 1 || GrowthRate(ode, [1, 0, 0]) < Margin))
            return true;
        if (d == 2 && TwoFeatureFamilies.AnyMayAttract(ode))
            return true;
        if (d > 2 && !ActiveFamilies.AnyMayAttract(ode))
            return false;
        foreach (int[] matching in Matchings(d))
        {
            for (int i = 0; i < d; i++)
            {
                GanParameters pair = gan.With(realVariances: [gan.RealVariances[i]], fakeVariances: [gan.FakeVariances[matching[i]]]);
                foreach (FixedPointOrbit orbit in SingleFeature.FixedPoints(pair))
                {
                    if (orbit.Kind is not (FixedPointKind.Locked or FixedPointKind.Undeceived))
                        continue;
                    int active = i;
                    double Rate(double overlap) => GrowthRate(ode, State(ode, matching, overlap, active, orbit.Representative));
                    if (d == 1 ? Rate(1) < Margin : FallsBelowMargin(Rate))
                        return true;
                }
            }
        }
        return false;
    }

    /// <summary>Whether a function on [0, 1] falls below the margin: on a grid, then by golden section about its smallest value.</summary>
    private static bool FallsBelowMargin(Func<double, double> rate)
    {
        int best = 0;
        double smallest = double.PositiveInfinity;
        for (int k = 0; k <= GridSteps; k++)
        {
            double value = rate((double)k / GridSteps);
            if (value < Margin)
                return true;
            if (value < smallest)
                (best, smallest) = (k, value);
        }
        double low = Math.Max(0, best - 1.0) / GridSteps, high = Math.Min(GridSteps, best + 1.0) / GridSteps;
        return ScalarSearch.GoldenSection(low, high, SectionSteps, Margin, rate) < Margin;
    }

    /// <summary>The trace of the transverse block at any deceived state, over the sizes of its terms.</summary>
    public static double DeceivedTrace(GanParameters gan)
    {
        double size = 2 * gan.FeatureCount * gan.EffectiveNoise, trace = -size;
        for (int l = 0; l < gan.FeatureCount; l++)
        {
            trace += gan.RealVariances[l] - gan.FakeVariances[l] + gan.RateRatio * gan.FakeVariances[l];
            size += gan.RealVariances[l] + gan.FakeVariances[l] + gan.RateRatio * gan.FakeVariances[l];
        }
        return trace / size;
    }

    /// <summary>The smallest |x − Λ_l|/Λ_l: where it vanishes a rate at a deceived state does, and ways to it are long.</summary>
    public static double NearnessToALine(GanParameters gan)
    {
        double nearest = double.PositiveInfinity;
        foreach (double real in gan.RealVariances)
            nearest = Math.Min(nearest, Math.Abs(1 - gan.EffectiveNoise / real));
        return nearest;
    }

    /// <summary>Largest real part of the spectrum over the size of the Jacobian, eigenvalues that vanish (along the families) left out.</summary>
    private static double GrowthRate(ReducedOde ode, double[] y)
    {
        if (IArrowField.Of(ode) is { } arrow)
            return GrowthRate(arrow, y);
        int n = ode.Dimension;
        var jacobian = new double[n * n];
        ode.Jacobian(y, jacobian);
        double scale = VectorMath.Norm(jacobian);
        return EigenSolver.Eigenvalues(jacobian, n)?.Where(v => v.Magnitude > Neutral * scale).Max(v => v.Real) / scale ?? double.PositiveInfinity;
    }

    /// <summary>The same from the small blocks into which the Jacobian falls at these states, most of whose q and r vanish.</summary>
    private static double GrowthRate(IArrowField ode, double[] y)
    {
        var jacobian = new ArrowMatrix(ode.Pattern);
        ode.Jacobian(y, jacobian);
        double scale = jacobian.Norm, largest = double.NegativeInfinity;
        var alone = new List<int>();
        foreach (int[] block in jacobian.Components(alone))
        {
            var part = new double[block.Length * block.Length];
            jacobian.CopyTo(block, part);
            if (EigenSolver.Eigenvalues(part, block.Length) is not { } values)
                return double.PositiveInfinity;
            foreach (Complex value in values)
                if (value.Magnitude > Neutral * scale)
                    largest = Math.Max(largest, value.Real);
        }
        foreach (int other in alone)
            if (Math.Abs(jacobian.Diagonal[other]) > Neutral * scale)
                largest = Math.Max(largest, jacobian.Diagonal[other]);
        return largest / scale;
    }

    /// <summary>Feature i held by column matching[i] with the given overlap, except <paramref name="active"/>, which sits at a point of its own.</summary>
    private static double[] State(ReducedOde ode, int[] matching, double overlap, int active, FixedPoint point)
    {
        StateLayout at = ode.Layout;
        var y = new double[ode.Dimension];
        for (int i = 0; i < matching.Length; i++)
            y[at.P(i, matching[i])] = overlap;
        y[at.P(active, matching[active])] = point.Coordinates[0];
        y[at.Q(active)] = point.Coordinates[1];
        y[at.R(matching[active])] = point.Coordinates[2];
        return y;
    }

    private static IEnumerable<int[]> Matchings(int d)
    {
        int count = 0;
        var columns = Enumerable.Range(0, d).ToArray();
        return Permute(0);

        IEnumerable<int[]> Permute(int from)
        {
            if (from == d)
            {
                if (count++ < MaxMatchings)
                    yield return (int[])columns.Clone();
                yield break;
            }
            for (int k = from; k < d && count < MaxMatchings; k++)
            {
                (columns[from], columns[k]) = (columns[k], columns[from]);
                foreach (int[] matching in Permute(from + 1))
                    yield return matching;
                (columns[from], columns[k]) = (columns[k], columns[from]);
            }
        }
    }
}
