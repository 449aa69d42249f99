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
/// A = 1 + ((τ/n)κ − σ w·G)/z. The generator needs no more of its noise than w·ã₁.
/// </para>
/// </remarks>
internal static unsafe class StepWeights
{
    /// <summary>Room for β, γ, δ in numbers of one type: 3d.</summary>
    public static int Size(int features) => 3 * features;

    /// <summary>Computes the coefficients of one step.</summary>
    /// <param name="run">Sizes and rates.</param>
    /// <param name="rule">Losses.</param>
    /// <param name="codes">Laws of the codes.</param>
    /// <param name="q">q, d numbers.</param>
    /// <param name="r">r, d numbers.</param>
    /// <param name="norm">√z.</param>
    /// <param name="noise">Normals, <paramref name="stride"/> numbers apart; <see cref="StepNumbers.ScalarNormals"/> are used.</param>
    /// <param name="stride">Distance of one normal to the next.</param>
    /// <param name="weights">Receives (τ/n)β, (τ/n)γ, δ, d numbers each.</param>
    /// <param name="along">Receives (τ/n)κ.</param>
    /// <param name="sigma">Receives σ.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Draw<T, TRule, TCodes>(
        StepNumbers run, in TRule rule, in TCodes codes, T* q, T* r, T norm, double* noise, int stride, T* weights, out T along, out T sigma)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
        where TCodes : struct, ICodeLaw
    {
        int d = run.Features;
        double* realDeviations = run.RealDeviations;
        double* fakeDeviations = run.FakeDeviations;
        T* beta = weights;
        T* gamma = beta + d;
        T* delta = gamma + d;
        T realDeviation = T.All(run.RealNoiseDeviation);
        T fakeDeviation = T.All(run.FakeNoiseDeviation);

        T projection = T.All(0);
        for (int l = 0; l < d; l++, noise += stride)
        {
            T code = codes.Fake(T.Load(noise), fakeDeviations[l]);
            delta[l] = code;
            beta[l] = gamma[l] = T.All(0);
            projection = T.PlusProduct(code, r[l], projection);
        }
        T response = T.All(run.GeneratorStep) * rule.FakeResponse(T.PlusProduct(fakeDeviation, norm * T.Load(noise), projection));
        noise += stride;
        for (int l = 0; l < d; l++)
            delta[l] *= response;

        T kappa = T.All(0);
        T power = T.All(0);
        for (int sample = 0; sample < run.Batch; sample++)
        {
            double* from = noise;
            projection = T.All(0);
            for (int l = 0; l < d; l++, noise += stride)
                projection = T.PlusProduct(codes.Real(T.Load(noise), realDeviations[l]), q[l], projection);
            T onW = realDeviation * norm * T.Load(noise);
            noise += stride;
            response = rule.RealResponse(projection + onW);
            for (int l = 0; l < d; l++, from += stride)
                beta[l] = T.PlusProduct(codes.Real(T.Load(from), realDeviations[l]), response, beta[l]);
            kappa = T.PlusProduct(response, onW, kappa);
            power = T.PlusProduct(T.All(run.RealNoise) * response, response, power);

            from = noise;
            projection = T.All(0);
            for (int l = 0; l < d; l++, noise += stride)
                projection = T.PlusProduct(codes.Fake(T.Load(noise), fakeDeviations[l]), r[l], projection);
            onW = fakeDeviation * norm * T.Load(noise);
            noise += stride;
            response = rule.FakeResponse(projection + onW);
            for (int l = 0; l < d; l++, from += stride)
                gamma[l] = T.PlusProduct(codes.Fake(T.Load(from), fakeDeviations[l]), response, gamma[l]);
            kappa = T.MinusProduct(response, onW, kappa);
            power = T.PlusProduct(T.All(run.FakeNoise) * response, response, power);
        }

        T scale = T.All(run.DiscriminatorStep / run.Batch);
        for (int l = 0; l < d; l++)
        {
            beta[l] *= scale;
            gamma[l] *= scale;
        }
        along = kappa * scale;
        sigma = T.Sqrt(power) * scale;
    }
}
