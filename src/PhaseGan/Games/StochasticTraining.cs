using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Stochastic approximation with a rule's field: θ_{k+1} = θ_k + a_k (F_θ + M_k), ψ_{k+1} = ψ_k + b_k (F_ψ + M′_k), both from (θ_k, ψ_k), with schedules a_k and b_k
/// of steps and noise in the gradients, and the running average of the iterates.
/// </summary>
/// <remarks>
/// <para>
/// With a_k/b_k → 0 (<see cref="StepSchedule.IsSlowerThan"/>) this is the two time-scale update rule as its theorem has it: Heusel and others, <em>GANs trained by a two time-scale update rule converge to a local Nash
/// equilibrium</em> (NIPS 2017), theorem 1, after Borkar (1997). With constant steps it is what is done in practice, and iterates keep a distance from the equilibrium whose square is in proportion to the step.
/// </para>
/// <para>The same seed gives the same iterates, whatever else runs.</para>
/// </remarks>
public sealed class StochasticTraining
{
    /// <summary>Parameters larger than this have diverged.</summary>
    private const double Escape = 1e12;

    /// <summary>Steps between looks at whether the training was cancelled.</summary>
    private const int StepsBetweenLooks = 1024;

    private readonly IVectorField _field;
    private readonly int _split;

    /// <summary>Training of a generator and a discriminator.</summary>
    /// <param name="field">A game or a rule of <see cref="GameRules"/>.</param>
    /// <param name="generator">a_k.</param>
    /// <param name="discriminator">b_k.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public StochasticTraining(ITwoPlayerField field, StepSchedule generator, StepSchedule discriminator)
        : this(Guard.NotNull(field), field.GeneratorDimension, generator, discriminator)
    {
    }

