namespace PhaseGan;

/// <summary>What the turning of the frame of <see cref="CorotatingOde"/> adds to a Jacobian.</summary>
/// <remarks>
/// Ψ = p_0 + … + p_3 with (𝓜 + ε)p_0 = A and (𝓜 + ε)p_t = εp_(t−1). A change of the state changes A by what it does to F and C, and 𝓜 through M = CᵀC, so that (𝓜 + ε)dp_0 = dA − d𝓜p_0 and
/// (𝓜 + ε)dp_t = εdp_(t−1) − d𝓜p_t, with d𝓜p = dMp + pdM for the skew p.
/// </remarks>
internal readonly ref struct FrameJacobian
{
    /// <summary>Numbers up to this are on the stack.</summary>
    private const int OnStack = 512;

    private readonly StateLayout _layout;
    private readonly ReadOnlySpan<double> _y, _change;
    private readonly Span<double> _jacobian;
    private readonly int _k, _n, _pairs;

    private FrameJacobian(StateLayout layout, ReadOnlySpan<double> y, ReadOnlySpan<double> change, Span<double> jacobian)
    {
        _layout = layout;
        _y = y;
        _change = change;
        _jacobian = jacobian;
        (_k, _n, _pairs) = (layout.Columns, layout.Dimension, layout.Columns * (layout.Columns - 1) / 2);
    }

    /// <summary>Adds the derivative of CΨ.</summary>
    /// <param name="layout">Where C = [Q; R] is.</param>
    /// <param name="y">The state, length N.</param>
    /// <param name="change">The field where the frame does not turn, length N.</param>
    /// <param name="jacobian">Its Jacobian, length N², to which the turning is added.</param>
    public static void Add(StateLayout layout, ReadOnlySpan<double> y, ReadOnlySpan<double> change, Span<double> jacobian)
    {
        var frame = new FrameJacobian(layout, y, change, jacobian);
        int n = layout.Dimension, pairs = frame._pairs, terms = CorotatingOde.Terms, size = pairs * (2 * n + pairs + terms + 1);
        Span<double> room = size <= OnStack ? stackalloc double[size] : new double[size];
        Span<double> matrix = room[..(pairs * pairs)], parts = room.Slice(pairs * pairs, pairs * terms), rest = room[(pairs * (pairs + terms))..];
        Span<double> turn = rest[..pairs], slopes = rest.Slice(pairs, pairs * n), right = rest[(pairs * (n + 1))..];
        frame.Turning(matrix, parts, turn);
        frame.SlopesOfExcess(right);
        for (int t = 0; t < terms; t++)
        {
            frame.TakeOffMatrix(parts.Slice(t * pairs, pairs), right);
            frame.SolveRows(matrix, right);
            VectorMath.AddMultiple(slopes, 1, right);
            VectorMath.Divide(right, 1 / CorotatingOde.Smallest);
        }
        frame.Apply(turn, slopes);
    }

    /// <summary>The factors of 𝓜 + ε, the terms p_t and Ψ.</summary>
    private void Turning(Span<double> matrix, Span<double> parts, Span<double> turn)
    {
        int k = _k;
        Span<FieldValue> gram = k * k <= OnStack ? stackalloc FieldValue[k * k] : new FieldValue[k * k], excess = _pairs <= OnStack ? stackalloc FieldValue[_pairs] : new FieldValue[_pairs];
        CorotatingOde.GramAndExcess(_layout, AsNumbers(_y), AsNumbers(_change), gram, excess);
        Span<FieldValue> factors = AsNumbers(matrix);
        CorotatingOde.Factors<FieldValue>(gram, k, factors);
        for (int t = 0; t < CorotatingOde.Terms; t++)
        {
            CorotatingOde.SolveFactorised(factors, excess);
            for (int i = 0; i < _pairs; i++)
            {
                parts[t * _pairs + i] = excess[i].Value;
                turn[i] += excess[i].Value;
                excess[i] = CorotatingOde.Smallest * excess[i];
            }
        }
    }

    /// <summary>dA, pair by pair: A_ab = Σ(F_ca C_cb − C_ca F_cb) over the rows c of C.</summary>
    private void SlopesOfExcess(Span<double> slopes)
    {
        for (int a = 0, pair = 0; a < _k; a++)
        {
            for (int b = a + 1; b < _k; b++, pair++)
            {
                Span<double> slope = slopes.Slice(pair * _n, _n);
                for (int row = _layout.QStart; row < _layout.SStart; row += _k)
                {
                    VectorMath.AddMultiple(slope, _y[row + b], _jacobian.Slice((row + a) * _n, _n));
                    VectorMath.AddMultiple(slope, -_y[row + a], _jacobian.Slice((row + b) * _n, _n));
                    slope[row + b] += _change[row + a];
                    slope[row + a] -= _change[row + b];
                }
            }
        }
    }

    /// <summary>Solves with the factors of 𝓜 + ε for all columns at once.</summary>
    private void SolveRows(ReadOnlySpan<double> factors, Span<double> right)
    {
        for (int i = 1; i < _pairs; i++)
            for (int j = 0; j < i; j++)
                VectorMath.AddMultiple(right.Slice(i * _n, _n), -factors[i * _pairs + j], right.Slice(j * _n, _n));
        for (int i = _pairs - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < _pairs; j++)
                VectorMath.AddMultiple(right.Slice(i * _n, _n), -factors[i * _pairs + j], right.Slice(j * _n, _n));
            VectorMath.Divide(right.Slice(i * _n, _n), factors[i * _pairs + i]);
        }
    }

    /// <summary>Takes off d𝓜p for a change of each C_ce: with u = C_c p, (dMp + pdM)_ab = δ_ae u_b − δ_be u_a + C_ca p_eb − p_ea C_cb.</summary>
    private void TakeOffMatrix(ReadOnlySpan<double> part, Span<double> right)
    {
        for (int row = _layout.QStart; row < _layout.SStart; row += _k)
        {
            for (int a = 0, pair = 0; a < _k; a++)
            {
                for (int b = a + 1; b < _k; b++, pair++)
                {
                    Span<double> slope = right.Slice(pair * _n + row, _k);
                    for (int e = 0; e < _k; e++)
                        slope[e] -= _y[row + a] * Skew(part, e, b) - Skew(part, e, a) * _y[row + b];
                    slope[a] -= Turned(part, row, b);
                    slope[b] += Turned(part, row, a);
                }
            }
        }
    }

    /// <summary>(C_c p)_b.</summary>
    private double Turned(ReadOnlySpan<double> part, int row, int b)
    {
        double sum = 0;
        for (int c = 0; c < _k; c++)
            sum += _y[row + c] * Skew(part, c, b);
        return sum;
    }

    /// <summary>p_ab of a skew matrix that is kept above its diagonal.</summary>
    private double Skew(ReadOnlySpan<double> part, int a, int b)
    {
        if (a == b)
            return 0;
        (int first, int second) = a < b ? (a, b) : (b, a);
        double value = part[first * _k - first * (first + 1) / 2 + second - first - 1];
        return a < b ? value : -value;
    }

    /// <summary>Adds dC Ψ + C dΨ.</summary>
    private void Apply(ReadOnlySpan<double> turn, ReadOnlySpan<double> slopes)
    {
        for (int a = 0, pair = 0; a < _k; a++)
        {
            for (int b = a + 1; b < _k; b++, pair++)
            {
                ReadOnlySpan<double> slope = slopes.Slice(pair * _n, _n);
                for (int row = _layout.QStart; row < _layout.SStart; row += _k)
                {
                    Span<double> first = _jacobian.Slice((row + a) * _n, _n), second = _jacobian.Slice((row + b) * _n, _n);
                    VectorMath.AddMultiple(second, _y[row + a], slope);
                    VectorMath.AddMultiple(first, -_y[row + b], slope);
                    second[row + a] += turn[pair];
                    first[row + b] -= turn[pair];
                }
            }
        }
    }

    private static ReadOnlySpan<FieldValue> AsNumbers(ReadOnlySpan<double> values) => System.Runtime.InteropServices.MemoryMarshal.Cast<double, FieldValue>(values);

    private static Span<FieldValue> AsNumbers(Span<double> values) => System.Runtime.InteropServices.MemoryMarshal.Cast<double, FieldValue>(values);
}
