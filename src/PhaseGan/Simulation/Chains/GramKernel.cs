using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// One step of the exact chain on the overlaps, at a cost that does not depend on n: the law of algorithm (5) seen through P, q, r, S.
/// </summary>
/// <remarks>
/// <para>
/// The state holds coordinates, not overlaps: U is the first d axes, and V and w have coordinates P and q there and L (d×(d+1),
/// lower triangular) and l (d + 1) in a frame of d + 1 further axes. So the Gram matrix is positive semidefinite whatever
/// happens, and its square root is at hand: UᵀG, VᵀG and w·G follow from 2d + 1 standard normals, the coordinates of G in the
/// frame. What G has outside the frame matters only through its squared length, chi-square with n − 2d − 1 degrees of freedom.
/// </para>
/// <para>
/// After V′ = V + w δᵀ, Householder reflections of the frame (Golub and Van Loan, <em>Matrix Computations</em>, section 5.2) make L
/// lower triangular again; then the last axis is orthogonal to U and V′, and the length that w gains outside the frame is
/// turned into it. Nothing is subtracted from squares, so columns that are almost parallel keep their small difference.
/// </para>
/// </remarks>
internal static class GramKernel
{
    /// <summary>Numbers of a state: P (d², row-major), q (d), L (rows of 1 … d entries), l (d + 1).</summary>
    public static int StateSize(int d) => d * d + d + d * (d + 1) / 2 + d + 1;

    /// <summary>Numbers of working memory: r, the coefficients, L before it is triangular again, the new q and l.</summary>
    public static int WorkSize(int d) => d + 3 * d + d * (d + 1) + d + d + 1;

    /// <summary>Normals of one step: the codes and scalars, 2d + 1 in the frame of U, V, w, and one that becomes the chi-square variate; even.</summary>
    public static int NoiseSize(StepNumbers run) => (run.ScalarNormals + run.ExtraNormals + 2 * run.Features + 3) & ~1;

    /// <summary>Fills the noise of one step in each of eight lanes.</summary>
    /// <param name="run">Sizes and seed.</param>
    /// <param name="step">Step of each lane.</param>
    /// <param name="replica">Replica of each lane.</param>
    /// <param name="to">Receives <see cref="NoiseSize"/> rows of eight; row ScalarNormals + 2d + 1 is chi-square with n − 2d − 1 degrees of freedom.</param>
    public static void FillNoise<T>(StepNumbers run, T step, T replica, Span<double> to)
        where T : unmanaged, IWideLanes<T>
    {
        int frame = 2 * run.Features + 1;
        StepNoise.Fill<T>(run, StreamPurpose.Step, step, replica, to);
        StepNoise.MakeCodes(run, to, frame + 1);
        ChiSquare<T>.FromNormals(run.Keys, step, replica, run.Dimension - frame, to.Slice(StepNoise.Stride * (run.ScalarNormals + frame), StepNoise.Stride));
    }

    /// <summary>Advances a state by one step.</summary>
    /// <param name="run">Sizes and rates.</param>
    /// <param name="rule">Losses and norms.</param>
    /// <param name="codes">Laws of the codes.</param>
    /// <param name="state">The state, <see cref="StateSize"/> numbers.</param>
    /// <param name="work">Working memory, <see cref="WorkSize"/> numbers.</param>
    /// <param name="noise">One lane or all of what <see cref="FillNoise"/> filled.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<T, TRule, TCodes>(StepNumbers run, in TRule rule, in TCodes codes, LaneSpan<T> state, LaneSpan<T> work, StepNormals<T> noise)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
        where TCodes : struct, ICodeLaw
    {
        if (run.Features == 1 && rule.UnitNorms)
            GramOfOne.Step(run, rule, codes, state, noise);
        else if (run.Features == 2 && rule.UnitNorms)
            GramOfTwo.Step(run, rule, codes, state, noise);
        else
            StepOfAny(run, rule, codes, state, work, noise);
    }