    /// <summary>Training along any field whose first coordinates take steps of one schedule and the others of another, such as local symplectic surgery with its fast vector (<see cref="GameRules.TrackedSymplecticSurgery"/>).</summary>
    /// <param name="field">The field.</param>
    /// <param name="firstCoordinates">How many coordinates take steps of the first schedule, in [1, N].</param>
    /// <param name="first">a_k, for these.</param>
    /// <param name="others">b_k, for the others.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstCoordinates"/> is outside its range.</exception>
    public StochasticTraining(IVectorField field, int firstCoordinates, StepSchedule first, StepSchedule others)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(others);
        if (firstCoordinates < 1 || firstCoordinates > field.Dimension)
            throw Guard.OutOfRange(nameof(firstCoordinates), firstCoordinates, $"is a number of the field's coordinates and must lie in [1, {field.Dimension}]");
        (_field, _split, FirstSteps, OtherSteps) = (field, firstCoordinates, first, others);
    }

    /// <summary>a_k: steps of the generator, or of the first coordinates.</summary>
    public StepSchedule FirstSteps { get; }

    /// <summary>b_k: steps of the discriminator, or of the other coordinates.</summary>
    public StepSchedule OtherSteps { get; }

    /// <summary>The noise; none unless set.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public GradientNoise Noise
    {
        get;
        init => field = Guard.NotNull(value, nameof(Noise));
    } = GradientNoise.None;

    /// <summary>The iterate with which averaging begins, ≥ 0; 0 unless set. Averages of the first iterates remember the start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number.</exception>
    public long AverageFrom
    {
        get;
        init => field = Guard.AtLeast(value, 0, "the number of an iterate", nameof(AverageFrom));
    }

    /// <summary>Makes <paramref name="steps"/> steps.</summary>
    /// <param name="start">Parameters, length N, finite.</param>
    /// <param name="steps">How many, ≥ 1.</param>
    /// <param name="seed">The same seed gives the same noise.</param>
    /// <param name="recordEvery">Iterates 0, r, 2r, … and the last are kept; ≥ 1, or 0, the default, for the last alone beside the first.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <returns>The iterates that were kept. Where a parameter left [−10¹², 10¹²] or was not finite, training ends before that step.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="start"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="start"/> has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public StochasticPath Run(IReadOnlyList<double> start, long steps, int seed = 0, long recordEvery = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        int n = _field.Dimension;
        Guard.Length(start.Count, n, "the parameters", nameof(start));
        for (int i = 0; i < n; i++)
            Guard.Finite(start[i], "a parameter", $"start[{i}]");
        Guard.AtLeast(steps, 1, "a number of steps");
        Guard.AtLeast(recordEvery, 0, "a number of steps");
        var random = new SplitMix(seed);
        double[] y = [.. start], slope = new double[n], mean = new double[n];
        var path = new PathBuilder();
        double time = 0;
        for (long k = 0; ; k++)
        {
            if (k % StepsBetweenLooks == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (k >= AverageFrom)
                for (int i = 0; i < n; i++)
                    mean[i] += (y[i] - mean[i]) / (k - AverageFrom + 1);
            if (k == steps || (recordEvery > 0 ? k % recordEvery == 0 : k == 0))
                path.Add(k, time, y);
            if (k == steps)
                return path.Build(k >= AverageFrom ? mean : y, diverged: false);
            double a = FirstSteps.At(k), b = OtherSteps.At(k);
            _field.Evaluate(y, slope);
            if (!Advance(ref random, y, slope, a, b))
            {
                path.Add(k, time, y);
                return path.Build(k >= AverageFrom ? mean : y, diverged: true);
            }
            time += a;
        }
    }

    /// <summary>Trains several times with different noise: means of the parameters over the runs, with intervals.</summary>
    /// <param name="start">Parameters, length N, finite.</param>
    /// <param name="steps">How many, ≥ 1.</param>
    /// <param name="runs">How many, ≥ 2.</param>
    /// <param name="seed">The same seed gives the same ensemble; run j has the seed <paramref name="seed"/> + j.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentNullException"><paramref name="start"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="start"/> has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public StochasticEnsemble RunMany(IReadOnlyList<double> start, long steps, int runs, int seed = 0, CancellationToken cancellationToken = default)
    {
        Guard.AtLeast(runs, 2, "a number of runs");
        var paths = new StochasticPath[runs];
        for (int j = 0; j < runs; j++)
            paths[j] = Run(start, steps, unchecked(seed + j), 0, cancellationToken);
        StochasticPath[] arrived = [.. paths.Where(p => !p.Diverged)];
        return new StochasticEnsemble(
            runs, runs - arrived.Length, Means(arrived, p => p.End), Means(arrived, p => p.AverageEnd), Means(arrived, p => [.. p.End.Select(v => v * v)]));
    }

    /// <summary>One step; false where a parameter would leave the range.</summary>
    private bool Advance(ref SplitMix random, double[] y, double[] slope, double a, double b)
    {
        for (int i = 0; i < y.Length; i++)
        {
            double force = slope[i];
            if (!Noise.IsZero)
                force += (Noise.Additive + Noise.Multiplicative * Math.Abs(force)) * random.NextNormal();
            slope[i] = y[i] + (i < _split ? a : b) * force;
            if (!(Math.Abs(slope[i]) <= Escape))
                return false;
        }
        slope.CopyTo(y, 0);
        return true;
    }

    private ImmutableArray<SampleMean> Means(StochasticPath[] paths, Func<StochasticPath, ImmutableArray<double>> value)
    {
        if (paths.Length < 2)
            return [];
        return [.. Enumerable.Range(0, _field.Dimension).Select(i => SampleMean.Of([.. paths.Select(p => value(p)[i])]))];
    }

    /// <summary>Field and schedules.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"stochastic steps {FirstSteps} and {OtherSteps} of {_field}, noise {Noise}");

    private sealed class PathBuilder
    {
        private readonly ImmutableArray<long>.Builder _steps = ImmutableArray.CreateBuilder<long>();
        private readonly ImmutableArray<double>.Builder _times = ImmutableArray.CreateBuilder<double>();
        private readonly ImmutableArray<ImmutableArray<double>>.Builder _states = ImmutableArray.CreateBuilder<ImmutableArray<double>>();

        public void Add(long step, double time, double[] y)
        {
            if (_steps.Count > 0 && _steps[^1] == step)
                return;
            _steps.Add(step);
            _times.Add(time);
            _states.Add([.. y]);
        }

        public StochasticPath Build(double[] average, bool diverged) => new(_steps.ToImmutable(), _times.ToImmutable(), _states.ToImmutable(), [.. average], diverged);
    }
}
