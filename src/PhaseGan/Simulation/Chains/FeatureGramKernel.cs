using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// One step of training with several discriminator features of unit length in coordinates of an orthonormal frame of 2d + k vectors that begins with U, in lanes: V and W as rows. In law it is training with vectors; see
/// <see cref="FeatureGramGroup"/>, whose step it is.
/// </summary>
/// <remarks>
/// V_j has no coordinates beyond d + j + 1, W none beyond the frame. Noise across the frame enters by the triangle of Bartlett's decomposition of its Gram matrix. Products are fused, and every operation is elementwise,
/// so that a training has the same bits in any lane, in registers of any width and alone.
/// </remarks>
internal static unsafe class FeatureGramKernel
{
    /// <summary>Rounds of Newton's iteration for an inverse root are enough where the error is below this, or after so many.</summary>
    private const double RootTolerance = 1e-15;

    /// <inheritdoc cref="RootTolerance"/>
    private const int MostRounds = 100;

    /// <summary>A Gram matrix is next to 1 where the sum of the squares of the entries of the difference is below this.</summary>
    private const double NearOne = 0.25;

    /// <summary>Fills the normals of one step in each of eight lanes, and the roots of its chi-square variates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FillNoise<T>(StepNumbers run, in FeatureGramShape shape, T step, T replica, Span<double> to)
        where T : unmanaged, IWideLanes<T>
    {
        const int stride = StepNoise.Stride;
        StepNoise.Fill(run, StreamPurpose.Step, step, replica, to[..(shape.Normals * stride)]);
        T across = T.AllBits((uint)shape.Across);
        T position = T.AddBits(T.MultiplyLow32(step, across), T.MultiplyLow32(step >>> 32, across) << 32);
        for (int j = 0; j < shape.Across; j++)
        {
            Span<double> row = to.Slice((shape.BelowAt + shape.Below + j) * stride, stride);
            ChiSquare<T>.FromNormals(run.Keys, T.AddBits(position, T.AllBits((uint)j)), replica, run.Dimension - shape.Frame - j, row);
            ref T root = ref AlignedBuffer.As<T>(row)[0];
            root = T.Sqrt(root);
        }
    }

    /// <summary>Advances a state by one step.</summary>
    /// <param name="run">Sizes and rates.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="rows">The state.</param>
    /// <param name="work">Room.</param>
    /// <param name="noise">One lane or all of what <see cref="FillNoise"/> filled.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Step<T>(StepNumbers run, in FeatureGramShape shape, T* rows, T* work, StepNormals<T> noise)
        where T : unmanaged, ILanes<T>
    {
        int d = shape.Features, k = shape.Columns, frame = shape.Frame, width = shape.Width, at = 0;
        T* sample = work + (d + k) * width, projection = sample + frame, share = projection + k, code = share + k * shape.Samples, root = code + d;
        for (int j = 0; j < d + k; j++)
        {
            for (int c = 0; c < frame; c++)
                work[j * width + c] = rows[j * frame + c];
            for (int c = frame; c < width; c++)
                work[j * width + c] = T.All(0);
        }
        for (int s = 0; s < shape.Samples; s++)
        {
            bool isReal = s % 2 == 0;
            T deviation = T.All(isReal ? run.RealNoiseDeviation : run.FakeNoiseDeviation), scale = T.All((isReal ? 1 : -1) * run.DiscriminatorStep / run.Batch);
            for (int c = 0; c < frame; c++)
                sample[c] = deviation * noise[at + d + c];
            AddCode(run, d, frame, rows, isReal, noise, at, code, sample);
            Project(d, k, frame, rows, sample, projection);
            at += d + frame;
            for (int a = 0; a < k; a++)
            {
                T response = scale * projection[a];
                share[a * shape.Samples + s] = response * deviation;
                T* row = work + (d + a) * width;
                for (int c = 0; c < frame; c++)
                    row[c] = T.Fused(response, sample[c], row[c]);
            }
        }
        TrainGenerator(run, shape, rows, work, noise, at, code, sample, projection);
        AddAcross(shape, work, share, noise);
        Compress(shape, work, rows);
        for (int j = 0; j < (shape.IsOrthonormal ? d : d + k); j++)
            Normalise(rows + j * frame, j < d ? d + j + 1 : frame);
        if (shape.IsOrthonormal && k == 2)
            RetractPair(rows + d * frame, frame);
        else if (shape.IsOrthonormal)
            Retract(k, frame, rows + d * frame, root);
    }

    /// <summary>Turns a frame so that row i of V and W ends at column d + i.</summary>
    public static void Triangularise<T>(int d, int size, int frame, T* rows)
        where T : unmanaged, ILanes<T>
    {
        for (int i = 0; i < size; i++)
            Reflect(rows, i, size, frame, d + i, frame);
    }

