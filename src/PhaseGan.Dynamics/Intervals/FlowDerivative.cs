namespace PhaseGan.Dynamics;

/// <summary>Encloses the derivative of a flow by its start as QR: Q nearly orthogonal numbers, R intervals.</summary>
internal sealed class FlowDerivative
{
    private readonly int _n;
    private readonly double[] _frame, _even;
    private Interval[] _factor;

    /// <param name="n">The number of coordinates.</param>
    public FlowDerivative(int n)
    {
        (_n, _frame, _factor, _even) = (n, new double[n * n], new Interval[n * n], new double[n]);
        Array.Fill(_even, 1);
        for (int i = 0; i < n; i++)
            (_frame[i * n + i], _factor[i * n + i]) = (1, 1);
    }

    /// <summary>The derivative, row-major.</summary>
    public Interval[] Value => IntervalMatrix.Multiply(IntervalMatrix.Of(_frame), _factor, _n);

    /// <summary>Multiplies from the left by all matrices within e of d.</summary>
    public void Multiply(ReadOnlySpan<double> d, ReadOnlySpan<double> e)
    {
        int n = _n;
        Span<double> moved = stackalloc double[n * n], error = stackalloc double[n * n];
        FlowAlgebra.Multiply(d, e, _frame, moved, error, n);
        FlowAlgebra.Orthogonal(moved, _even, _frame, n);
        double defect = FlowAlgebra.Defect(_frame, n), extra = defect < 0.5 ? 2 * defect : double.PositiveInfinity;
        Interval[] across = new Interval[n * n], step = new Interval[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                across[i * n + j] = _frame[j * n + i];
                step[i * n + j] = moved[i * n + j] + new Interval(-error[i * n + j], error[i * n + j]);
            }
        // Q⁻¹ = (I + F)Qᵀ with ‖F‖ at most twice the defect
        Interval[] product = IntervalMatrix.Multiply(across, step, n), whole = new Interval[n * n];
        for (int j = 0; j < n; j++)
        {
            Interval most = 0;
            for (int i = 0; i < n; i++)
                most = most.Hull(product[i * n + j]);
            Interval slack = extra * new Interval(-most.Magnitude, most.Magnitude);
            for (int i = 0; i < n; i++)
                whole[i * n + j] = product[i * n + j] + slack;
        }
        _factor = IntervalMatrix.Multiply(whole, _factor, n);
    }
}
