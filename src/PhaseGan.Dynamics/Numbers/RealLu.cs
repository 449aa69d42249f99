namespace PhaseGan.Dynamics;

/// <summary>Factors of a real matrix by Gaussian elimination with partial pivoting. All memory is taken when it is made.</summary>
/// <remarks>
/// Golub and Van Loan, <em>Matrix Computations</em>, 4th ed., section 3.4. Columns are contiguous, so that elimination and substitution run down columns;
/// both are elementwise, so the bits do not depend on the width of the registers.
/// </remarks>
internal sealed class RealLu(int size)
{
    private readonly int[] _pivots = new int[size];

    /// <summary>The matrix in column-major order before <see cref="Factor"/>, its factors after.</summary>
    public double[] Matrix { get; } = new double[size * size];

    /// <summary>The sign of the determinant of what was factored.</summary>
    public int DeterminantSign { get; private set; }

    /// <summary>The row that each row was exchanged with, from the first to the last, the multipliers to their left staying where they were.</summary>
    public ReadOnlySpan<int> Pivots => _pivots;

    /// <summary>Factors <see cref="Matrix"/> in place; false if a pivot vanishes or is not finite.</summary>
    /// <param name="least">What stands for each pivot that is smaller, &gt; 0; empty if none may be.</param>
    public bool Factor(ReadOnlySpan<double> least = default)
    {
        DeterminantSign = 1;
        for (int k = 0; k < size; k++)
        {
            Span<double> column = Matrix.AsSpan(k * size, size);
            int pivot = Largest(column, k);
            double value = column[pivot];
            if (!least.IsEmpty && Math.Abs(value) < least[k])
                value = least[k];
            if (value == 0 || !double.IsFinite(value))
                return false;
            _pivots[k] = pivot;
            DeterminantSign *= value < 0 == (pivot == k) ? -1 : 1;
            (column[pivot], column[k]) = (column[k], value);
            for (int i = k + 1; i < size; i++)
                column[i] /= value;
            ReadOnlySpan<double> multipliers = column[(k + 1)..];
            for (int j = k + 1; j < size; j++)
            {
                Span<double> other = Matrix.AsSpan(j * size, size);
                (other[pivot], other[k]) = (other[k], other[pivot]);
                if (other[k] != 0)
                    VectorMath.AddMultiple(other[(k + 1)..], -other[k], multipliers);
            }
        }
        return true;
    }

    /// <summary>Replaces a right-hand side by the solution.</summary>
    public void Solve(Span<double> b)
    {
        for (int k = 0; k < size; k++)
        {
            (b[_pivots[k]], b[k]) = (b[k], b[_pivots[k]]);
            VectorMath.AddMultiple(b[(k + 1)..], -b[k], Matrix.AsSpan(k * size + k + 1, size - k - 1));
        }
        for (int k = size - 1; k >= 0; k--)
        {
            b[k] /= Matrix[k * size + k];
            VectorMath.AddMultiple(b[..k], -b[k], Matrix.AsSpan(k * size, k));
        }
    }

    private static int Largest(ReadOnlySpan<double> column, int from)
    {
        int largest = from;
        for (int i = from + 1; i < column.Length; i++)
            if (Math.Abs(column[i]) > Math.Abs(column[largest]))
                largest = i;
        return largest;
    }
}