    /// <summary>Draws a code and adds U c or V c̃ to what a sample has in the frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddCode<T>(StepNumbers run, int d, int frame, T* rows, bool isReal, StepNormals<T> noise, int at, T* code, T* sample)
        where T : unmanaged, ILanes<T>
    {
        for (int l = 0; l < d; l++)
        {
            code[l] = T.All(isReal ? run.RealDeviations[l] : run.FakeDeviations[l]) * noise[at + l];
            if (isReal)
                sample[l] += code[l];
            else
                for (int c = 0; c <= d + l; c++)
                    sample[c] = T.Fused(code[l], rows[l * frame + c], sample[c]);
        }
    }

    /// <summary>The products of a sample with the columns of W.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Project<T>(int d, int k, int length, T* rows, T* sample, T* projection)
        where T : unmanaged, ILanes<T>
    {
        int frame = 2 * d + k;
        for (int a = 0; a < k; a++)
        {
            T* row = rows + (d + a) * frame;
            T sum = sample[0] * row[0];
            for (int c = 1; c < length; c++)
                sum = T.Fused(sample[c], row[c], sum);
            projection[a] = sum;
        }
    }

    /// <summary>V_l += (τ̃/n) W(Wᵀỹ) c̃_l. Noise enters Wᵀỹ alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TrainGenerator<T>(StepNumbers run, in FeatureGramShape shape, T* rows, T* work, StepNormals<T> noise, int at, T* code, T* sample, T* projection)
        where T : unmanaged, ILanes<T>
    {
        int d = shape.Features, k = shape.Columns, frame = shape.Frame;
        T deviation = T.All(run.GeneratorNoiseDeviation), step = T.All(run.GeneratorStep);
        for (int c = 0; c < frame; c++)
            sample[c] = shape.IsOrthonormal ? T.All(0) : deviation * noise[at + d + c];
        AddCode(run, d, frame, rows, isReal: false, noise, at, code, sample);
        Project(d, k, shape.IsOrthonormal ? 2 * d : frame, rows, sample, projection);
        for (int a = 0; a < k; a++)
        {
            T response = step * (shape.IsOrthonormal ? T.Fused(deviation, noise[at + d + a], projection[a]) : projection[a]);
            for (int l = 0; l < d; l++)
            {
                T factor = response * code[l];
                T* row = work + l * shape.Width, column = rows + (d + a) * frame;
                for (int c = 0; c < frame; c++)
                    row[c] = T.Fused(factor, column[c], row[c]);
            }
        }
    }

    /// <summary>What the noise across the frame does to W. With more samples than features, k directions have the same Gram matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddAcross<T>(in FeatureGramShape shape, T* work, T* share, StepNormals<T> noise)
        where T : unmanaged, ILanes<T>
    {
        int k = shape.Columns, samples = shape.Samples;
        for (int i = 0; samples > k && i < k; i++)
            Reflect(share, i, k, samples, i, samples);
        for (int a = 0; a < k; a++)
        {
            int next = shape.BelowAt;
            for (int j = 0; j < shape.Across; j++)
            {
                T sum = share[a * samples + j] * noise[shape.BelowAt + shape.Below + j];
                for (int c = j + 1; c < shape.Kept; c++)
                    sum = T.Fused(share[a * samples + c], noise[next++], sum);
                work[(shape.Features + a) * shape.Width + shape.Frame + j] = sum;
            }
        }
    }

    /// <summary>Turns the frame until no row reaches beyond it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compress<T>(in FeatureGramShape shape, T* work, T* rows)
        where T : unmanaged, ILanes<T>
    {
        int d = shape.Features, size = d + shape.Columns;
        for (int i = 0; i < size; i++)
            Reflect(work, i, size, shape.Width, d + i, i < d ? shape.Frame : shape.Width);
        for (int j = 0; j < size; j++)
            for (int c = 0; c < shape.Frame; c++)
                rows[j * shape.Frame + c] = c <= d + j ? work[j * shape.Width + c] : T.All(0);
    }

