namespace PhaseGan.Dynamics;

/// <summary>
/// The equations of a cycle bordered to a regular square matrix: by rows below, and on a branch point by a column for an unfolding β, so that F + βw = 0. It parts the unknowns into those that the equations
/// settle and the directions that they leave free.
/// </summary>
/// <param name="rows">Rows, so many more than unknowns lack equations.</param>
/// <param name="unfolding">w, or null.</param>
internal sealed class CycleBordering(double[][] rows, double[]? unfolding)
{
    /// <summary>How many directions are left free.</summary>
    public int Free => rows.Length;

    /// <summary>Whether there is an unknown β after the others.</summary>
    public bool IsUnfolded => unfolding is not null;

    /// <summary>The free directions: solutions of the equations' derivative with one of the rows' products 1 and the others 0, with β at the end where there is one.</summary>
    public double[][] Directions(CycleEvaluation at)
    {
        ScaledLu factors = Factor(at, out int size);
        var directions = new double[rows.Length][];
        for (int j = 0; j < rows.Length; j++)
        {
            var unit = new double[size];
            unit[at.Frame.Equations + j] = 1;
            directions[j] = factors.Solve(unit);
        }
        return directions;
    }

    /// <summary>The shares of the free directions in a vector that is made of them alone.</summary>
    public double[] Along(double[] u) => [.. rows.Select(row => VectorMath.Dot(row, u))];

    /// <summary>The correction orthogonal to the rows that settles the equations, with that of β at the end.</summary>
    /// <param name="at">The equations.</param>
    /// <param name="beta">β.</param>
    public double[] Correction(CycleEvaluation at, double beta)
    {
        ScaledLu factors = Factor(at, out int size);
        var load = new double[size];
        for (int i = 0; i < at.Values.Length; i++)
            load[i] = -at.Values[i] - (unfolding is null ? 0 : beta * unfolding[i]);
        return factors.Solve(load);
    }

    private ScaledLu Factor(CycleEvaluation at, out int size)
    {
        int columns = at.Frame.Unknowns, equations = at.Frame.Equations, width = columns + (unfolding is null ? 0 : 1);
        size = equations + rows.Length;
        var matrix = new double[size * size];
        for (int i = 0; i < equations; i++)
        {
            at.Matrix.AsSpan(i * columns, columns).CopyTo(matrix.AsSpan(i * size));
            if (unfolding is not null)
                matrix[i * size + width - 1] = unfolding[i];
        }
        for (int j = 0; j < rows.Length; j++)
            rows[j].AsSpan(0, columns).CopyTo(matrix.AsSpan((equations + j) * size));
        return new ScaledLu(matrix, size);
    }
}
