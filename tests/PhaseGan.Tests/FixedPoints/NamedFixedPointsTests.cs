using Xunit;

namespace PhaseGan.Tests.FixedPoints;

public sealed class NamedFixedPointsTests
{
    public static TheoryData<double[], double[], FixedPointKind> Overlaps => new()
    {
        { [0, 0], [0, 0], FixedPointKind.Deceived },
        { [0.3, 0], [0, 0], FixedPointKind.DiscriminatorOnly },
        { [0, 0], [0, 0.4], FixedPointKind.Locked },
        { [0.3, 0], [0, 0.4], FixedPointKind.Undeceived },
    };

    [Theory]
    [MemberData(nameof(Overlaps))]
    public void EveryLayoutOfTheModel_CallsTheSameStateByTheSameName(double[] q, double[] r, FixedPointKind kind)
    {
        GanParameters gan = new([2, 1], [1.5, 1], 0.2, 0.1, 1, 1);
        var state = MacroState.Create([0.1, 0.2, -0.1, 0.3], q, r, [1, 0.1, 0.1, 1]);
        var general = new TrainingRule { Strength = 5 };
        IVectorField<MacroState>[] fields = [new ReducedOde(gan), new UnitNormOde(gan), new GeneralOde(gan, general), new SolvableGame([2, 1], [1.5, 1])];
        foreach (IVectorField<MacroState> field in fields)
            Assert.Equal(kind, FixedPoint.At(field, field.Pack(state)).Kind);
    }

    [Fact]
    public void TheSolvableGame_NamesItsPointsByDirections_WhateverTheLengths_AndItsRulesAgree()
    {
        var game = new SolvableGame([2], [1]);
        // V = U, w orthogonal to U and V: q = r = 0
        double[] deceived = [3, 0, 0, 0, 0.01, 0.02];
        Assert.Equal(FixedPointKind.Deceived, FixedPoint.At(game, deceived).Kind);
        Assert.Equal(FixedPointKind.Deceived, FixedPoint.At(GameRules.TwoTimeScales(game, 0.3), deceived).Kind);
        Assert.Equal(FixedPointKind.Deceived, FixedPoint.At(GameRules.Consensus(game, 0.1), deceived).Kind);
        Assert.Equal(FixedPointKind.Locked, game.KindOf([0, 1e-3, 0, 0, 5, 0]));
        Assert.Equal(FixedPointKind.DiscriminatorOnly, game.KindOf([0, 1e-3, 0, 7, 0, 0]));
        Assert.Equal(FixedPointKind.Other, game.KindOf([1, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void AFieldOfOverlapsThatNamesNothing_HasPointsOfNoKind_HoweverItsCoordinatesLie()
    {
        var field = new Reversed(new ReducedOde(new GanParameters([2], [1], 0.2, 0.1, 1, 1)));
        Assert.Equal(FixedPointKind.Other, FixedPoint.At(field, [0, 0.5, 0.3]).Kind);
    }

    [Fact]
    public void AModelOfYourOwn_NamesItsPointsInItsOwnWords_AndTheyAreOfNoKindOfTheGan()
    {
        FixedPointSearch search = FixedPointFinder.Find(new Hills(), [-2], [2.1]);
        Assert.Equal(["summit", "valley", "summit"], search.Orbits.OrderBy(o => o.Representative.Coordinates[0]).Select(o => o.Name));
        Assert.All(search.Orbits, o => Assert.Equal(FixedPointKind.Other, o.Kind));
    }

    /// <summary>dx/dt = x(x² − 1): at rest in the valley at 0 and on the summits at ±1.</summary>
    private sealed class Hills : INamedFixedPoints
    {
        public int Dimension => 1;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => derivative[0] = y[0] * (y[0] * y[0] - 1);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => jacobian[0] = 3 * y[0] * y[0] - 1;

        public string? NameOf(ReadOnlySpan<double> y) => Math.Abs(y[0]) < 0.5 ? "valley" : "summit";
    }

    /// <summary>The reduced ODE of one feature with its coordinates from last to first.</summary>
    private sealed class Reversed(ReducedOde ode) : IVectorField<MacroState>
    {
        public int Dimension => 3;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            ode.Evaluate([y[2], y[1], y[0]], derivative);
            (derivative[0], derivative[2]) = (derivative[2], derivative[0]);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            ode.Jacobian([y[2], y[1], y[0]], jacobian);
            jacobian.Reverse();
        }

        public double[] Pack(MacroState state) => [.. ode.Pack(state).Reverse()];

        public MacroState Unpack(ReadOnlySpan<double> y) => ode.Unpack([y[2], y[1], y[0]]);
    }
}
