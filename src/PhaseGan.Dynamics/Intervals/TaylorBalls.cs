namespace PhaseGan.Dynamics;

/// <summary>
/// Taylor coefficients of the solutions from a box of states, and of their derivatives by the state, each as a ball: a number and a bound on the distance of every true value from it.
/// </summary>
/// <remarks>
/// Sums of products are computed in plain arithmetic, and their rounding is bounded by γₙ Σ|aᵢbᵢ| with n terms (Higham, <em>Accuracy and Stability of Numerical Algorithms</em>, 2nd ed., section 3.1); bounds are enlarged for their own rounding and for
/// underflow.
/// </remarks>
internal sealed unsafe class TaylorBalls
{
    /// <summary>More than half of a unit in the last place, relative.</summary>
    public const double Rounding = 1.2e-16;

    /// <summary>Enlarges a bound that was computed with some 200 operations at most.</summary>
    public const double Enlarge = 1 + 5e-14;

    /// <summary>The highest order for which the bounds on rounding are enlarged enough.</summary>
    public const int MostOrder = 40;

    /// <summary>More than all that underflow loses in a sum.</summary>
    public const double Underflow = 1e-300;

    private readonly TapeOperation[] _operations;
    private readonly int[] _a, _b, _outputs;
    private readonly (double Middle, double Radius)[] _constants;
    private readonly int _n, _stride, _nodes;
    private readonly double[] _middle, _radius, _slope, _slopeRadius;

    /// <param name="tape">The field.</param>
    /// <param name="order">K in [1, 40]: the highest coefficient.</param>
    public TaylorBalls(TaylorTape tape, int order)
    {
        if (order is < 1 or > MostOrder)
            throw Guard.OutOfRange(nameof(order), order, "is the order of a Taylor series and must lie in [1, 40]");
        (_n, _stride, _nodes, Order) = (tape.Dimension, order + 1, tape.Nodes.Count, order);
        _operations = [.. tape.Nodes.Select(t => t.Operation)];
        _a = [.. tape.Nodes.Select(t => t.A)];
        _b = [.. tape.Nodes.Select(t => t.B)];
        _constants = [.. tape.Nodes.Select(t => (t.Value.Middle, t.Value.Radius))];
        _outputs = tape.Outputs.ToArray();
        _middle = new double[_nodes * _stride];
        _radius = new double[_nodes * _stride];
        _slope = new double[_n * _nodes * _stride];
        _slopeRadius = new double[_n * _nodes * _stride];
    }

    /// <summary>K.</summary>
    public int Order { get; }

    /// <summary>Coefficients of coordinate i by rising order, length K + 1.</summary>
    public ReadOnlySpan<double> Middle(int i) => _middle.AsSpan(i * _stride, _stride);

    /// <summary>Their radii.</summary>
    public ReadOnlySpan<double> Radius(int i) => _radius.AsSpan(i * _stride, _stride);

    /// <summary>Coefficients of the derivative of coordinate i by coordinate j of the start.</summary>
    public ReadOnlySpan<double> Slope(int i, int j) => _slope.AsSpan((j * _nodes + i) * _stride, _stride);

    /// <summary>Their radii.</summary>
    public ReadOnlySpan<double> SlopeRadius(int i, int j) => _slopeRadius.AsSpan((j * _nodes + i) * _stride, _stride);

    /// <summary>All coefficients of the solutions from a box.</summary>
    public void Expand(ReadOnlySpan<double> middle, ReadOnlySpan<double> radius)
    {
        for (int i = 0; i < _n; i++)
            (_middle[i * _stride], _radius[i * _stride]) = (middle[i], radius[i]);
        fixed (double* m = _middle, r = _radius)
            for (int j = 0; j < Order; j++)
            {
                for (int k = _n; k < _nodes; k++)
                    Evaluate(m, r, k, j);
                Advance(m, r, j);
            }
    }

