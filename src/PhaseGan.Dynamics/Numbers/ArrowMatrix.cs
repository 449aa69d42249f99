namespace PhaseGan.Dynamics;

/// <summary>A real matrix that is diagonal but for a border: O(M L + K²) numbers instead of N², and products as cheap.</summary>
/// <param name="pattern">Where its entries are.</param>
internal sealed class ArrowMatrix(ArrowPattern pattern)
{
    /// <summary>Where the entries are.</summary>
    public ArrowPattern Pattern { get; } = pattern;

    /// <summary>All entries, one part after the other.</summary>
    public double[] Entries { get; } = new double[pattern.EntryCount];

    /// <summary>The diagonal outside the border, length M.</summary>
    public Span<double> Diagonal => Entries.AsSpan(0, Pattern.OtherCount);

    /// <summary>Entries in the rows of the others and the columns of their links, M times L.</summary>
    public Span<double> Rows => Entries.AsSpan(Pattern.OtherCount, Pattern.OtherCount * Pattern.LinkCount);

    /// <summary>Entries in the columns of the others and the rows of their links, M times L.</summary>
    public Span<double> Columns => Entries.AsSpan(Pattern.OtherCount * (1 + Pattern.LinkCount), Pattern.OtherCount * Pattern.LinkCount);

    /// <summary>The block over the border, row by row, length K².</summary>
    public Span<double> Block => Entries.AsSpan(Pattern.OtherCount * (1 + 2 * Pattern.LinkCount));

    /// <summary>The Frobenius norm.</summary>
    public double Norm => VectorMath.Norm(Entries);

    /// <summary>The largest sum of the moduli of a row.</summary>
    public double RowNorm
    {
        get
        {
            int k = Pattern.BorderCount, links = Pattern.LinkCount;
            ReadOnlySpan<double> rows = Rows, columns = Columns, block = Block;
            double largest = 0;
            Span<double> sums = stackalloc double[Math.Min(k, 256)];
            if (k > sums.Length)
                sums = new double[k];
            sums.Clear();
            for (int i = 0; i < k; i++)
                for (int j = 0; j < k; j++)
                    sums[i] += Math.Abs(block[i * k + j]);
            for (int m = 0; m < Pattern.OtherCount; m++)
            {
                double sum = Math.Abs(Diagonal[m]);
                for (int l = m * links; l < (m + 1) * links; l++)
                {
                    sum += Math.Abs(rows[l]);
                    sums[Pattern.Links[l]] += Math.Abs(columns[l]);
                }
                largest = Math.Max(largest, sum);
            }
            return Math.Max(largest, VectorMath.Largest(sums));
        }
    }

    /// <summary>Writes the whole diagonal, length N.</summary>
    public void CopyDiagonal(Span<double> diagonal)
    {
        for (int m = 0; m < Pattern.OtherCount; m++)
            diagonal[Pattern.CoordinateOf(m)] = Entries[m];
        ReadOnlySpan<double> block = Block;
        for (int i = 0; i < Pattern.BorderCount; i++)
            diagonal[Pattern.BorderStart + i] = block[i * Pattern.BorderCount + i];
    }

    /// <summary>The transpose.</summary>
    public ArrowMatrix Transposed()
    {
        var result = new ArrowMatrix(Pattern);
        int k = Pattern.BorderCount;
        Diagonal.CopyTo(result.Diagonal);
        Rows.CopyTo(result.Columns);
        Columns.CopyTo(result.Rows);
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
                result.Block[j * k + i] = Block[i * k + j];
        return result;
    }

    /// <summary>Writes J v.</summary>
    public void Multiply(ReadOnlySpan<double> v, Span<double> product)
    {
        int k = Pattern.BorderCount, links = Pattern.LinkCount;
        ReadOnlySpan<double> border = v.Slice(Pattern.BorderStart, k), diagonal = Diagonal, rows = Rows, columns = Columns, block = Block;
        ReadOnlySpan<int> at = Pattern.Links;
        Span<double> result = product.Slice(Pattern.BorderStart, k);
        for (int i = 0; i < k; i++)
            result[i] = VectorMath.Dot(block.Slice(i * k, k), border);
        for (int m = 0; m < diagonal.Length; m++)
        {
            int c = Pattern.CoordinateOf(m);
            double own = v[c], sum = diagonal[m] * own;
            for (int l = m * links; l < (m + 1) * links; l++)
            {
                sum += rows[l] * border[at[l]];
                result[at[l]] += columns[l] * own;
            }
            product[c] = sum;
        }
    }

    /// <summary>Writes Σ_j |J_ij v_j|.</summary>
    public void MultiplySizes(ReadOnlySpan<double> v, Span<double> product)
    {
        int k = Pattern.BorderCount, links = Pattern.LinkCount;
        ReadOnlySpan<double> border = v.Slice(Pattern.BorderStart, k), diagonal = Diagonal, rows = Rows, columns = Columns, block = Block;
        ReadOnlySpan<int> at = Pattern.Links;
        Span<double> result = product.Slice(Pattern.BorderStart, k);
        for (int i = 0; i < k; i++)
        {
            result[i] = 0;
            for (int j = 0; j < k; j++)
                result[i] += Math.Abs(block[i * k + j] * border[j]);
        }
        for (int m = 0; m < diagonal.Length; m++)
        {
            int c = Pattern.CoordinateOf(m);
            double own = v[c], sum = Math.Abs(diagonal[m] * own);
            for (int l = m * links; l < (m + 1) * links; l++)
            {
                sum += Math.Abs(rows[l] * border[at[l]]);
                result[at[l]] += Math.Abs(columns[l] * own);
            }
            product[c] = sum;
        }
    }

    /// <summary>The norm of f + J x.</summary>
    /// <param name="f">f, length N.</param>
    /// <param name="x">x, length N.</param>
    /// <param name="work">Room for N numbers; receives the vector.</param>
    public double ResidualNorm(ReadOnlySpan<double> f, ReadOnlySpan<double> x, Span<double> work)
    {
        Multiply(x, work);
        VectorMath.AddMultiple(work, 1, f);
        return VectorMath.Norm(work);
    }

    /// <summary>Writes the rows and columns of some coordinates, in their order, as a dense matrix.</summary>
    /// <param name="coordinates">Which, each at most once.</param>
    /// <param name="dense">Receives the matrix, row by row, length of the coordinates squared.</param>
    public void CopyTo(ReadOnlySpan<int> coordinates, Span<double> dense)
    {
        int n = coordinates.Length, k = Pattern.BorderCount, links = Pattern.LinkCount;
        var place = new int[Pattern.Order];
        Array.Fill(place, -1);
        for (int i = 0; i < n; i++)
            place[coordinates[i]] = i;
        dense[..(n * n)].Clear();
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
                if (place[Pattern.BorderStart + i] is >= 0 and int row && place[Pattern.BorderStart + j] is >= 0 and int column)
                    dense[row * n + column] = Block[i * k + j];
        for (int m = 0; m < Pattern.OtherCount; m++)
        {
            if (place[Pattern.CoordinateOf(m)] is not (>= 0 and int own))
                continue;
            dense[own * n + own] = Diagonal[m];
            for (int l = m * links; l < (m + 1) * links; l++)
            {
                if (place[Pattern.BorderStart + Pattern.Links[l]] is not (>= 0 and int link))
                    continue;
                dense[own * n + link] = Rows[l];
                dense[link * n + own] = Columns[l];
            }
        }
    }
}
