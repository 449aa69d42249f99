using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches of members of the GAN's families of fixed points, against closed forms.</summary>
public sealed class GanFamilyTests
{
    private static readonly GanParameters s_two = new([5, 3], [5, 3], 0.2, 0.2, 1, 1);

    /// <summary>At P = I the traces αΛ_ℓ − 2x vanish at α = 0.4/5 and 0.4/3; of the other members the trace has another sign.</summary>
    [Fact]
    public void PerfectRecoveryWithTwoFeatures_LosesItsStabilityAt0Point08_AsOneMemberOfItsFamily()
    {
        Branch branch = Branch.OfFixedPoint(Alpha(s_two), [1, 0, 0, 1, 0, 0, 0, 0, 0], 0.03, 0.02, 0.2);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.All(branch.Points, p => Assert.Equal((5, 4), (p.FamilyDimension, p.Eigenvalues.Length)));
        Assert.All(branch.Points, p => Assert.Equal([1.0, 0, 0, 1, 0, 0, 0, 0, 0], p.Coordinates.ToArray()));
        Assert.Equal([SpecialKind.Hopf, SpecialKind.Hopf], branch.SpecialPoints.Select(s => s.Kind));
        Assert.Equal([0.08, 0.4 / 3], branch.SpecialPoints.Select(s => s.Parameters[0]), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.All(branch.SpecialPoints, s => Assert.Equal((false, 5), (s.IsOfWholeFamily, s.FamilyDimension)));
        Assert.All(branch.SpecialPoints, s => Assert.True(s.NormalForm is null && s.Continuations.IsEmpty));
        Assert.Equal([(0, 2), (2, 4)], branch.SpecialPoints.Select(s => s.Unstable));
        Assert.True(branch.IsAccounted);
    }

    /// <summary>With one feature the trace αΛ̃ − 2x does not know P, and the determinant vanishes at α = 1 + x/Λ̃ − P²Λ/(Λ − x), of this P alone.</summary>
    [Fact]
    public void TheDeceivedLineOfOneFeature_CrossesAsAWholeWithItsPair_AndMemberByMemberWithItsDeterminant()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1, 1);
        Branch branch = Branch.OfFixedPoint(Alpha(gan), [0.9, 0, 0], 0.1, 0.05, 3);
        SpecialPoint hopf = Assert.Single(branch.SpecialPoints, s => s.Kind == SpecialKind.Hopf), zero = Assert.Single(branch.SpecialPoints, s => s.Kind == SpecialKind.BranchPoint);
        Assert.Equal(0.4, hopf.Parameters[0], 1e-12);
        Assert.Equal((true, 1), (hopf.IsOfWholeFamily, hopf.FamilyDimension));
        Assert.Equal(1.2 - 0.81 / 0.8, zero.Parameters[0], 1e-12);
        Assert.Equal(false, zero.IsOfWholeFamily);
        Assert.Empty(zero.Continuations);
    }

    /// <summary>u = (Λ̃(1 − α) + x)/(Λ̃(A − α)), A = 1 − τη/2, along the Locked families; N − k transverse eigenvalues are left.</summary>
    [Fact]
    public void TheFamiliesOfTwoFeatures_KeepTheirDimensions_AndTheirClosedForms()
    {
        FieldFamily family = Alpha(s_two);
        var ode = (ReducedOde)family.At(2.0);
        FixedPointOrbit[] orbits = [.. FixedPointFinder.Find(ode).Orbits.Where(o => o.FamilyDimension is 1 or 2)];
        Assert.Equal(6, orbits.Length);
        foreach (FixedPointOrbit orbit in orbits)
        {
            Branch branch = Branch.OfFixedPoint(family, orbit.Representative, 2, 1.5, 3);
            Assert.Contains(branch.Points, p => p.Parameters[0] == 2);
            Assert.All(branch.Points, p => Assert.Equal((orbit.FamilyDimension, 9 - orbit.FamilyDimension), (p.FamilyDimension, p.Eigenvalues.Length)));
            if (orbit.FamilyDimension == 1)
                continue;
            Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
            int column = Math.Abs(orbit.Representative.Coordinates[6]) > 0.1 ? 0 : 1;
            double fake = column == 0 ? 5 : 3;
            Assert.All(branch.Points, p => Assert.Equal((fake * (1 - p.Parameters[0]) + 0.2) / (fake * (0.9 - p.Parameters[0])), Math.Pow(p.Coordinates[6 + column], 2), 1e-12));
        }
    }

    private static FieldFamily Alpha(GanParameters gan) => FieldFamily.Of("alpha", a => new ReducedOde(gan.With(rateRatio: a)));
}
