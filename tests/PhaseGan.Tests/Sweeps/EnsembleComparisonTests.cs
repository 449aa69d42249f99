using Xunit;

namespace PhaseGan.Tests.Sweeps;

public sealed class EnsembleComparisonTests
{
    private static readonly GanParameters Gan = new([5, 3], [4, 3], 0.2, 0.04, 2, 1);
    private static readonly MacroState Start = MacroState.NearOrigin(Gan, 0.3, 1);

    [Fact]
    public void Entries_AreTheOdeAndTheStatisticsOfTheReplicas_AtTheTimesOfTheRecords()
    {
        // n = 30 and times between steps: the ODE must be read at k/n, not at the time asked for.
        var options = new SimulationOptions { Dimension = 30, Replicas = 7, Seed = 3, Times = [0, 0.51, 2.02] };
        EnsembleComparison comparison = EnsembleComparison.Run(new GramSimulator(), Gan, Start, options);
        Ensemble ensemble = new GramSimulator().Run(Gan, Start, options);
        var ode = new ReducedOde(Gan);
        Trajectory path = DormandPrince.Integrate(ode, Start, 61 / 30.0);
        Assert.Equal(ode.CoordinateNames().AsEnumerable(), comparison.CoordinateNames);
        Assert.Equal((true, 3), (comparison.IsComplete, comparison.TimeCount));
        double[] steps = [0, 15, 61];
        for (int time = 0; time < 3; time++)
            for (int c = 0; c < 9; c++)
            {
                CoordinateComparison entry = comparison[time, c];
                Assert.Equal((steps[time] / 30, comparison.CoordinateNames[c]), (entry.Time, entry.Coordinate));
                Assert.Equal(path.At(steps[time] / 30)[c], entry.Ode, 1e-12);
                Assert.Equal((ensemble.Mean(time)[c], ensemble.StandardError(time)[c]), (entry.Mean, entry.StandardError));
                Assert.Equal(entry.Mean - entry.Ode, entry.Deviation);
                Assert.Equal(time == 0 ? 0 : entry.Deviation / entry.StandardError, entry.DeviationInStandardErrors);
            }
        Assert.Equal(comparison.Entries.Max(e => Math.Abs(e.Deviation)), Math.Abs(comparison.Largest.Deviation));
        Assert.Equal(comparison.Entries.Max(e => Math.Abs(e.DeviationInStandardErrors)), Math.Abs(comparison.LargestInStandardErrors!.Value.DeviationInStandardErrors));
    }

    [Fact]
    public void TheMeanOfTrainings_StaysWithinItsStandardErrorsOfTheOde_AndNotOfAnotherOde()
    {
        // Of 90 deviations of 200 replicas, t-distributed, one exceeds 6.5 less than once in 10⁶ runs; the mean's own O(1/n) is far below one standard error.
        var options = new SimulationOptions { Dimension = 20_000, Replicas = 200, Seed = 4, Times = SimulationOptions.EvenTimes(5, 10) };
        EnsembleComparison comparison = EnsembleComparison.Run(new GramSimulator(), Gan, Start, options);
        Assert.InRange(Math.Abs(comparison.LargestInStandardErrors!.Value.DeviationInStandardErrors), 0.5, 6.5);
        Assert.InRange(Math.Abs(comparison.Largest.Deviation), 1e-5, 0.01);

        EnsembleComparison wrong = EnsembleComparison.Of(comparison.Ensemble, MacroState.NearOrigin(Gan, 0.3, 2));
        Assert.True(Math.Abs(wrong.LargestInStandardErrors!.Value.DeviationInStandardErrors) > 50);
    }

