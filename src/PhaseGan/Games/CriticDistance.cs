using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The neural-net distance of two laws for linear discriminators D(x) = φ·x with ‖φ‖ ≤ R and a concave measuring function f: sup over φ of E f(D(x̃)) + E f(−D(x)) − 2f(0), x real and x̃ fake.
/// The problem is concave, so that the supremum is found and its error is known.
/// </summary>
/// <remarks>
/// Source: Arora, Ge, Liang, Ma and Zhang, <em>Generalization and equilibrium in generative adversarial nets</em> (ICML 2017), definition 2 and theorem 3.1: for a class with p parameters samples of
/// m ≫ p log p points have nearly the distance of their laws. The discriminator is large on fake data here, as in the games of this library. With f(t) = t the distance is R‖E x̃ − E x‖.
/// </remarks>
public sealed class CriticDistance
{
    private const int MostIterations = 20_000;

    /// <summary>Relative shortfall at which the search ends.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>Nodes of the sum that takes L from its gradient along a ray.</summary>
    private const int RayNodes = 24;

    /// <summary>Makes the class of discriminators.</summary>
    /// <param name="objective">f.</param>
    /// <param name="radius">R, finite and &gt; 0. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The objective is not defined or the radius outside its range.</exception>
    public CriticDistance(GanObjective objective, double radius = 1)
    {
        if (!Enum.IsDefined(objective))
            throw Guard.OutOfRange(nameof(objective), objective, "must be one of the defined objectives");
        (Objective, Radius) = (objective, Guard.Positive(radius, "a radius"));
    }

    /// <summary>f.</summary>
    public GanObjective Objective { get; }

    /// <summary>R.</summary>
    public double Radius { get; }

    /// <summary>The distance of N(μ, σ²I) and N(θ, σ²I).</summary>
    /// <param name="realMean">μ, length n ≥ 1, finite.</param>
    /// <param name="fakeMean">θ, length n, finite.</param>
    /// <param name="variance">σ², finite and ≥ 0.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public CriticDistanceValue OfNormals(IReadOnlyList<double> realMean, IReadOnlyList<double> fakeMean, double variance)
    {
        ArgumentNullException.ThrowIfNull(fakeMean);
        var game = new LinearGan(realMean, Objective, variance);
        int n = game.GeneratorDimension;
        Guard.Length(fakeMean.Count, n, "the mean of the fake data", nameof(fakeMean));
        for (int i = 0; i < n; i++)
            Guard.Finite(fakeMean[i], "an entry of a mean", $"fakeMean[{i}]");
        double[] y = new double[2 * n], v = new double[2 * n];
        for (int i = 0; i < n; i++)
            y[i] = fakeMean[i];
        return Maximise(n, Gradient, phi => AlongRay(phi, Gradient));

        void Gradient(double[] phi, double[] slope)
        {
            phi.CopyTo(y, n);
            game.Evaluate(y, v);
            Array.Copy(v, n, slope, 0, n);
        }
    }

    /// <summary>The distance of two samples.</summary>
    /// <param name="real">m ≥ 1 points of the same dimension n, finite.</param>
    /// <param name="fake">Points likewise, not necessarily as many.</param>
    /// <exception cref="ArgumentNullException">A list or a point is null.</exception>
    /// <exception cref="ArgumentException">Points differ in dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A list is empty or a coordinate is not finite.</exception>
    public CriticDistanceValue OfSamples(IReadOnlyList<double[]> real, IReadOnlyList<double[]> fake)
    {
        int n = SampleDistance.Check(real, fake);
        return Maximise(n, Gradient, phi => AlongRay(phi, Gradient));

        void Gradient(double[] phi, double[] slope)
        {
            Array.Clear(slope);
            AddSlope(fake, phi, 1, slope);
            AddSlope(real, phi, -1, slope);
        }
    }

