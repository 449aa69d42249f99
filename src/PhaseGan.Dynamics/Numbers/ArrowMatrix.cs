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
        // where each border coordinate has its place
        var place = new int[k];
        Array.Fill(place, -1);
        for (int i = 0; i < n; i++)
            if (Pattern.BorderOf(coordinates[i]) is >= 0 and int border)
                place[border] = i;
        dense[..(n * n)].Clear();
        for (int own = 0; own < n; own++)
        {
            if (Pattern.BorderOf(coordinates[own]) is >= 0 and int border)
            {
                for (int j = 0; j < k; j++)
                    if (place[j] >= 0)
                        dense[own * n + place[j]] = Block[border * k + j];
                continue;
            }
            int m = Pattern.OtherOf(coordinates[own]);
            dense[own * n + own] = Entries[m];
            for (int l = m * links; l < (m + 1) * links; l++)
            {
                if (place[Pattern.Links[l]] is not (>= 0 and int link))
                    continue;
                dense[own * n + link] = Rows[l];
                dense[link * n + own] = Columns[l];
            }
        }
    }

    /// <summary>
    /// The coordinates in sets that do not meet each other, each in rising order: the spectrum is that of the sets together. Sets of one coordinate outside the border are left out; what such a
    /// coordinate has on the diagonal is an eigenvalue.
    /// </summary>
    /// <param name="alone">Receives the indices, among those outside the border, of the coordinates that meet none.</param>
    public List<int[]> Components(List<int> alone)
    {
        int k = Pattern.BorderCount, links = Pattern.LinkCount;
        var leader = new int[k];
        for (int i = 0; i < k; i++)
            leader[i] = i;
        ReadOnlySpan<double> block = Block, rows = Rows, columns = Columns;
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
                if (block[i * k + j] != 0)
                    Join(i, j);
        var first = new int[Pattern.OtherCount];
        for (int m = 0; m < first.Length; m++)
        {
            first[m] = -1;
            for (int l = m * links; l < (m + 1) * links; l++)
            {
                if (rows[l] == 0 && columns[l] == 0)
                    continue;
                if (first[m] >= 0)
                    Join(first[m], Pattern.Links[l]);
                first[m] = Pattern.Links[l];
            }
            if (first[m] < 0)
                alone.Add(m);
        }
        var sets = new SortedDictionary<int, List<int>>();
        for (int c = 0; c < Pattern.Order; c++)
        {
            int border = Pattern.BorderOf(c) is >= 0 and int own ? own : first[Pattern.OtherOf(c)];
            if (border < 0)
                continue;
            int of = Leader(border);
            if (!sets.TryGetValue(of, out List<int>? set))
                sets[of] = set = [];
            set.Add(c);
        }
        return [.. sets.Values.Select(s => s.ToArray())];

        int Leader(int i)
        {
            while (leader[i] != i)
                i = leader[i] = leader[leader[i]];
            return i;
        }

        void Join(int i, int j) => leader[Leader(i)] = Leader(j);
    }
}
