using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// The random coefficients of one training step (5), given the overlaps q, r and z = w·w: with them the step reads
/// w′ = A w + U β − V γ + σ G, V′ = V + w δᵀ, where G is one standard normal n-vector.
/// </summary>
/// <remarks>
/// <para>
/// Exactness: the noise of a batch, g = (1/m) Σ_j (√η_T f_j a_j − √η_G f̃_j ã_j), enters the responses f_j, f̃_j only through the
/// scalars w·a_j and w·ã_j, which are independent N(0, z). Given them, g has the component κ/z along w with
/// κ = (1/m) Σ_j (√η_T f_j w·a_j − √η_G f̃_j w·ã_j), and across w it is Gaussian with the variance
/// s² = (1/m²) Σ_j (η_T f_j² + η_G f̃_j²): g = wκ/z + s(G − w(w·G)/z) in law. Hence σ = (τ/n)s and
/// A = 1 + ((τ/n)κ − σ w·G)/z. The generator needs no more of its noise than w·ã₁. What a gradient penalty takes from w along itself, γρ² a sample, is part of κ.
/// </para>
/// </remarks>
/// <typeparam name="T">The lanes.</typeparam>
internal readonly ref struct StepWeights<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>(τ/n)β, (τ/n)γ and δ, d numbers each.</summary>
    public readonly LaneSpan<T> Beta, Gamma, Delta;

    /// <summary>Lays the coefficients out.</summary>
    /// <param name="features">d.</param>
    /// <param name="memory">Memory for <see cref="Size"/> numbers.</param>
    public StepWeights(int features, LaneSpan<T> memory)
    {
        Beta = memory.Slice(0, features);
        Gamma = memory.Slice(features, features);
        Delta = memory.Slice(2 * features, features);
    }

    /// <summary>Numbers that the coefficients take: 3d.</summary>
    public static int Size(int features) => 3 * features;

    /// <summary>Computes the coefficients of one step.</summary>
    /// <param name="run">Sizes and rates.</param>
    /// <param name="rule">Losses.</param>
    /// <param name="codes">Laws of the codes.</param>
    /// <param name="q">q, d numbers.</param>
    /// <param name="r">r, d numbers.</param>
    /// <param name="norm">√z.</param>
    /// <param name="noise">Normals; <see cref="StepNumbers.ScalarNormals"/> are used.</param>
    /// <param name="sigma">Receives σ.</param>
    /// <returns>(τ/n)κ.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Draw<TRule, TCodes>(StepNumbers run, in TRule rule, in TCodes codes, LaneSpan<T> q, LaneSpan<T> r, T norm, StepNormals<T> noise, out T sigma)
        where TRule : struct, ITrainingRule
        where TCodes : struct, ICodeLaw
    {
        int d = run.Features, next = d + 1;
        ReadOnlySpan<double> realDeviations = run.RealDeviations, fakeDeviations = run.FakeDeviations;
        LaneSpan<T> beta = Beta, gamma = Gamma, delta = Delta;
        T realDeviation = T.All(run.RealNoiseDeviation), fakeDeviation = T.All(run.FakeNoiseDeviation), generatorDeviation = T.All(run.GeneratorNoiseDeviation);

        T projection = T.All(0);
        for (int l = 0; l < d; l++)
        {
            T code = codes.Fake(noise[l], fakeDeviations[l]);
            delta[l] = code;
            beta[l] = gamma[l] = T.All(0);
            projection = T.Fused(code, r[l], projection);
        }
        T response = T.All(run.GeneratorStep) * rule.GeneratorResponse(T.Fused(generatorDeviation, norm * noise[d], projection));
        for (int l = 0; l < d; l++)
            delta[l] *= response;

        T kappa = T.All(0), power = T.All(0);
        for (int sample = 0; sample < run.Batch; sample++)
        {
            projection = T.All(0);
            for (int l = 0; l < d; l++)
                projection = T.Fused(codes.Real(noise[next + l], realDeviations[l]), q[l], projection);
            T onW = realDeviation * norm * noise[next + d];
            response = rule.RealResponse(projection + onW, norm);
            if (rule.HasPenalty)
                kappa = T.MinusProduct(rule.Decay(projection + onW, real: true) * norm, norm, kappa);
            for (int l = 0; l < d; l++)
                beta[l] = T.Fused(codes.Real(noise[next + l], realDeviations[l]), response, beta[l]);
            kappa = T.Fused(response, onW, kappa);
            power = T.Fused(T.All(run.RealNoise) * response, response, power);
            next += d + 1;

            projection = T.All(0);
            for (int l = 0; l < d; l++)
                projection = T.Fused(codes.Fake(noise[next + l], fakeDeviations[l]), r[l], projection);
            onW = fakeDeviation * norm * noise[next + d];
            response = rule.FakeResponse(projection + onW, norm);
            if (rule.HasPenalty)
                kappa = T.MinusProduct(rule.Decay(projection + onW, real: false) * norm, norm, kappa);
            for (int l = 0; l < d; l++)
                gamma[l] = T.Fused(codes.Fake(noise[next + l], fakeDeviations[l]), response, gamma[l]);
            kappa = T.FusedMinus(response, onW, kappa);
            power = T.Fused(T.All(run.FakeNoise) * response, response, power);
            next += d + 1;
        }

        T scale = T.All(run.DiscriminatorStep / run.Batch);
        for (int l = 0; l < d; l++)
        {
            beta[l] *= scale;
            gamma[l] *= scale;
        }
        sigma = T.Sqrt(power) * scale;
        return kappa * scale;
    }
}
