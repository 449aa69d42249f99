using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The step of <see cref="GramKernel"/> with two features and vectors of unit length, as straight lines: the same operations in the same order, and so the same bits.</summary>
internal static class GramOfTwo
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
        T p00 = state[0], p01 = state[1], p10 = state[2], p11 = state[3], q0 = state[4], q1 = state[5];
        T m0 = state[6], m1 = state[7], m2 = state[8], l0 = state[9], l1 = state[10], l2 = state[11];

        // r = Vᵀw and the coefficients of the step
        T r0 = T.Fused(m0, l0, T.Fused(p10, q1, T.Fused(p00, q0, T.All(0))));
        T r1 = T.Fused(m2, l1, T.Fused(m1, l0, T.Fused(p11, q1, T.Fused(p01, q0, T.All(0)))));
        Draw(
            run, rule, codes, q0, q1, r0, r1, noise, out T along, out T sigma,
            out T beta0, out T beta1, out T gamma0, out T gamma1, out T delta0, out T delta1);
        int at = run.ScalarNormals;
        T g0 = noise[at], g1 = noise[at + 1], h0 = noise[at + 2], h1 = noise[at + 3], h2 = noise[at + 4];
        T onG = T.Fused(l2, h2, T.Fused(l1, h1, T.Fused(l0, h0, T.Fused(q1, g1, T.Fused(q0, g0, T.All(0))))));
        T self = T.FusedMinus(sigma, onG, along) + T.All(1);

        // w inside the frame, from the old V; then V, whose rows in the frame are full
        T x0 = T.FusedMinus(p01, gamma1, T.FusedMinus(p00, gamma0, T.Fused(sigma, g0, T.Fused(self, q0, beta0))));
        T x1 = T.FusedMinus(p11, gamma1, T.FusedMinus(p10, gamma0, T.Fused(sigma, g1, T.Fused(self, q1, beta1))));
        T y0 = T.FusedMinus(m1, gamma1, T.FusedMinus(m0, gamma0, T.Fused(sigma, h0, self * l0)));
        T y1 = T.FusedMinus(m2, gamma1, T.Fused(sigma, h1, self * l1));
        T y2 = T.Fused(sigma, h2, self * l2);
        (p00, p10, p01, p11) = (T.Fused(q0, delta0, p00), T.Fused(q1, delta0, p10), T.Fused(q0, delta1, p01), T.Fused(q1, delta1, p11));
        T a0 = T.Fused(l0, delta0, m0), a1 = l1 * delta0, a2 = l2 * delta0;
        T b0 = T.Fused(l0, delta1, m1), b1 = T.Fused(l1, delta1, m2), b2 = l2 * delta1;

        // reflections make the rows lower triangular again
        Reflections.Mirror(a0, T.Fused(a2, a2, T.Fused(a1, a1, a0 * a0)), out T norm, out T head, out T factor);
        T dot = T.Fused(a2, b2, T.Fused(a1, b1, head * b0)) * factor, turn = T.Fused(a2, y2, T.Fused(a1, y1, head * y0)) * factor;
        (b0, b1, b2) = (T.FusedMinus(dot, head, b0), T.FusedMinus(dot, a1, b1), T.FusedMinus(dot, a2, b2));
        (y0, y1, y2) = (T.FusedMinus(turn, head, y0), T.FusedMinus(turn, a1, y1), T.FusedMinus(turn, a2, y2));
        m0 = T.All(0) - norm;
        Reflections.Mirror(b1, T.Fused(b2, b2, b1 * b1), out norm, out head, out factor);
        turn = T.Fused(b2, y2, head * y1) * factor;
        (y1, y2) = (T.FusedMinus(turn, head, y1), T.FusedMinus(turn, b2, y2));
        (m1, m2) = (b0, T.All(0) - norm);

        // unit lengths; the length that w gained outside the frame becomes part of the last coordinate
        y2 = T.CopySign(T.Sqrt(T.Fused(y2, y2, sigma * sigma * noise[at + 5])), y2);
        T scale = GramKernel.InverseRoot(T.Fused(x1, x1, T.Fused(x0, x0, T.Fused(y2, y2, T.Fused(y1, y1, T.Fused(y0, y0, T.All(0)))))));
        (state[4], state[5], state[9], state[10], state[11]) = (x0 * scale, x1 * scale, y0 * scale, y1 * scale, y2 * scale);
        scale = GramKernel.InverseRoot(T.Fused(p10, p10, T.Fused(p00, p00, T.Fused(m0, m0, T.All(0)))));
        (state[0], state[2], state[6]) = (p00 * scale, p10 * scale, m0 * scale);
        scale = GramKernel.InverseRoot(T.Fused(p11, p11, T.Fused(p01, p01, T.Fused(m2, m2, T.Fused(m1, m1, T.All(0))))));
        (state[1], state[3], state[7], state[8]) = (p01 * scale, p11 * scale, m1 * scale, m2 * scale);
    }

    /// <summary>The coefficients of one step, as <see cref="StepWeights{T}.Draw"/> makes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Draw<T, TRule, TCodes>(
        StepNumbers run, in TRule rule, in TCodes codes, T q0, T q1, T r0, T r1, StepNormals<T> noise, out T along, out T sigma,
        out T beta0, out T beta1, out T gamma0, out T gamma1, out T delta0, out T delta1)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
        where TCodes : struct, ICodeLaw
    {
        double real0 = run.RealDeviations[0], real1 = run.RealDeviations[1], fake0 = run.FakeDeviations[0], fake1 = run.FakeDeviations[1];
        T realDeviation = T.All(run.RealNoiseDeviation), fakeDeviation = T.All(run.FakeNoiseDeviation), generatorDeviation = T.All(run.GeneratorNoiseDeviation), norm = T.All(1);
        T code0 = codes.Fake(noise[0], fake0), code1 = codes.Fake(noise[1], fake1);
        T response = T.All(run.GeneratorStep) * rule.GeneratorResponse(T.Fused(generatorDeviation, noise[2], T.Fused(code1, r1, T.Fused(code0, r0, T.All(0)))));
        (delta0, delta1) = (code0 * response, code1 * response);

        T kappa = T.All(0), power = T.All(0);
        beta0 = beta1 = gamma0 = gamma1 = T.All(0);
        for (int sample = 0, next = 3; sample < run.Batch; sample++, next += 6)
        {
            (code0, code1) = (codes.Real(noise[next], real0), codes.Real(noise[next + 1], real1));
            T onW = realDeviation * noise[next + 2];
            T projection = T.Fused(code1, q1, T.Fused(code0, q0, T.All(0))) + onW;
            response = rule.RealResponse(projection, norm);
            if (rule.HasPenalty)
                kappa = T.MinusProduct(rule.Decay(projection, real: true), norm, kappa);
            (beta0, beta1) = (T.Fused(code0, response, beta0), T.Fused(code1, response, beta1));
            kappa = T.Fused(response, onW, kappa);
            power = T.Fused(T.All(run.RealNoise) * response, response, power);

            (code0, code1) = (codes.Fake(noise[next + 3], fake0), codes.Fake(noise[next + 4], fake1));
            onW = fakeDeviation * noise[next + 5];
            projection = T.Fused(code1, r1, T.Fused(code0, r0, T.All(0))) + onW;
            response = rule.FakeResponse(projection, norm);
            if (rule.HasPenalty)
                kappa = T.MinusProduct(rule.Decay(projection, real: false), norm, kappa);
            (gamma0, gamma1) = (T.Fused(code0, response, gamma0), T.Fused(code1, response, gamma1));
            kappa = T.FusedMinus(response, onW, kappa);
            power = T.Fused(T.All(run.FakeNoise) * response, response, power);
        }

        T scale = T.All(run.DiscriminatorStep / run.Batch);
        (beta0, beta1, gamma0, gamma1) = (beta0 * scale, beta1 * scale, gamma0 * scale, gamma1 * scale);
        sigma = T.Sqrt(power) * scale;
        along = kappa * scale;
    }
}
