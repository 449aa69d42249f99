namespace PhaseGan;

/// <summary>
/// The ODE of orthonormal discriminator features in a frame that turns with the discriminator: (Q, R) moves at right angles to its rotations (Q, R)O. P, S, QQᵀ, QRᵀ and RRᵀ move as in
/// <see cref="DiscriminatorFeaturesOde"/>; where they rest the whole state rests, though Q and R may turn there.
/// </summary>
/// <remarks>
/// With C = [Q; R], M = CᵀC and F the change of C, the frame turns by the skew Ψ with MΨ + ΨM = FᵀC − CᵀF, for which Cᵀ(F + CΨ) is symmetric. Where two columns of C vanish Ψ has no limit, and the equation 𝓜Ψ = A is
/// solved by the first four terms of 𝓜⁻¹ = (𝓜 + ε)⁻¹ + ε(𝓜 + ε)⁻² + …, which is smooth there; elsewhere what is left of the turning is the share (ε/𝓜)⁴ of the whole, below rounding.
/// </remarks>
internal sealed class CorotatingOde : DeceivedFeaturesOde, ICaptureCandidates, ISymmetricField
{
    /// <summary>ε: squares of overlaps below it are not told from zero by the frame.</summary>
    internal const double Smallest = 1e-6;

    /// <summary>Terms of the series in ε.</summary>
    internal const int Terms = 4;

    /// <summary>Sizes up to this are on the stack.</summary>
    private const int OnStack = 36;

    /// <summary>Numbers of coordinates up to this are on the stack.</summary>
    private const int MostOnStack = 128;

    /// <summary>A state of rest rotates if Q and R change by more than this share of τΛ.</summary>
    private const double Turning = 1e-6;

    /// <summary>The absolute tolerance over the relative one of trajectories side by side.</summary>
    private const double RelativeToAbsolute = 1e-3;

    /// <summary>Pairs of features with equal Λ, whose rotations turn the rows of P and Q.</summary>
    private readonly (int First, int Second)[] _equal;

    /// <summary>The numbers of the equations in straight lines; null where there are none, for more than two features of the discriminator.</summary>
    private readonly double[]? _numbers;

    public CorotatingOde(GanParameters parameters, TrainingRule rule)
        : base(parameters, rule)
    {
        var equal = new List<(int, int)>();
        for (int i = 0; i < Layout.Features; i++)
            for (int j = i + 1; j < Layout.Features; j++)
                if (parameters.RealVariances[i] == parameters.RealVariances[j])
                    equal.Add((i, j));
        _equal = [.. equal];
        if (Layout.Columns != ColumnPairEquations.Columns || Layout.Features > ColumnPairEquations.MaxFeatures)
            return;
        _numbers = new double[ReducedEquations.ParameterCount(Layout.Features)];
        ReducedEquations.Write(Equations.Parameters, _numbers);
    }

    /// <summary>The parameters of <see cref="ColumnPairEquations"/>; empty where these do not hold.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>Rotations of the discriminator, which the frame follows, and of features with equal Λ, which it does not: where P turns the generator is not at rest.</summary>
    public int SymmetryCount => Pairs + _equal.Length;

    /// <summary>Pairs of columns.</summary>
    private int Pairs => Layout.Columns * (Layout.Columns - 1) / 2;

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
        foreach ((int i, int j) in _equal)
        {
            Span<double> direction = directions.Slice(n * next++, n);
            for (int l = 0; l < Layout.Features; l++)
                (direction[Layout.P(i, l)], direction[Layout.P(j, l)]) = (y[Layout.P(j, l)], -y[Layout.P(i, l)]);
            for (int a = 0; a < k; a++)
                (direction[Layout.QAt(i, a)], direction[Layout.QAt(j, a)]) = (y[Layout.QAt(j, a)], -y[Layout.QAt(i, a)]);
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

    bool ICaptureCandidates.AnyMayAttract() => true;

    bool ICaptureCandidates.TryFollow(double[] states, double length, int maxSteps, double relativeTolerance, TrajectoryLook look, Action pause)
    {
        if (_numbers is null)
            return false;
        if (Layout.Features == 2)
            Follow(new ColumnPairLanes<TwoFeatures>(default), states, length, maxSteps, relativeTolerance, look, pause);
        else
            Follow(new ColumnPairLanes<SomeFeatures>(new SomeFeatures(Layout.Features)), states, length, maxSteps, relativeTolerance, look, pause);
        return true;
    }

    private protected override unsafe void WriteField(ReadOnlySpan<double> y, Span<double> derivative)
    {
        if (_numbers is null)
        {
            base.WriteField(y, derivative);
            return;
        }
        int n = Dimension;
        fixed (double* from = y[..n], to = derivative[..n], parameters = _numbers)
            ColumnPairEquations.Evaluate(Layout.Features, (SingleLane*)parameters, (SingleLane*)from, (SingleLane*)to);
    }

    private protected override unsafe void WriteJacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        if (_numbers is null)
        {
            base.WriteJacobian(y, jacobian);
            Span<double> change = n <= MostOnStack ? stackalloc double[n] : new double[n];
            Equations.Evaluate(System.Runtime.InteropServices.MemoryMarshal.Cast<double, FieldValue>(y[..n]), System.Runtime.InteropServices.MemoryMarshal.Cast<double, FieldValue>(change));
            FrameJacobian.Add(Layout, y, change, jacobian);
            return;
        }
        fixed (double* from = y[..n], to = jacobian[..(n * n)], parameters = _numbers)
            ColumnPairJacobian.Write(Layout.Features, parameters, from, to);
    }