    /// <summary>How far the distance of samples is from that of their laws: |d(P, Q) − d(P̂, Q̂)| over independent pairs of samples of N(μ, σ²I) and N(θ, σ²I).</summary>
    /// <param name="realMean">μ, length n ≥ 1, finite.</param>
    /// <param name="fakeMean">θ, length n, finite.</param>
    /// <param name="variance">σ², finite and ≥ 0.</param>
    /// <param name="samples">m ≥ 1: points in each sample.</param>
    /// <param name="runs">How many pairs, ≥ 2.</param>
    /// <param name="seed">The same seed gives the same samples.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The mean gap with its interval of 95 %.</returns>
    /// <exception cref="ArgumentNullException">A mean is null.</exception>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SampleMean Gap(
        IReadOnlyList<double> realMean, IReadOnlyList<double> fakeMean, double variance, int samples, int runs, int seed, CancellationToken cancellationToken = default)
    {
        double whole = OfNormals(realMean, fakeMean, variance).Value, deviation = Math.Sqrt(variance);
        Guard.AtLeast(samples, 1, "a number of points");
        Guard.AtLeast(runs, 2, "a number of runs");
        var random = new SplitMix(seed);
        var gaps = new double[runs];
        for (int k = 0; k < runs; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[][] real = Draw(ref random, realMean, deviation, samples), fake = Draw(ref random, fakeMean, deviation, samples);
            gaps[k] = Math.Abs(whole - OfSamples(real, fake).Value);
        }
        return SampleMean.Of(gaps);
    }

    /// <summary>f and R.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"distance for linear discriminators of norm at most {Radius}, {Objective} f");

    private static double[][] Draw(ref SplitMix random, IReadOnlyList<double> mean, double deviation, int samples)
    {
        var points = new double[samples][];
        for (int k = 0; k < samples; k++)
        {
            points[k] = new double[mean.Count];
            for (int i = 0; i < mean.Count; i++)
                points[k][i] = mean[i] + deviation * random.NextNormal();
        }
        return points;
    }

    private void AddSlope(IReadOnlyList<double[]> points, double[] phi, double sign, double[] slope)
    {
        Span<double> f = stackalloc double[1];
        foreach (double[] x in points)
        {
            ObjectiveAverages.Derivatives(Objective, sign * VectorMath.Dot(phi, x), 0, f);
            double weight = sign * f[0] / points.Count;
            for (int i = 0; i < x.Length; i++)
                slope[i] += weight * x[i];
        }
    }

    /// <summary>L(φ) − L(0) = ∫₀¹ ∇L(tφ)·φ dt by Gauss and Legendre's rule.</summary>
    private static double AlongRay(double[] phi, Action<double[], double[]> gradient)
    {
        var rule = new MathNet.Numerics.Integration.GaussLegendreRule(0, 1, RayNodes);
        double[] at = new double[phi.Length], slope = new double[phi.Length];
        double sum = 0;
        for (int k = 0; k < RayNodes; k++)
        {
            for (int i = 0; i < phi.Length; i++)
                at[i] = rule.Abscissas[k] * phi[i];
            gradient(at, slope);
            sum += rule.Weights[k] * VectorMath.Dot(slope, phi);
        }
        return sum;
    }

    /// <summary>
    /// Projected ascent with momentum, begun anew where the momentum points downhill (O'Donoghue and Candès, 2015), the step found by the slopes. For a concave L no φ in the ball is better than the last by more than
    /// R‖∇L‖ − ∇L·φ (Frank and Wolfe, 1956).
    /// </summary>
    private CriticDistanceValue Maximise(int n, Action<double[], double[]> gradient, Func<double[], double> value)
    {
        double[] phi = new double[n], look = new double[n], slope = new double[n], next = new double[n], after = new double[n];
        double step = 1, momentum = 1, shortfall = double.PositiveInfinity, first = 0;
        for (int k = 0; k < MostIterations; k++)
        {
            gradient(look, slope);
            shortfall = Radius * VectorMath.Norm(slope) - VectorMath.Dot(slope, look);
            first = Math.Max(first, shortfall);
            if (shortfall <= Tolerance * first)
                return new CriticDistanceValue(value(look), shortfall);
            step = Ascend(look, slope, next, after, gradient, step);
            double uphill = 0;
            for (int i = 0; i < n; i++)
                uphill += slope[i] * (next[i] - phi[i]);
            double later = uphill < 0 ? 1 : 0.5 * (1 + Math.Sqrt(1 + 4 * momentum * momentum)), share = uphill < 0 ? 0 : (momentum - 1) / later;
            for (int i = 0; i < n; i++)
                (look[i], phi[i]) = (next[i] + share * (next[i] - phi[i]), next[i]);
            IntoBall(look);
            momentum = later;
        }
        return new CriticDistanceValue(value(look), shortfall);
    }

    /// <summary>One projected step, halved until the slope there has turned by no more than the step allows: (∇L(y) − ∇L(x))·(y − x) ≥ −‖y − x‖²/h.</summary>
    private double Ascend(double[] at, double[] slope, double[] next, double[] after, Action<double[], double[]> gradient, double step)
    {
        for (step *= 1.5; ; step *= 0.5)
        {
            for (int i = 0; i < at.Length; i++)
                next[i] = at[i] + step * slope[i];
            IntoBall(next);
            gradient(next, after);
            double turn = 0, square = 0;
            for (int i = 0; i < at.Length; i++)
            {
                turn += (after[i] - slope[i]) * (next[i] - at[i]);
                square += (next[i] - at[i]) * (next[i] - at[i]);
            }
            if (turn >= -square / step || square == 0 || step < 1e-300)
                return step;
        }
    }

    private void IntoBall(double[] phi)
    {
        double norm = VectorMath.Norm(phi);
        for (int i = 0; norm > Radius && i < phi.Length; i++)
            phi[i] *= Radius / norm;
    }
}
