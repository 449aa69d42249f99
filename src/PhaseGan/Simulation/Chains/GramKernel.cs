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
internal static unsafe class GramKernel
{
    /// <summary>Numbers of a state: P (d², row-major), q (d), L (rows of 1 … d entries), l (d + 1).</summary>
    public static int StateSize(int d) => d * d + d + d * (d + 1) / 2 + d + 1;

    /// <summary>Numbers of working memory.</summary>
    public static int WorkSize(int d) => d + StepWeights.Size(d) + d * (d + 1) + 2 * d + 1;

    /// <summary>Normals of one step: the codes and scalars, 2d + 1 in the frame of U, V, w, and one that becomes the chi-square variate; even.</summary>
    public static int NoiseSize(StepNumbers run) => (run.ScalarNormals + run.ExtraNormals + 2 * run.Features + 3) & ~1;

    /// <summary>Fills the noise of one step in each of eight lanes.</summary>
    /// <param name="run">Sizes and seed.</param>
    /// <param name="step">Step of each lane.</param>
    /// <param name="replica">Replica of each lane.</param>
    /// <param name="to">Receives <see cref="NoiseSize"/> rows of eight; row ScalarNormals + 2d + 1 is chi-square with n − 2d − 1 degrees of freedom.</param>
    public static void FillNoise<T, TBits>(StepNumbers run, TBits step, TBits replica, double* to)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        int frame = 2 * run.Features + 1;
        StepNoise.Fill<T, TBits>(run, StreamPurpose.Step, step, replica, NoiseSize(run), to);
        StepNoise.MakeCodes(run, to, frame + 1, StepNoise.Stride);
        ChiSquare<T, TBits>.FromNormals(run.Keys, step, replica, run.Dimension - frame, to + StepNoise.Stride * (run.ScalarNormals + frame));
    }

    /// <summary>Advances a state by one step.</summary>
    /// <param name="run">Sizes and rates.</param>
    /// <param name="rule">Losses and norms.</param>
    /// <param name="codes">Laws of the codes.</param>
    /// <param name="state">The state, <see cref="StateSize"/> numbers.</param>
    /// <param name="work">Working memory, <see cref="WorkSize"/> numbers.</param>
    /// <param name="noise">One lane or all of what <see cref="FillNoise"/> filled.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Step<T, TRule, TCodes>(StepNumbers run, in TRule rule, in TCodes codes, T* state, T* work, double* noise)
        where T : unmanaged, ILanes<T>
        where TRule : struct, ITrainingRule
        where TCodes : struct, ICodeLaw
    {
        const int Stride = StepNoise.Stride;
        int d = run.Features;
        T* p = state;
        T* q = p + d * d;
        T* low = q + d;
        T* l = low + d * (d + 1) / 2;
        T* r = work;
        T* beta = r + d;
        T* gamma = beta + d;
        T* delta = gamma + d;
        T* rows = delta + d;
        T* newQ = rows + d * (d + 1);
        T* newL = newQ + d;

        for (int j = 0; j < d; j++)
            r[j] = T.All(0);
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                r[j] = T.PlusProduct(p[i * d + j], q[i], r[j]);
        T* entry = low;
        for (int j = 0; j < d; j++)
            for (int k = 0; k <= j; k++, entry++)
                r[j] = T.PlusProduct(*entry, l[k], r[j]);

        T z = rule.UnitNorms ? T.All(1) : SquaredLength(q, d, SquaredLength(l, d + 1, T.All(0)));
        StepWeights.Draw(run, rule, codes, q, r, rule.UnitNorms ? T.All(1) : T.Sqrt(z), noise, Stride, beta, out T along, out T sigma);

        double* onU = noise + Stride * run.ScalarNormals;
        double* onFrame = onU + Stride * d;
        T outside = sigma * sigma * T.Load(onFrame + Stride * (d + 1));
        T onW = T.All(0);
        for (int i = 0; i < d; i++)
            onW = T.PlusProduct(q[i], T.Load(onU + Stride * i), onW);
        for (int k = 0; k <= d; k++)
            onW = T.PlusProduct(l[k], T.Load(onFrame + Stride * k), onW);
        T self = T.MinusProduct(sigma, onW, along);
        if (!rule.UnitNorms)
        {
            self *= T.WherePositive(z, T.All(1) / z);
            self -= T.All(run.DiscriminatorStep) * rule.Pull(z);
        }
        self += T.All(1);

        // w′ from the old V.
        for (int i = 0; i < d; i++)
        {
            T sum = T.PlusProduct(sigma, T.Load(onU + Stride * i), T.PlusProduct(self, q[i], beta[i]));
            for (int j = 0; j < d; j++)
                sum = T.MinusProduct(p[i * d + j], gamma[j], sum);
            newQ[i] = sum;
        }
        for (int k = 0; k <= d; k++)
            newL[k] = T.PlusProduct(sigma, T.Load(onFrame + Stride * k), self * l[k]);
        entry = low;
        for (int j = 0; j < d; j++)
            for (int k = 0; k <= j; k++, entry++)
                newL[k] = T.MinusProduct(*entry, gamma[j], newL[k]);

        // V′ = V + w δᵀ with the old w; its rows in the frame are full now.
        entry = low;
        for (int j = 0; j < d; j++)
        {
            T keep = T.All(1);
            if (!rule.UnitNorms)
            {
                T length = SquaredLength(entry, j + 1, T.All(0));
                for (int i = 0; i < d; i++)
                    length = T.PlusProduct(p[i * d + j], p[i * d + j], length);
                keep -= T.All(run.GeneratorStep) * rule.Pull(length);
            }
            T* row = rows + j * (d + 1);
            for (int i = 0; i < d; i++)
                p[i * d + j] = T.PlusProduct(q[i], delta[j], rule.UnitNorms ? p[i * d + j] : keep * p[i * d + j]);
            for (int k = 0; k <= j; k++, entry++)
                row[k] = T.PlusProduct(l[k], delta[j], rule.UnitNorms ? *entry : keep * *entry);
            for (int k = j + 1; k <= d; k++)
                row[k] = l[k] * delta[j];
        }

        Reflections.Triangularise(rows, newL, low, d);

        // The length that w gained outside the frame becomes part of the last coordinate.
        newL[d] = T.CopySign(T.Sqrt(T.PlusProduct(newL[d], newL[d], outside)), newL[d]);

        if (rule.UnitNorms)
        {
            T scale = InverseRoot(SquaredLength(newQ, d, SquaredLength(newL, d + 1, T.All(0))));
            for (int i = 0; i < d; i++)
                q[i] = newQ[i] * scale;
            for (int k = 0; k <= d; k++)
                l[k] = newL[k] * scale;
            entry = low;
            for (int j = 0; j < d; j++)
            {
                T length = SquaredLength(entry, j + 1, T.All(0));
                for (int i = 0; i < d; i++)
                    length = T.PlusProduct(p[i * d + j], p[i * d + j], length);
                scale = InverseRoot(length);
                for (int i = 0; i < d; i++)
                    p[i * d + j] *= scale;
                for (int k = 0; k <= j; k++, entry++)
                    *entry *= scale;
            }
        }
        else
        {
            for (int i = 0; i < d; i++)
                q[i] = newQ[i];
            for (int k = 0; k <= d; k++)
                l[k] = newL[k];
        }
    }

    /// <summary>1/√x, and NaN for an infinite x, where 0 would make a vector of length zero of one that is too long for squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T InverseRoot<T>(T x)
        where T : unmanaged, ILanes<T> => T.PlusProduct(x, T.All(0), T.All(1) / T.Sqrt(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SquaredLength<T>(T* values, int count, T sum)
        where T : unmanaged, ILanes<T>
    {
        for (int i = 0; i < count; i++)
            sum = T.PlusProduct(values[i], values[i], sum);
        return sum;
    }
}
