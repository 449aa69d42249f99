using System.Globalization;
using PhaseGan.Tests.Equations;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.Particles;

/// <summary>Laws of weights under separable penalties: particles against the ODE where it closes, against a grid, against training with vectors, and against what is known in closed form.</summary>
public sealed class ParticleTrainingTests(ITestOutputHelper output)
{
    private static readonly GanParameters s_two = new([2, 1], [1.5, 1], 0.3, 0.4, 1.6, 0.9);

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.7)]
    public void Squares_GiveTheOdeThatCloses(double weight)
    {
        // with unit norms squares do nothing; without them they are the regulariser with H' = 1
        bool unit = double.IsPositiveInfinity(weight);
        var rule = new TrainingRule { Strength = unit ? weight : 0 };
        var closed = new TrainingRule { Strength = weight, Regulariser = Regulariser.Custom(_ => 1, _ => 0) };
        var penalty = new SeparablePenalty
        {
            Discriminator = WeightPenalty.Squares,
            Generator = WeightPenalty.Custom(x => x),
            DiscriminatorWeight = unit ? 0.8 : weight,
            GeneratorWeight = unit ? 0.5 : weight,
        };
        MacroState start = SchemeComparison.Start(s_two);
        ParticlePath path = ParticleTraining.Run(s_two, penalty, start, rule, Options(20_000, 0.01, SchemeComparison.Times));
        IVectorField<MacroState> field = unit ? new GeneralOde(s_two) : MacroscopicOde.For(s_two, closed);
        Trajectory exact = DormandPrince.Integrate(field, start, path.Records[^1].Time);
        foreach (ParticleRecord record in path.Records)
        {
            double[] expected = exact.At(record.Time), found = field.Pack(record.State);
            for (int k = 0; k < expected.Length; k++)
                Assert.Equal(expected[k], found[k], 1e-4);
        }
        Assert.Equal(StopReason.EndReached, path.StopReason);
    }

    [Theory]
    [InlineData(0.4, 0.3)]
    [InlineData(0, 0.5)]
    public void RoundedAbsoluteValues_GiveTheLawOfAGrid(double weight, double generatorWeight)
    {
        const double P = 0.2, Q = 0.3, R = 0.1, Width = 0.3;
        var gan = new GanParameters([1.5], [1.2], 0.5, 0.3, 1.2, 0.8);
        double Slope(double x) => x / Math.Sqrt(x * x + Width * Width);
        var grid = new FiniteVolumes(gan, x => weight * Slope(x), x => generatorWeight * Slope(x), P, Q, R, 96, 5.5);
        var penalty = new SeparablePenalty
        {
            Discriminator = WeightPenalty.SmoothAbsolute(Width),
            DiscriminatorWeight = weight,
            Generator = WeightPenalty.SmoothAbsolute(Width),
            GeneratorWeight = generatorWeight,
        };
        ParticlePath path = ParticleTraining.Run(gan, penalty, One(P, Q, R), options: Options(50_000, 0.02, [1.5, 3]));
        double before = 0;
        foreach (ParticleRecord record in path.Records)
        {
            grid.Advance(record.Time - before, 0.02);
            before = record.Time;
            Near(grid.Moment((v, _) => v), record.State.P(0, 0), "P");
            Near(grid.Moment((_, w) => w), record.State.Q(0), "q");
            Near(grid.Moment((v, w) => v * w), record.State.R(0), "r");
            Near(grid.Moment((v, _) => v * v), record.State.S(0, 0), "S");
            Near(grid.Moment((_, w) => w * w), record.State.DiscriminatorPower, "z");
            Near(grid.Moment((_, w) => Math.Abs(w)), record.MeanAbsoluteDiscriminator, "E|w|");
            Near(grid.Moment((v, _) => Math.Abs(v)), record.MeanAbsoluteGenerator[0], "E|v|");
            Assert.Equal(grid.Moment((v, _) => v * v * v * v), record.GeneratorKurtosis[0], 0.05);
            Assert.Equal(grid.Moment((_, w) => w * w * w * w), record.DiscriminatorKurtosis, 0.05);
        }

        // the errors are those of the grid, 2e-3, and of the scatter, 1e-3
        void Near(double expected, double value, string name)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"t = {before}: {name} {expected:F5} {value:F5}"));
            Assert.Equal(expected, value, 4e-3);
        }
    }

    /// <summary>160 trainings at n = 200 and the particles; 6.5 standard errors, as for scaled gradients, and 8 for what is left out.</summary>
    [Fact]
    public void TrainingWithVectors_FollowsTheParticles_AndNotThoseWithoutAPenalty()
    {
        const double Weight = 1.5, GeneratorWeight = 0.8, Width = 0.3;
        double Slope(double x) => x / Math.Sqrt(x * x + Width * Width);
        double[][][] runs = SchemeComparison.Runs(160, seed => new SchemeTraining(s_two, 200, seed) { WeightSlope = x => Weight * Slope(x), GeneratorSlope = x => GeneratorWeight * Slope(x) });
        var penalty = new SeparablePenalty
        {
            Discriminator = WeightPenalty.SmoothAbsolute(Width),
            DiscriminatorWeight = Weight,
            Generator = WeightPenalty.SmoothAbsolute(Width),
            GeneratorWeight = GeneratorWeight,
        };
        double near = Worst(penalty), noGenerator = Worst(penalty with { GeneratorWeight = 0 }), noDiscriminator = Worst(penalty with { DiscriminatorWeight = 0 });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{near:F2}; without ψ {noGenerator:F1}, without φ {noDiscriminator:F1}"));
        Assert.True(near < 6.5, $"{near}");
        Assert.True(noGenerator > 8, $"{noGenerator}");
        Assert.True(noDiscriminator > 8, $"{noDiscriminator}");

        double Worst(SeparablePenalty of)
        {
            ParticlePath path = ParticleTraining.Run(s_two, of, SchemeComparison.Start(s_two), options: Options(30_000, 0.02, SchemeComparison.Times) with { Rows = RowLaw.Gaussian });
            var field = new ReducedOde(s_two);
            return SchemeComparison.Worst(runs, SchemeComparison.Times, time =>
            {
                ParticleRecord record = path.Records.Single(r => r.Time == time);
                return [.. field.Pack(record.State), .. record.MeanAbsoluteGenerator, record.MeanAbsoluteDiscriminator];
            });
        }
    }

    /// <summary>At P = 0 and with a generator at rest a feature is learned if and only if Λ &gt; x, whatever φ; |x| itself has the closed Gibbs law p ∝ exp((hw² − 2λ|w|)/τb).</summary>
    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    public void ThresholdOfLearning_IsThatWithoutAPenalty(double weight)
    {
        foreach (double side in (double[])[0.85, 1.15])
        {
            // x = 1
            var gan = new GanParameters([side], [1], 0.5, 1e-9, 1.4142135623730951, 1.4142135623730951);
            Assert.Equal(1, gan.EffectiveNoise, 1e-12);
            var penalty = new SeparablePenalty { DiscriminatorWeight = weight };
            ParticlePath path = ParticleTraining.Run(gan, penalty, One(0, 0.1, 0), options: Options(20_000, 0.02, [8, 20]));
            double early = path.Records[0].State.Q(0), late = path.Records[1].State.Q(0);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Λ = {side}x, λ_w = {weight}: q from {early:F4} to {late:F4}, E|w| {path.Records[1].MeanAbsoluteDiscriminator:F4}"));
            Assert.Equal(side > 1, late > early);
            if (side < 1)
                Assert.Equal(GibbsMean(weight, 1), path.Records[1].MeanAbsoluteDiscriminator, 5e-3);
        }
    }

    [Fact]
    public void AbsoluteValues_PutGeneratorWeightsAtZero_AndTheirLocalisationIsReported()
    {
        var gan = new GanParameters([1], [1], 0.3, 0.3, 0.8, 0.8);
        var penalty = new SeparablePenalty { GeneratorWeight = 0.4 };
        ParticlePath path = ParticleTraining.Run(gan, penalty, One(0.3, 0.2, 0.1), options: Options(20_000, 0.02, [0, 2, 60]) with { Rows = RowLaw.Sparse(4) });
        Assert.Equal(0, path.Records[0].GeneratorZeros[0]);
        Assert.InRange(path.Records[1].GeneratorZeros[0], 0.05, 0.9);
        output.WriteLine(path.ToString());
        foreach (ParticleRecord record in path.Records)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{record}, zeros {record.GeneratorZeros[0]:F3}, kurtosis of v {record.GeneratorKurtosis[0]:F2}"));

        // strong penalties on w, beyond √2 x, leave no normalisable law: the weight condenses
        ParticlePath strong = ParticleTraining.Run(gan, new SeparablePenalty { DiscriminatorWeight = 2 }, One(0.3, 0.2, 0.1), options: Options(20_000, 0.02, [0, 10, 40]));
        output.WriteLine(strong.ToString());
        Assert.NotNull(strong.LocalisedAt);
        ParticlePath weak = ParticleTraining.Run(gan, new SeparablePenalty { DiscriminatorWeight = 0.05 }, One(0.3, 0.2, 0.1), options: Options(20_000, 0.02, [0, 10, 40]));
        Assert.Null(weak.LocalisedAt);
    }

    [Fact]
    public void TheStart_HasItsMomentsToTheLastDigits_ForEveryLawOfRows()
    {
        MacroState start = SchemeComparison.Start(s_two);
        var field = new GeneralOde(s_two);
        foreach (RowLaw rows in (RowLaw[])[RowLaw.Gaussian, RowLaw.Signs, RowLaw.Sparse(3)])
        {
            ParticlePath path = ParticleTraining.Run(s_two, SeparablePenalty.None, start, options: Options(5000, 0.02, [0]) with { Rows = rows });
            double[] expected = field.Pack(start), found = field.Pack(path.Records[0].State);
            for (int k = 0; k < expected.Length; k++)
                Assert.Equal(expected[k], found[k], 1e-13);
            for (int l = 0; l < 2; l++)
                Assert.Equal(rows.IsGaussian ? 0 : 1.0 / rows.OneIn, rows.IsGaussian ? 0 : path.FeatureWeights(l).ToArray().Count(x => x != 0) / (double)path.Particles, 1e-12);
        }
    }

    [Fact]
    public void BadInput_AndWeightsWithoutBound_AreSaid()
    {
        MacroState start = SchemeComparison.Start(s_two);
        Assert.Contains("steps", Assert.Throws<ArgumentException>(() => ParticleTraining.Run(s_two, SeparablePenalty.None, start, options: Options(2000, 1e-7, [50]))).Message, StringComparison.Ordinal);
        Assert.Contains("memory", Assert.Throws<ArgumentException>(() =>
            ParticleTraining.Run(s_two, SeparablePenalty.None, start, new TrainingRule { Memory = new TrainingMemory { Average = 1 } })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowLaw.Sparse(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeparablePenalty { GeneratorWeight = -1 });
        Assert.Throws<ArgumentException>(() => new ParticleOptions { Times = [1, 1] });
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ParticleTraining.Run(s_two, SeparablePenalty.None, start, cancellationToken: source.Token));
        // no norm control at all, and a penalty that drives weights out
        var away = new SeparablePenalty { Discriminator = WeightPenalty.Custom(x => -x * x * x), DiscriminatorWeight = 5 };
        ParticlePath path = ParticleTraining.Run(s_two, away, start, new TrainingRule { Strength = 0 }, Options(2000, 0.05, [0, 50]));
        Assert.Equal(StopReason.NonFinite, path.StopReason);
        Assert.Single(path.Records);
    }

    /// <summary>E|w| of the Gibbs law of unit mean square, h found by bisection.</summary>
    private static double GibbsMean(double weight, double noise)
    {
        // temperature τb/2 = x: p ∝ exp((hw²/2 − λ|w|)/x)
        double low = -20, high = 0;
        for (int k = 0; k < 60; k++)
        {
            double h = 0.5 * (low + high);
            (low, high) = Moment(h, 2) > 1 ? (low, h) : (h, high);
        }
        return Moment(low, 1);

        double Moment(double h, int power)
        {
            double sum = 0, mass = 0;
            for (int i = 0; i < 200_000; i++)
            {
                double w = (i + 0.5) * 1e-4, p = Math.Exp((0.5 * h * w * w - weight * w) / noise);
                (sum, mass) = (sum + p * Math.Pow(w, power), mass + p);
            }
            return sum / mass;
        }
    }

    private static MacroState One(double p, double q, double r) => MacroState.Diagonal([p], [q], [r]);

    private static ParticleOptions Options(int particles, double step, IReadOnlyList<double> times) => new() { Particles = particles, TimeStep = step, Times = [.. times] };
}
