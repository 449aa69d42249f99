namespace PhaseGan.Dynamics;

/// <summary>
/// One of the two numbers g in [J f_p w; Vᵀ 0]ᵀ(ψ; g) = (0; 1), which vanish together where [J f_p] loses a rank: at a branch point, of fixed points of a family with one parameter (Govaerts,
/// <em>Numerical Methods for Bifurcations of Dynamical Equilibria</em>, section 4.1).
/// </summary>
internal sealed class BranchPointFunction : TestFunction
{
    /// <summary>A singular value below this share of the largest is zero.</summary>
    private const double NoRank = 1e-9;

    private readonly Borders _borders;
    private readonly int _which;

    private BranchPointFunction(Borders borders, int which) => (_borders, _which) = (borders, which);

    /// <summary>Both functions with borders from a place nearby, and the vector w that unfolds the field, of its size.</summary>
    public static (TestFunction[] Functions, double[] Unfolding) At(Linearisation at)
    {
        int n = at.Dimension, m = n + 1;
        double[] wide = WithSlopes(at), gram = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                gram[i * n + j] = VectorMath.Dot(wide.AsSpan(i * m, m), wide.AsSpan(j * m, m));
        var values = SingularValues.Of(wide, m);
        var borders = new Borders(SingularValues.Of(gram, n).Right(n - 1).ToArray(), values.Right(n).ToArray(), values.Right(n - 1).ToArray());
        // in the unit of the field, so that the unknown beside it is a number without a unit
        double size = values.Values[0];
        return ([new BranchPointFunction(borders, 0), new BranchPointFunction(borders, 1)], [.. borders.Left.Select(w => size * w)]);
    }

    /// <summary>[J f_p] with a row of zeros below, (N + 1)×(N + 1).</summary>
    public static double[] WithSlopes(Linearisation at)
    {
        int n = at.Dimension, m = n + 1;
        var wide = new double[m * m];
        for (int i = 0; i < n; i++)
        {
            at.Jacobian.AsSpan(i * n, n).CopyTo(wide.AsSpan(i * m));
            wide[i * m + n] = at.Slopes[i];
        }
        return wide;
    }

    /// <summary>Whether [J f_p] has lost one rank and no more: where a branch meets a family of fixed points it loses more, and more than two branches meet.</summary>
    public static bool IsSimple(Linearisation at)
    {
        int n = at.Dimension;
        double[] values = SingularValues.Of(WithSlopes(at), n + 1).Values;
        return n == 1 || values[n - 2] > NoRank * values[0];
    }

    /// <inheritdoc/>
    public override bool NeedsSlopes => true;

    /// <inheritdoc/>
    public override double Value(Linearisation at)
    {
        int n = at.Dimension, m = n + 1, size = n + 2;
        double[] wide = WithSlopes(at), bordered = new double[size * size], unit = new double[size];
        for (int i = 0; i < n; i++)
        {
            wide.AsSpan(i * m, m).CopyTo(bordered.AsSpan(i * size));
            bordered[i * size + m] = _borders.Left[i];
        }
        _borders.First.CopyTo(bordered, n * size);
        _borders.Second.CopyTo(bordered, m * size);
        unit[m] = 1;
        return new ScaledLu(bordered, size).SolveTransposed(unit)[n + _which];
    }

    private sealed record Borders(double[] Left, double[] First, double[] Second);
}
