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
    private readonly int _which, _parameter;

    private BranchPointFunction(Borders borders, int which, int parameter) => (_borders, _which, _parameter) = (borders, which, parameter);

    /// <summary>Both functions with borders from a place nearby, and the vector w that unfolds the field, of its size.</summary>
    /// <param name="at">The place.</param>
    /// <param name="parameter">The parameter along which branches cross.</param>
    public static (TestFunction[] Functions, double[] Unfolding) At(Linearisation at, int parameter = 0)
    {
        int n = at.Dimension, m = n + 1;
        double[] wide = WithSlopes(at, parameter), gram = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                gram[i * n + j] = VectorMath.Dot(wide.AsSpan(i * m, m), wide.AsSpan(j * m, m));
        var values = SingularValues.Of(wide, m);
        var borders = new Borders(SingularValues.Of(gram, n).Right(n - 1).ToArray(), values.Right(n).ToArray(), values.Right(n - 1).ToArray());
        // in the unit of the field, so that the unknown beside it is a number without a unit
        double size = Size(at, parameter);
        return ([new BranchPointFunction(borders, 0, parameter), new BranchPointFunction(borders, 1, parameter)], [.. borders.Left.Select(w => size * w)]);
    }

    /// <summary>[J f_p] with a row of zeros below, (N + 1)×(N + 1).</summary>
    /// <param name="at">The place.</param>
    /// <param name="parameter">Which parameter p is.</param>
    public static double[] WithSlopes(Linearisation at, int parameter = 0)
    {
        int n = at.Dimension, m = n + 1;
        var wide = new double[m * m];
        for (int i = 0; i < n; i++)
        {
            at.Jacobian.AsSpan(i * n, n).CopyTo(wide.AsSpan(i * m));
            wide[i * m + n] = at.Slopes[parameter * n + i];
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

    /// <summary>The size of the derivatives at a place and beside it at other parameters, since they may all vanish at a branch point.</summary>
    public static double Size(Linearisation at, int parameter = 0)
    {
        const double beside = 0.03;
        double size = double.Hypot(VectorMath.Norm(at.Jacobian), VectorMath.Norm(at.Slopes));
        if (at.Plane is not null)
            return size;
        foreach (double move in (double[])[-beside, beside])
        {
            double[] u = at.Frame.Unknowns(at.Coordinates, at.Parameters);
            u[at.Dimension + parameter] += move;
            if (at.Frame.Linearise(u, SlopeAccuracy.None, out _) is { } there)
                size = Math.Max(size, VectorMath.Norm(there.Jacobian));
        }
        return size;
    }

    /// <summary>The singular value of [J f_p] that is not zero at a simple branch point; infinite with one coordinate.</summary>
    public static double SecondLeast(Linearisation at) =>
        at.Dimension == 1 ? double.PositiveInfinity : SingularValues.Of(WithSlopes(at), at.Dimension + 1).Values[at.Dimension - 2];

    /// <inheritdoc/>
    public override bool NeedsSlopes => true;

    /// <inheritdoc/>
    public override double Value(Linearisation at)
    {
        int n = at.Dimension, m = n + 1, size = n + 2;
        double[] wide = WithSlopes(at, _parameter), bordered = new double[size * size], unit = new double[size];
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