    [Fact]
    public void OneTraining_IsComparedWithoutStandardErrors()
    {
        EnsembleComparison comparison = EnsembleComparison.Run(new GramSimulator(), Gan, Start, new SimulationOptions { Dimension = 1000, Times = [0, 1] });
        Assert.Null(comparison.LargestInStandardErrors);
        Assert.True(double.IsNaN(comparison.Largest.DeviationInStandardErrors));
        Assert.StartsWith("One training leaves the ODE's path by at most 0.", comparison.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", comparison.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void APathThatStopsEarly_IsReported_AndComparedAsFarAsItGoes()
    {
        Ensemble ensemble = new GramSimulator().Run(Gan, Start, new SimulationOptions { Dimension = 100, Replicas = 2, Times = [0, 1, 100] });
        EnsembleComparison comparison = EnsembleComparison.Of(ensemble, Start, new IntegrationOptions { MaxSteps = 40 });
        Assert.Equal((false, 2, StopReason.StepBudget), (comparison.IsComplete, comparison.TimeCount, comparison.Path.StopReason));
        Assert.EndsWith("(StepBudget)", comparison.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => comparison[2, 0]);
    }

    [Fact]
    public void ATableOfTrainings_HasTheTimesOfTheSteps_NotThoseAskedFor()
    {
        // n = 30: the records asked for at 0.51 and 2.02 are those after 15 and 61 steps.
        Ensemble ensemble = new GramSimulator().Run(Gan, Start, new SimulationOptions { Dimension = 30, Replicas = 2, FirstReplica = 5, Times = [0, 0.51, 2.02] });
        using var text = new StringWriter();
        ensemble.ToCsv(text);
        string[][] rows = [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(','))];
        Assert.Equal(["5", "5", "5", "6", "6", "6"], rows.Select(row => row[0]));
        Assert.Equal([0, 0.5, 61 / 30.0, 0, 0.5, 61 / 30.0], rows.Select(row => double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void WhereNothingCanBeCompared_TheComparisonSaysSo()
    {
        // one step of integration ends long before the only record
        Ensemble ensemble = new GramSimulator().Run(Gan, Start, new SimulationOptions { Dimension = 100, Replicas = 2, Times = [100] });
        EnsembleComparison comparison = EnsembleComparison.Of(ensemble, Start, new IntegrationOptions { MaxSteps = 1 });
        Assert.Equal((0, false), (comparison.TimeCount, comparison.IsComplete));
        Assert.Empty(comparison.Entries);
        Assert.Null(comparison.LargestInStandardErrors);
        Assert.StartsWith("No record can be compared with the ODE's path; the path ends at t = ", comparison.ToString(), StringComparison.Ordinal);
        Assert.Equal(comparison.ToString(), Assert.Throws<InvalidOperationException>(() => comparison.Largest).Message);
    }

    [Fact]
    public void ATrainingThatDiverges_LeavesTheRecordsBefore_AllOfThemNumbers()
    {
        var one = new GanParameters([2], [0.5], 0.2, 0.04, 0.3, 0.3);
        var rule = new TrainingRule { Strength = 1e4, Regulariser = Regulariser.Quadratic };
        MacroState start = MacroState.Diagonal([0.1], [0.1], [0.1]);
        foreach (Simulator simulator in new Simulator[] { new GramSimulator(rule), new MicroscopicSimulator(rule: rule), new MicroscopicSimulator(NoiseDrawing.Plain, rule) })
        {
            Ensemble Run(int threads, params double[] times) =>
                simulator.Run(one, start, new SimulationOptions { Dimension = 1000, Replicas = 10, FirstReplica = 3, Threads = threads, Times = [.. times] });
            Ensemble ensemble = Run(3, 0, 0.001, 20);
            Assert.NotNull(ensemble.Divergence);
            TrainingDivergence divergence = ensemble.Divergence.Value;
            Assert.Equal(divergence, Run(1, 0, 0.001, 20).Divergence);
            Assert.InRange(divergence.Replica, 3, 12);
            Assert.Equal(divergence.Step / 1000.0, divergence.Time);
            Assert.Equal([0L, 1L], ensemble.Steps.ToArray());
            Assert.Equal([0, 0.001], ensemble.Times.ToArray());
            for (int replica = 0; replica < 10; replica++)
                Assert.True(ensemble.State(1, replica).IsFinite);

            // the same replica by hand: finite up to the step before
            Training alone = simulator.Begin(one, start, new SimulationOptions { Dimension = 1000, FirstReplica = divergence.Replica });
            alone.Advance(divergence.Step - 1);
            Assert.False(alone.HasDiverged(0));
            alone.Advance(1);
            Assert.True(alone.HasDiverged(0));

            EnsembleComparison comparison = EnsembleComparison.Of(ensemble, start);
            Assert.Equal((2, false), (comparison.TimeCount, comparison.IsComplete));
            Assert.Contains($"replica {divergence.Replica} diverged at t = ", comparison.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", comparison.ToString(), StringComparison.Ordinal);
            Assert.Empty(Run(1, 20).Steps);
        }
    }

    [Fact]
    public void WithUnitNorms_VectorsTooLongForSquares_Diverge_AndDoNotBecomeZero()
    {
        var one = new GanParameters([1], [1], 0.2, 0.04, 1, 1);
        Response steep = Response.Custom(x => 1e170 * x, _ => 1e170);
        var rule = new TrainingRule { Loss = new GanLoss(steep, steep) };
        MacroState start = MacroState.Diagonal([0.1], [0.1], [0.1]);
        foreach (Simulator simulator in new Simulator[] { new GramSimulator(rule), new MicroscopicSimulator(rule: rule), new MicroscopicSimulator(NoiseDrawing.Plain, rule) })
            Assert.Equal(1, simulator.Run(one, start, new SimulationOptions { Dimension = 100, Times = [1] }).Divergence?.Step);
    }

    [Fact]
    public void ARecordAtTheStartAlone_DoesNotDeviate()
    {
        EnsembleComparison comparison = EnsembleComparison.Run(new GramSimulator(), Gan, Start, new SimulationOptions { Dimension = 100, Replicas = 3, Times = [0] });
        Assert.All(comparison.Entries, e => Assert.Equal(0, e.DeviationInStandardErrors));
        Assert.InRange(Math.Abs(comparison.Largest.Deviation), 0, 1e-14);
    }

    [Fact]
    public void BadInput_IsRefused_AndACancelledComparisonSaysSo()
    {
        Ensemble ensemble = new GramSimulator().Run(Gan, Start, new SimulationOptions { Dimension = 100, Times = [1] });
        Assert.Throws<ArgumentException>(() => EnsembleComparison.Of(ensemble, MacroState.Diagonal([0.1], [0.1], [0.1])));
        Assert.Throws<ArgumentNullException>(() => EnsembleComparison.Of(ensemble, null!));
        Assert.ThrowsAny<OperationCanceledException>(() => EnsembleComparison.Of(ensemble, Start, cancellationToken: new CancellationToken(true)));
    }
}