    /// <summary>All coefficients of the derivatives by the start, where <see cref="Expand"/> was called with the box.</summary>
    public void ExpandSlopes()
    {
        fixed (double* m = _middle, r = _radius, allSlopes = _slope, allRadii = _slopeRadius)
            for (int c = 0; c < _n; c++)
            {
                double* s = allSlopes + c * _nodes * _stride, e = allRadii + c * _nodes * _stride;
                for (int i = 0; i < _n; i++)
                    (s[i * _stride], e[i * _stride]) = (i == c ? 1 : 0, 0);
                for (int j = 0; j < Order; j++)
                {
                    for (int k = _n; k < _nodes; k++)
                        Evaluate(m, r, s, e, k, j);
                    Advance(s, e, j);
                }
            }
    }

    private void Advance(double* m, double* r, int j)
    {
        for (int i = 0; i < _n; i++)
        {
            int from = _outputs[i] * _stride + j, to = i * _stride + j + 1;
            m[to] = m[from] / (j + 1);
            r[to] = (r[from] / (j + 1) + Rounding * Math.Abs(m[to])) * Enlarge + Underflow;
        }
    }

    private void Evaluate(double* m, double* r, int k, int j)
    {
        int to = k * _stride + j, a = _a[k] * _stride, b = _b[k] * _stride;
        if (_operations[k] == TapeOperation.Product)
            Convolve(m + a, r + a, m + b, r + b, j, 0, 0, out m[to], out r[to]);
        else
            Linear(m, r, k, a + j, b + j, to, j == 0);
    }

    private void Evaluate(double* m, double* r, double* s, double* e, int k, int j)
    {
        int to = k * _stride + j, a = _a[k] * _stride, b = _b[k] * _stride;
        if (_operations[k] != TapeOperation.Product)
        {
            Linear(s, e, k, a + j, b + j, to, false);
            return;
        }
        Convolve(m + a, r + a, s + b, e + b, j, 0, 0, out double half, out double error);
        if (a == b)
            (s[to], e[to]) = (2 * half, 2 * error);
        else
            Convolve(m + b, r + b, s + a, e + a, j, half, error, out s[to], out e[to]);
    }

    private void Linear(double* m, double* r, int k, int a, int b, int to, bool isFirst)
    {
        (double value, double radius) = _constants[k];
        switch (_operations[k])
        {
            case TapeOperation.Sum:
                m[to] = m[a] + m[b];
                r[to] = (r[a] + r[b] + Rounding * Math.Abs(m[to])) * Enlarge;
                break;
            case TapeOperation.Scale:
                m[to] = value * m[a];
                r[to] = (Math.Abs(value) * r[a] + radius * (Math.Abs(m[a]) + r[a]) + Rounding * Math.Abs(m[to])) * Enlarge + Underflow;
                break;
            case TapeOperation.Shift when isFirst:
                m[to] = m[a] + value;
                r[to] = (r[a] + radius + Rounding * Math.Abs(m[to])) * Enlarge;
                break;
            case TapeOperation.Shift:
                (m[to], r[to]) = (m[a], r[a]);
                break;
            default:
                (m[to], r[to]) = isFirst ? (value, radius) : (0, 0);
                break;
        }
    }

    /// <summary>Σ aᵢ bⱼ₋ᵢ over i = 0 … j, added to a ball.</summary>
    private static void Convolve(double* a, double* ra, double* b, double* rb, int j, double start, double startRadius, out double sum, out double radius)
    {
        double value = start, size = Math.Abs(start), error = 0;
        for (int i = 0; i <= j; i++)
        {
            double x = a[i], y = b[j - i], p = x * y, e = rb[j - i];
            value += p;
            size += Math.Abs(p);
            error += Math.Abs(x) * e + ra[i] * (Math.Abs(y) + e);
        }
        sum = value;
        radius = (startRadius + error + (j + 3) * Rounding * size) * Enlarge + Underflow;
    }
}