    /// <summary>The step with any number of features and any rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void StepOfAny<T, TRule, TCodes>(StepNumbers run, in TRule rule, in TCodes codes, LaneSpan<T> state, LaneSpan<T> work, StepNormals<T> noise)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
        where TCodes : struct, ICodeLaw
    {
        int d = run.Features;
        Coordinates<T> v = new(state, d);
        LaneSpan<T> r = work.Slice(0, d), rows = work.Slice(4 * d, d * (d + 1)), newQ = work.Slice(4 * d + d * (d + 1), d), newL = work.Slice(5 * d + d * (d + 1), d + 1);
        Correlate(v, d, r);
        T z = rule.UnitNorms ? T.All(1) : SquaredLength(v.Q, d, SquaredLength(v.L, d + 1, T.All(0)));
        StepWeights<T> weights = new(d, work.Slice(d, 3 * d));
        T along = weights.Draw(run, rule, codes, v.Q, r, rule.UnitNorms ? T.All(1) : T.Sqrt(z), noise, out T sigma);
        T outside = sigma * sigma * noise[run.ScalarNormals + 2 * d + 1];
        MoveDiscriminator(run, v, weights, Kept(run, rule, v, z, along, sigma, noise), sigma, noise, newQ, newL);
        MoveGenerator(run, rule, v, weights.Delta, rows);
        Reflections.Triangularise(rows, newL, v.Low, d);

        // The length that w gained outside the frame becomes part of the last coordinate.
        newL[d] = T.CopySign(T.Sqrt(T.Fused(newL[d], newL[d], outside)), newL[d]);
        T scale = rule.UnitNorms ? InverseRoot(SquaredLength(newQ, d, SquaredLength(newL, d + 1, T.All(0)))) : T.All(1);
        for (int i = 0; i < d; i++)
            v.Q[i] = rule.UnitNorms ? newQ[i] * scale : newQ[i];
        for (int k = 0; k <= d; k++)
            v.L[k] = rule.UnitNorms ? newL[k] * scale : newL[k];
        if (rule.UnitNorms)
            Normalise(v, d);
    }

    /// <summary>r = Vᵀw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Correlate<T>(Coordinates<T> v, int d, LaneSpan<T> r)
        where T : unmanaged, ILanes<T>
    {
        LaneSpan<T> p = v.P, q = v.Q, low = v.Low, l = v.L;
        for (int j = 0; j < d; j++)
            r[j] = T.All(0);
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                r[j] = T.Fused(p[i * d + j], q[i], r[j]);
        for (int j = 0, entry = 0; j < d; j++)
            for (int k = 0; k <= j; k++, entry++)
                r[j] = T.Fused(low[entry], l[k], r[j]);
    }

    /// <summary>A of w′ = A w + U β − V γ + σ G.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Kept<T, TRule>(StepNumbers run, in TRule rule, Coordinates<T> v, T z, T along, T sigma, StepNormals<T> noise)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
    {
        int d = run.Features, onU = run.ScalarNormals, onFrame = onU + d;
        LaneSpan<T> q = v.Q, l = v.L;
        T onW = T.All(0);
        for (int i = 0; i < d; i++)
            onW = T.Fused(q[i], noise[onU + i], onW);
        for (int k = 0; k <= d; k++)
            onW = T.Fused(l[k], noise[onFrame + k], onW);
        T self = T.FusedMinus(sigma, onW, along);
        if (!rule.UnitNorms)
        {
            self *= T.WherePositive(z, T.All(1) / z);
            self -= T.All(run.DiscriminatorStep) * rule.Pull(z);
        }
        return self + T.All(1);
    }

