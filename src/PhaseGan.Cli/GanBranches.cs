using System.Collections.Immutable;

namespace PhaseGan.Cli;

/// <summary>Branches through the fixed points of the training ODE.</summary>
internal static class GanBranches
{
    /// <summary>A fixed point this near to a branch lies on it: both are there to rounding.</summary>
    private const double SamePoint = 1e-7;

    /// <summary>The branches through the fixed points at a value, each once; of a family through one member.</summary>
    /// <param name="ode">The field at the value.</param>
    /// <param name="family">The fields over the parameter.</param>
    /// <param name="axis">Its range.</param>
    /// <param name="start">The value.</param>
    /// <param name="options">How branches are followed.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The branches, and why there is none through the other fixed points.</returns>
    public static (List<Branch> Branches, List<BranchEnd> Without) Find(ReducedOde ode, FieldFamily family, Axis axis, double start, BranchOptions options, CancellationToken cancellationToken)
    {
        List<Branch> branches = [];
        List<BranchEnd> without = [];
        foreach (FixedPointOrbit orbit in FixedPointFinder.Find(ode, cancellationToken: cancellationToken).Orbits)
        {
            ImmutableArray<ImmutableArray<double>> images = ReducedFixedPoints.Images(ode, orbit.Representative.Coordinates);
            bool isKnown = branches.SelectMany(b => b.At(start)).Any(p => images.Any(i => i.Zip(p.Coordinates, (x, y) => Math.Abs(x - y)).Max() <= SamePoint));
            if (isKnown)
                continue;
            Branch branch = Branch.OfFixedPoint(family, orbit.Representative, start, axis.Minimum, axis.Maximum, options, cancellationToken);
            if (branch.Points.IsEmpty)
                without.Add(branch.LastEnd);
            else
                branches.Add(branch);
        }
        return (branches, without);
    }
}
