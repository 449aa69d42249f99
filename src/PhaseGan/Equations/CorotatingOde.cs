namespace PhaseGan;

/// <summary>
/// The ODE of orthonormal discriminator features in a frame that turns with the discriminator: (Q, R) moves at right angles to its rotations (Q, R)O. P, S, QQᵀ, QRᵀ and RRᵀ move as in
/// <see cref="DiscriminatorFeaturesOde"/>; where they rest the whole state rests, though Q and R may turn there.
/// </summary>
/// <remarks>
/// With C = [Q; R], M = CᵀC and F the change of C, the frame turns by the skew Ψ with MΨ + ΨM = FᵀC − CᵀF, for which Cᵀ(F + CΨ) is symmetric. Where two columns of C vanish Ψ has no limit, and the equation 𝓜Ψ = A is
/// solved as Ψ = 𝓜(𝓜² + ε²)⁻¹A, which is smooth; the turning that is left elsewhere is the share (ε/𝓜)² of the whole.
/// </remarks>
internal sealed class CorotatingOde(GanParameters parameters, TrainingRule rule) : DeceivedFeaturesOde(parameters, rule), ISymmetricField
{
    /// <summary>ε: squares of overlaps below it are not told from zero by the frame.</summary>
    private const double Smallest = 1e-7;

    /// <summary>A state of rest rotates if Q and R change by more than this share of τΛ.</summary>
    private const double Turning = 1e-6;

    /// <inheritdoc/>
    public int SymmetryCount => Layout.Columns * (Layout.Columns - 1) / 2;

    /// <inheritdoc/>
    public void SymmetryDirections(ReadOnlySpan<double> y, Span<double> directions)
    {
        directions.Clear();
        int n = Dimension, k = Layout.Columns, next = 0;
        for (int a = 0; a < k; a++)
        {
            for (int b = a + 1; b < k; b++)
            {
                Span<double> direction = directions.Slice(n * next++, n);
                for (int row = Layout.QStart; row < Layout.SStart; row += k)
                    (direction[row + a], direction[row + b]) = (-y[row + b], y[row + a]);
            }
        }
    }

    /// <inheritdoc/>
    public override FixedPointKind KindOf(ReadOnlySpan<double> y)
    {
        FixedPointKind kind = base.KindOf(y);
        if (kind != FixedPointKind.Undeceived)
            return kind;
        var change = new FieldValue[Dimension];
        Equations.Evaluate(System.Runtime.InteropServices.MemoryMarshal.Cast<double, FieldValue>(y), change);
        double fastest = 0, rate = 0;
        for (int i = Layout.QStart; i < Layout.SStart; i++)
            fastest = Math.Max(fastest, Math.Abs(change[i].Value));
        foreach (double variance in Parameters.RealVariances)
            rate = Math.Max(rate, Parameters.DiscriminatorRate * variance);
        return fastest > Turning * rate ? FixedPointKind.RotatingWave : kind;
    }

    private protected override void EvaluateIn<T>(ReadOnlySpan<T> y, Span<T> derivative)
    {
        Equations.Evaluate(y, derivative);
        int k = Layout.Columns, pairs = SymmetryCount;
        Span<T> gram = new T[k * k], turn = new T[pairs];
        int pair = 0;
        for (int a = 0; a < k; a++)
        {
            for (int b = a; b < k; b++)
            {
                T product = T.Of(0), excess = T.Of(0);
                for (int row = Layout.QStart; row < Layout.SStart; row += k)
                {
                    product += y[row + a] * y[row + b];
                    excess += derivative[row + a] * y[row + b] - y[row + a] * derivative[row + b];
                }
                gram[a * k + b] = gram[b * k + a] = product;
                if (b > a)
                    turn[pair++] = excess;
            }
        }
        if (k == 2)
            turn[0] = (gram[0] + gram[3]) * turn[0] / ((gram[0] + gram[3]) * (gram[0] + gram[3]) + T.Of(Smallest * Smallest));
        else
            Solve<T>(gram, turn);
        Turn<T>(y, turn, derivative);
    }

    /// <summary>Adds CΨ to the change of C.</summary>
    private void Turn<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> turn, Span<T> derivative)
        where T : unmanaged, IFieldNumber<T>
    {
        int k = Layout.Columns, pair = 0;
        for (int a = 0; a < k; a++)
        {
            for (int b = a + 1; b < k; b++, pair++)
            {
                for (int row = Layout.QStart; row < Layout.SStart; row += k)
                {
                    derivative[row + b] += y[row + a] * turn[pair];
                    derivative[row + a] -= y[row + b] * turn[pair];
                }
            }
        }
    }

    /// <summary>Replaces A by Ψ = 𝓜(𝓜² + ε²)⁻¹A, 𝓜Ψ = MΨ + ΨM over the pairs a &lt; b.</summary>
    private static void Solve<T>(ReadOnlySpan<T> gram, Span<T> turn)
        where T : unmanaged, IFieldNumber<T>
    {
        int k = (int)Math.Round(Math.Sqrt(gram.Length)), size = turn.Length;
        Span<T> operation = new T[size * size], square = new T[size * size], given = turn.ToArray();
        int row = 0;
        for (int a = 0; a < k; a++)
        {
            for (int b = a + 1; b < k; b++, row++)
            {
                int column = 0;
                for (int c = 0; c < k; c++)
                    for (int e = c + 1; e < k; e++, column++)
                        operation[row * size + column] = Entry(gram, k, a, b, c, e);
            }
        }
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
            {
                T sum = T.Of(i == j ? Smallest * Smallest : 0);
                for (int l = 0; l < size; l++)
                    sum += operation[i * size + l] * operation[l * size + j];
                square[i * size + j] = sum;
            }
        Eliminate(square, given);
        for (int i = 0; i < size; i++)
        {
            turn[i] = T.Of(0);
            for (int j = 0; j < size; j++)
                turn[i] += operation[i * size + j] * given[j];
        }
    }

    /// <summary>The share of Ψ_ce in (MΨ + ΨM)_ab.</summary>
    private static T Entry<T>(ReadOnlySpan<T> gram, int k, int a, int b, int c, int e)
        where T : unmanaged, IFieldNumber<T>
    {
        T sum = T.Of(0);
        if (b == e)
            sum += gram[a * k + c];
        if (b == c)
            sum -= gram[a * k + e];
        if (a == c)
            sum += gram[e * k + b];
        if (a == e)
            sum -= gram[c * k + b];
        return sum;
    }

    /// <summary>Solves a positive definite system in place; such a one needs no exchange of rows.</summary>
    private static void Eliminate<T>(Span<T> matrix, Span<T> right)
        where T : unmanaged, IFieldNumber<T>
    {
        int size = right.Length;
        for (int i = 0; i < size; i++)
        {
            for (int j = i + 1; j < size; j++)
            {
                T factor = matrix[j * size + i] / matrix[i * size + i];
                for (int l = i; l < size; l++)
                    matrix[j * size + l] -= factor * matrix[i * size + l];
                right[j] -= factor * right[i];
            }
        }
        for (int i = size - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < size; j++)
                right[i] -= matrix[i * size + j] * right[j];
            right[i] /= matrix[i * size + i];
        }
    }
}
