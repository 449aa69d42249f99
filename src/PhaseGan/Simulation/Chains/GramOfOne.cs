using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The step of <see cref="GramKernel"/> with one feature and vectors of unit length, as straight lines: the same operations in the same order, and so the same bits.</summary>
internal static class GramOfOne
{
    /// <summary>Advances a state by one step.</summary>
    /// <param name="run">Sizes and rates.</param>
    /// <param name="rule">Losses; keeps unit norms.</param>
    /// <param name="codes">Laws of the codes.</param>
    /// <param name="state">The state as <see cref="GramKernel"/> lays it out.</param>
    /// <param name="noise">One lane or all of what <see cref="GramKernel.FillNoise"/> filled.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Step<T, TRule, TCodes>(StepNumbers run, in TRule rule, in TCodes codes, LaneSpan<T> state, StepNormals<T> noise)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
        where TCodes : struct, ICodeLaw
    {
        T p = state[0], q = state[1], m = state[2], l0 = state[3], l1 = state[4];
        T r = T.Fused(m, l0, T.Fused(p, q, T.All(0)));
        Draw(run, rule, codes, q, r, noise, out T along, out T sigma, out T beta, out T gamma, out T delta);
        int at = run.ScalarNormals;
        T g = noise[at], h0 = noise[at + 1], h1 = noise[at + 2];
        T self = T.FusedMinus(sigma, T.Fused(l1, h1, T.Fused(l0, h0, T.Fused(q, g, T.All(0)))), along) + T.All(1);

        // w inside the frame, from the old V; then V, whose row in the frame is full
        T x = T.FusedMinus(p, gamma, T.Fused(sigma, g, T.Fused(self, q, beta)));
        T y0 = T.FusedMinus(m, gamma, T.Fused(sigma, h0, self * l0)), y1 = T.Fused(sigma, h1, self * l1);
        p = T.Fused(q, delta, p);
        T a0 = T.Fused(l0, delta, m), a1 = l1 * delta;

        // a reflection makes the row lower triangular again
        Reflections.Mirror(a0, T.Fused(a1, a1, a0 * a0), out T norm, out T head, out T factor);
        T turn = T.Fused(a1, y1, head * y0) * factor;
        (y0, y1) = (T.FusedMinus(turn, head, y0), T.FusedMinus(turn, a1, y1));
        m = T.All(0) - norm;

        // unit lengths; the length that w gained outside the frame becomes part of the last coordinate
        y1 = T.CopySign(T.Sqrt(T.Fused(y1, y1, sigma * sigma * noise[at + 3])), y1);
        T scale = GramKernel.InverseRoot(T.Fused(x, x, T.Fused(y1, y1, T.Fused(y0, y0, T.All(0)))));
        (state[1], state[3], state[4]) = (x * scale, y0 * scale, y1 * scale);
        scale = GramKernel.InverseRoot(T.Fused(p, p, T.Fused(m, m, T.All(0))));
        (state[0], state[2]) = (p * scale, m * scale);
    }

    /// <summary>The coefficients of one step, as <see cref="StepWeights{T}.Draw"/> makes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Draw<T, TRule, TCodes>(
        StepNumbers run, in TRule rule, in TCodes codes, T q, T r, StepNormals<T> noise, out T along, out T sigma, out T beta, out T gamma, out T delta)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
        where TCodes : struct, ICodeLaw
    {
        double real = run.RealDeviations[0], fake = run.FakeDeviations[0];
        T realDeviation = T.All(run.RealNoiseDeviation), fakeDeviation = T.All(run.FakeNoiseDeviation), generatorDeviation = T.All(run.GeneratorNoiseDeviation), norm = T.All(1);
        T code = codes.Fake(noise[0], fake);
        T response = T.All(run.GeneratorStep) * rule.GeneratorResponse(T.Fused(generatorDeviation, noise[1], T.Fused(code, r, T.All(0))));
        delta = code * response;

        T kappa = T.All(0), power = T.All(0);
        beta = gamma = T.All(0);
        for (int sample = 0, next = 2; sample < run.Batch; sample++, next += 4)
        {
            code = codes.Real(noise[next], real);
            T onW = realDeviation * noise[next + 1];
            T projection = T.Fused(code, q, T.All(0)) + onW;
            response = rule.RealResponse(projection, norm);
            if (rule.HasPenalty)
                kappa = T.MinusProduct(rule.Decay(projection, real: true), norm, kappa);
            beta = T.Fused(code, response, beta);
            kappa = T.Fused(response, onW, kappa);
            power = T.Fused(T.All(run.RealNoise) * response, response, power);

            code = codes.Fake(noise[next + 2], fake);
            onW = fakeDeviation * noise[next + 3];
            projection = T.Fused(code, r, T.All(0)) + onW;
            response = rule.FakeResponse(projection, norm);
            if (rule.HasPenalty)
                kappa = T.MinusProduct(rule.Decay(projection, real: false), norm, kappa);
            gamma = T.Fused(code, response, gamma);
            kappa = T.FusedMinus(response, onW, kappa);
            power = T.Fused(T.All(run.FakeNoise) * response, response, power);
        }

        T scale = T.All(run.DiscriminatorStep / run.Batch);
        (beta, gamma) = (beta * scale, gamma * scale);
        sigma = T.Sqrt(power) * scale;
        along = kappa * scale;
    }
}