    /// <summary>Reflects the rows from one on so that this one, which has no coordinates from an end on, ends at a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reflect<T>(T* matrix, int row, int rows, int columns, int from, int end)
        where T : unmanaged, ILanes<T>
    {
        T* axis = matrix + row * columns;
        T squared = axis[from] * axis[from];
        for (int c = from + 1; c < end; c++)
            squared = T.Fused(axis[c], axis[c], squared);
        Reflections.Mirror(axis[from], squared, out T norm, out T head, out T factor);
        for (int i = row + 1; i < rows; i++)
        {
            T* other = matrix + i * columns;
            T dot = head * other[from];
            for (int c = from + 1; c < end; c++)
                dot = T.Fused(axis[c], other[c], dot);
            dot *= factor;
            other[from] = T.FusedMinus(dot, head, other[from]);
            for (int c = from + 1; c < end; c++)
                other[c] = T.FusedMinus(dot, axis[c], other[c]);
        }
        axis[from] = T.All(0) - norm;
        for (int c = from + 1; c < end; c++)
            axis[c] = T.All(0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalise<T>(T* row, int length)
        where T : unmanaged, ILanes<T>
    {
        T scale = GramKernel.InverseRoot(Product(row, row, length));
        for (int c = 0; c < length; c++)
            row[c] *= scale;
    }

    /// <summary>W ← W G^(−1/2) for two columns, G = WᵀW: G^(−1/2) = (adj G + √det G · 1)/(√det G · √(tr G + 2√det G)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RetractPair<T>(T* rows, int length)
        where T : unmanaged, ILanes<T>
    {
        T* other = rows + length;
        T first = Product(rows, rows, length), cross = Product(rows, other, length), second = Product(other, other, length);
        T root = T.Sqrt(T.FusedMinus(cross, cross, first * second));
        T scale = T.All(1) / root * GramKernel.InverseRoot(first + second + root + root);
        T keepsFirst = (second + root) * scale, keepsSecond = (first + root) * scale, mixes = T.All(0) - cross * scale;
        for (int c = 0; c < length; c++)
        {
            T a = rows[c], b = other[c];
            rows[c] = T.Fused(b, mixes, a * keepsFirst);
            other[c] = T.Fused(a, mixes, b * keepsSecond);
        }
    }

    /// <summary>
    /// The same for any number of columns by Newton's iteration X ← X − X(GX² − 1)/2 from 1/√tr G, where it converges for every positive definite G, or from 1 if G is next to 1. A lane that is there stays, so that
    /// its bits do not depend on its neighbours.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Retract<T>(int k, int length, T* rows, T* memory)
        where T : unmanaged, ILanes<T>
    {
        T* gram = memory, root = gram + k * k, excess = root + k * k, product = excess + k * k;
        double* numbers = stackalloc double[T.Width];
        T trace = T.All(0), off = T.All(0);
        for (int a = 0; a < k; a++)
        {
            for (int b = 0; b < k; b++)
            {
                gram[a * k + b] = Product(rows + a * length, rows + b * length, length);
                T difference = gram[a * k + b] - T.All(a == b ? 1 : 0);
                off = T.Fused(difference, difference, off);
            }
            trace += gram[a * k + a];
        }
        T isNear = T.WherePositive(T.All(NearOne) - off, T.All(1)), first = GramKernel.InverseRoot(trace), live = T.All(1);
        first = T.Fused(isNear, T.All(1) - first, first);
        for (int i = 0; i < k * k; i++)
            root[i] = i % (k + 1) == 0 ? first : T.All(0);
        bool isOver = false;
        for (int round = 0; round < MostRounds && !isOver; round++)
        {
            Multiply(k, root, root, product);
            Multiply(k, gram, product, excess);
            T error = T.All(0);
            for (int i = 0; i < k * k; i++)
            {
                excess[i] -= T.All(i % (k + 1) == 0 ? 1 : 0);
                error = T.Fused(excess[i], excess[i], error);
            }
            Multiply(k, root, excess, product);
            for (int i = 0; i < k * k; i++)
                root[i] = T.Fused(T.All(-0.5) * live, product[i], root[i]);
            // the square of the error is what is left after this round
            live = T.WherePositive(error - T.All(RootTolerance), live);
            T.Store(live, numbers);
            isOver = new ReadOnlySpan<double>(numbers, T.Width).IndexOf(1) < 0;
        }
        for (int c = 0; c < length; c++)
        {
            for (int a = 0; a < k; a++)
                product[a] = Sum(k, rows + c, length, root + a);
            for (int a = 0; a < k; a++)
                rows[a * length + c] = product[a];
        }
    }

    private static void Multiply<T>(int k, T* left, T* right, T* product)
        where T : unmanaged, ILanes<T>
    {
        for (int a = 0; a < k; a++)
            for (int b = 0; b < k; b++)
                product[a * k + b] = Sum(k, left + a * k, 1, right + b);
    }

    /// <summary>Σ_c left[c·stride] right[c·k].</summary>
    private static T Sum<T>(int k, T* left, int stride, T* right)
        where T : unmanaged, ILanes<T>
    {
        T sum = left[0] * right[0];
        for (int c = 1; c < k; c++)
            sum = T.Fused(left[c * stride], right[c * k], sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Product<T>(T* row, T* other, int length)
        where T : unmanaged, ILanes<T>
    {
        T sum = row[0] * other[0];
        for (int c = 1; c < length; c++)
            sum = T.Fused(row[c], other[c], sum);
        return sum;
    }
}