    /// <summary>w′ inside the frame, from the old V.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveDiscriminator<T>(
        StepNumbers run, Coordinates<T> v, StepWeights<T> weights, T self, T sigma, StepNormals<T> noise, LaneSpan<T> newQ, LaneSpan<T> newL)
        where T : unmanaged, ILanes<T>
    {
        int d = run.Features, onU = run.ScalarNormals, onFrame = onU + d;
        LaneSpan<T> p = v.P, q = v.Q, low = v.Low, l = v.L, beta = weights.Beta, gamma = weights.Gamma;
        for (int i = 0; i < d; i++)
        {
            T sum = T.Fused(sigma, noise[onU + i], T.Fused(self, q[i], beta[i]));
            for (int j = 0; j < d; j++)
                sum = T.FusedMinus(p[i * d + j], gamma[j], sum);
            newQ[i] = sum;
        }
        for (int k = 0; k <= d; k++)
            newL[k] = T.Fused(sigma, noise[onFrame + k], self * l[k]);
        for (int j = 0, entry = 0; j < d; j++)
            for (int k = 0; k <= j; k++, entry++)
                newL[k] = T.FusedMinus(low[entry], gamma[j], newL[k]);
    }

    /// <summary>V′ = V + w δᵀ with the old w; its rows in the frame are full then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveGenerator<T, TRule>(StepNumbers run, in TRule rule, Coordinates<T> v, LaneSpan<T> delta, LaneSpan<T> rows)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
    {
        int d = run.Features;
        LaneSpan<T> p = v.P;
        LaneSpan<T> q = v.Q, low = v.Low, l = v.L;
        for (int j = 0, entry = 0; j < d; j++)
        {
            T keep = T.All(1);
            if (!rule.UnitNorms)
                keep -= T.All(run.GeneratorStep) * rule.Pull(SquaredColumn(v, j, entry, d));
            LaneSpan<T> row = rows.Slice(j * (d + 1), d + 1);
            for (int i = 0; i < d; i++)
                p[i * d + j] = T.Fused(q[i], delta[j], rule.UnitNorms ? p[i * d + j] : keep * p[i * d + j]);
            for (int k = 0; k <= j; k++, entry++)
                row[k] = T.Fused(l[k], delta[j], rule.UnitNorms ? low[entry] : keep * low[entry]);
            for (int k = j + 1; k <= d; k++)
                row[k] = l[k] * delta[j];
        }
    }

    /// <summary>Gives the columns of V unit length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalise<T>(Coordinates<T> v, int d)
        where T : unmanaged, ILanes<T>
    {
        LaneSpan<T> p = v.P, low = v.Low;
        for (int j = 0, entry = 0; j < d; j++)
        {
            T scale = InverseRoot(SquaredColumn(v, j, entry, d));
            for (int i = 0; i < d; i++)
                p[i * d + j] *= scale;
            for (int k = 0; k <= j; k++, entry++)
                low[entry] *= scale;
        }
    }

    /// <summary>1/√x, and NaN for an infinite x, where 0 would make a vector of length zero of one that is too long for squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T InverseRoot<T>(T x)
        where T : unmanaged, ILanes<T> => T.Fused(x, T.All(0), T.All(1) / T.Sqrt(x));

    /// <summary>The squared length of column j of V, whose part in L begins at an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SquaredColumn<T>(Coordinates<T> v, int j, int entry, int d)
        where T : unmanaged, ILanes<T>
    {
        T length = SquaredLength(v.Low.Slice(entry, j + 1), j + 1, T.All(0));
        for (int i = 0; i < d; i++)
            length = T.Fused(v.P[i * d + j], v.P[i * d + j], length);
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SquaredLength<T>(LaneSpan<T> values, int count, T sum)
        where T : unmanaged, ILanes<T>
    {
        for (int i = 0; i < count; i++)
            sum = T.Fused(values[i], values[i], sum);
        return sum;
    }

    /// <summary>A state by its parts.</summary>
    private readonly ref struct Coordinates<T>(LaneSpan<T> state, int d)
        where T : unmanaged, ILanes<T>
    {
        public readonly LaneSpan<T> P = state.Slice(0, d * d);
        public readonly LaneSpan<T> Q = state.Slice(d * d, d);
        public readonly LaneSpan<T> Low = state.Slice(d * d + d, d * (d + 1) / 2);
        public readonly LaneSpan<T> L = state.Slice(d * d + d + d * (d + 1) / 2, d + 1);
    }
}
