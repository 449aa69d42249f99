namespace PhaseGan.Dynamics;

/// <summary>
/// The strongly connected components of a matrix's pattern: a permutation makes the matrix block triangular with these diagonal blocks, and its
/// spectrum is theirs together. Tarjan, <em>Depth-first search and linear graph algorithms</em>, SIAM J. Comput. 1 (1972) 146–160, without recursion.
/// </summary>
internal static class IrreducibleBlocks
{
    /// <summary>The indices of each block, in rising order within it.</summary>
    /// <param name="isLinked">Whether entry (i, j) is not zero, row by row, length n².</param>
    /// <param name="n">The order.</param>
    public static List<int[]> Of(ReadOnlySpan<bool> isLinked, int n)
    {
        var blocks = new List<int[]>();
        int[] number = new int[n], low = new int[n], next = new int[n];
        var isOpen = new bool[n];
        var open = new Stack<int>();
        var path = new Stack<int>();
        int count = 0;
        for (int root = 0; root < n; root++)
        {
            if (number[root] != 0)
                continue;
            path.Push(root);
            while (path.TryPeek(out int i))
            {
                if (number[i] == 0)
                {
                    number[i] = low[i] = ++count;
                    open.Push(i);
                    isOpen[i] = true;
                }
                if (Descend(isLinked, n, i, number, low, next, isOpen, out int child))
                {
                    path.Push(child);
                    continue;
                }
                path.Pop();
                if (path.TryPeek(out int parent))
                    low[parent] = Math.Min(low[parent], low[i]);
                if (low[i] == number[i])
                    blocks.Add(Close(open, isOpen, i));
            }
        }
        return blocks;
    }

    /// <summary>The next vertex not yet numbered that i leads to; notes links back to open ones.</summary>
    private static bool Descend(ReadOnlySpan<bool> isLinked, int n, int i, int[] number, int[] low, int[] next, bool[] isOpen, out int child)
    {
        for (; next[i] < n; next[i]++)
        {
            child = next[i];
            if (child == i || !isLinked[i * n + child])
                continue;
            if (number[child] == 0)
                return true;
            if (isOpen[child])
                low[i] = Math.Min(low[i], number[child]);
        }
        child = -1;
        return false;
    }

    private static int[] Close(Stack<int> open, bool[] isOpen, int root)
    {
        var block = new List<int>();
        int last;
        do
        {
            last = open.Pop();
            isOpen[last] = false;
            block.Add(last);
        }
        while (last != root);
        block.Sort();
        return [.. block];
    }
}