    private void Follow<TField>(TField field, double[] states, double length, int maxSteps, double relativeTolerance, TrajectoryLook look, Action pause)
        where TField : struct, ILaneField
    {
        int n = Dimension;
        new LaneIntegration<TField>(field, relativeTolerance, RelativeToAbsolute * relativeTolerance, maxSteps).Run(
            states.Length / n,
            (copy, numbers, start) =>
            {
                _numbers.CopyTo(numbers);
                states.AsSpan(copy * n, n).CopyTo(start);
            },
            length, look, pause);
    }

    internal override void EvaluateIn<T>(ReadOnlySpan<T> y, Span<T> derivative)
    {
        Equations.Evaluate(y, derivative);
        int k = Layout.Columns, pairs = Pairs;
        Span<T> gram = pairs <= OnStack ? stackalloc T[k * k] : new T[k * k], turn = pairs <= OnStack ? stackalloc T[pairs] : new T[pairs];
        GramAndExcess(Layout, y, derivative, gram, turn);
        Solve<T>(gram, k, turn);
        Turn<T>(y, turn, derivative);
    }

    /// <summary>M = CᵀC, and A = FᵀC − CᵀF over the pairs a &lt; b.</summary>
    internal static void GramAndExcess<T>(StateLayout layout, ReadOnlySpan<T> y, ReadOnlySpan<T> change, Span<T> gram, Span<T> excesses)
        where T : unmanaged, IFieldNumber<T>
    {
        int k = layout.Columns, pair = 0;
        for (int a = 0; a < k; a++)
        {
            for (int b = a; b < k; b++)
            {
                T product = T.Of(0), excess = T.Of(0);
                for (int row = layout.QStart; row < layout.SStart; row += k)
                {
                    product += y[row + a] * y[row + b];
                    excess += change[row + a] * y[row + b] - y[row + a] * change[row + b];
                }
                gram[a * k + b] = gram[b * k + a] = product;
                if (b > a)
                    excesses[pair++] = excess;
            }
        }
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

    /// <summary>Replaces A by Ψ, 𝓜Ψ = MΨ + ΨM over the pairs a &lt; b.</summary>
    private static void Solve<T>(ReadOnlySpan<T> gram, int k, Span<T> turn)
        where T : unmanaged, IFieldNumber<T>
    {
        int size = turn.Length;
        Span<T> matrix = size <= OnStack ? stackalloc T[size * size] : new T[size * size], part = size <= OnStack ? stackalloc T[size] : new T[size];
        Factors(gram, k, matrix);
        turn.CopyTo(part);
        turn.Clear();
        for (int round = 0; round < Terms; round++)
        {
            SolveFactorised<T>(matrix, part);
            for (int i = 0; i < size; i++)
            {
                turn[i] += part[i];
                part[i] = Smallest * part[i];
            }
        }
    }

    /// <summary>L and U of 𝓜 + ε.</summary>
    internal static void Factors<T>(ReadOnlySpan<T> gram, int k, Span<T> matrix)
        where T : unmanaged, IFieldNumber<T>
    {
        int size = k * (k - 1) / 2, row = 0;
        for (int a = 0; a < k; a++)
        {
            for (int b = a + 1; b < k; b++, row++)
            {
                int column = 0;
                for (int c = 0; c < k; c++)
                    for (int e = c + 1; e < k; e++, column++)
                        matrix[row * size + column] = Entry(gram, k, a, b, c, e);
                matrix[row * size + row] += T.Of(Smallest);
            }
        }
        Factorise(matrix, size);
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

    /// <summary>L and U of a positive definite matrix in its place; such a one needs no exchange of rows.</summary>
    private static void Factorise<T>(Span<T> matrix, int size)
        where T : unmanaged, IFieldNumber<T>
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = i + 1; j < size; j++)
            {
                T factor = matrix[j * size + i] /= matrix[i * size + i];
                for (int l = i + 1; l < size; l++)
                    matrix[j * size + l] -= factor * matrix[i * size + l];
            }
        }
    }

    /// <summary>Solves with the factors, in place.</summary>
    internal static void SolveFactorised<T>(ReadOnlySpan<T> matrix, Span<T> right)
        where T : unmanaged, IFieldNumber<T>
    {
        int size = right.Length;
        for (int i = 1; i < size; i++)
            for (int j = 0; j < i; j++)
                right[i] -= matrix[i * size + j] * right[j];
        for (int i = size - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < size; j++)
                right[i] -= matrix[i * size + j] * right[j];
            right[i] /= matrix[i * size + i];
        }
    }
}
