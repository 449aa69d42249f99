using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Steinmetz and Larter's model of the peroxidase–oxidase reaction (MatCont's SteLar, BifurcationKit's steinmetz), whose cycles grow and shrink a thousandfold in each of their segments. The rest with PHASEGAN_LONG_TESTS=1.</summary>
public sealed class PeroxidaseTests
{
    private const double At = 1.74;

    private static readonly FieldFamily s_family = FieldFamily.Of("k8", "k7", (k8, k7) => new Peroxidase(k7, k8));

    /// <summary>Single shooting finds the pair inside of the circle on one side, and outside on the other.</summary>
    [Fact]
    public void TheCycle_LosesItsStabilityToATorus_WhereShootingHasThePairOnTheCircle()
    {
        CycleSpecialPoint torus = Torus();
        Assert.True(torus.IsLocated && torus.Error < 1e-7);
        double k8 = torus.Parameters[0];
        Assert.True(Largest(k8 - 1e-4) < 1 && Largest(k8 + 1e-4) > 1);
        Assert.Equal(1, (Largest(k8 - 1e-4) + Largest(k8 + 1e-4)) / 2, 1e-4);
        Assert.True(torus.NormalForm!.Coefficient < 0 && torus.NormalForm.Error < 1e-4 * Math.Abs(torus.NormalForm.Coefficient));

        double Largest(double value)
        {
            LimitCycleSolution solution = LimitCycleSolver.Polish(new Peroxidase(At, value), [.. torus.Point], torus.Period);
            Assert.Equal(LimitCycleStatus.Converged, solution.Status);
            return solution.Cycle!.Multipliers.Max(v => v.Magnitude);
        }
    }

    /// <summary>The curve of tori in both parameters: BifurcationKit's shooting has the Chenciner point at k₇ ≈ 1.75205; the multipliers meet at 1 beyond.</summary>
    [SkippableFact]
    public void TheCurveOfTori_HasItsChencinerPoint_AndEndsWhereThePairMeets()
    {
        Skip.If(Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") != "1", "takes ten seconds; PHASEGAN_LONG_TESTS=1 asks for it");
        CycleSpecialPoint torus = Torus();
        CycleBranch curve = CycleBranch.OfBifurcation(CycleBranchKind.Tori, s_family, torus, [torus.Parameters[0], At], [0.7, 1.7], [1, 1.9]);
        Assert.Equal([CycleSpecialKind.Chenciner, CycleSpecialKind.Resonance11], curve.SpecialPoints.Select(s => s.Kind).OrderBy(k => k == CycleSpecialKind.Resonance11));
        CycleSpecialPoint chenciner = curve.SpecialPoints.First(s => s.Kind == CycleSpecialKind.Chenciner);
        // Kuznetsov's formula for maps, with differences of a return map on a plane across the cycle, changes its sign at 1.7574
        Assert.Equal(1.7574, chenciner.Parameters[1], 1e-4);
        Assert.Equal(1.75205490, chenciner.Parameters[1], 0.01);
        Assert.True(chenciner.Error < 1e-4);
        Assert.All(curve.Points.Where(p => p.Angle is not null), p => Assert.Equal(2, p.Multipliers.Count(v => Math.Abs(v.Magnitude - 1) < 1e-7)));
    }

    private static CycleSpecialPoint Torus()
    {
        const double Start = 0.907;
        LimitCycle cycle = LimitCycleSolver.Polish(new Peroxidase(At, Start), [5.845, 5.763, 0.00927, 0.1095], 14.6).Cycle!;
        CycleBranch branch = CycleBranch.OfCycle(s_family.Holding("k7", At), cycle, Start, 0.8, 1, new CycleBranchOptions { MaxPoints = 12 });
        return Assert.Single(branch.SpecialPoints, s => s.Kind == CycleSpecialKind.Torus);
    }

    private sealed class Peroxidase(double k7, double k8) : IVectorField
    {
        private const double K1 = 0.1631021, K2 = 1250, K3 = 0.046875, K4 = 20, K5 = 1.104, K6 = 0.001, Back7 = 0.1175;

        public int Dimension => 4;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            double first = K1 * y[0] * y[1] * y[2], second = K3 * y[0] * y[1] * y[3], pair = 2 * K2 * y[2] * y[2];
            (derivative[0], derivative[1]) = (k7 - Back7 * y[0] - first - second, k8 - first - second);
            (derivative[2], derivative[3]) = (first - pair + 2 * second - K4 * y[2] + K6, pair - second - K5 * y[3]);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            ReadOnlySpan<double> first = [K1 * y[1] * y[2], K1 * y[0] * y[2], K1 * y[0] * y[1], 0], second = [K3 * y[1] * y[3], K3 * y[0] * y[3], 0, K3 * y[0] * y[1]];
            for (int j = 0; j < 4; j++)
            {
                jacobian[j] = jacobian[4 + j] = -first[j] - second[j];
                (jacobian[8 + j], jacobian[12 + j]) = (first[j] + 2 * second[j], -second[j]);
            }
            jacobian[0] -= Back7;
            jacobian[10] -= 4 * K2 * y[2] + K4;
            jacobian[14] += 4 * K2 * y[2];
            jacobian[15] -= K5;
        }
    }
}
