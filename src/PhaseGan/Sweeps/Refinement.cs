namespace PhaseGan;

/// <summary>
/// The quadtree of <see cref="PhaseSweep.Refine"/>: blocks of cells whose corners are labelled. A block is split until every labelled cell in it
/// has the same phase and no known boundary passes through it; then the phase of the cells between is inferred.
/// </summary>
internal sealed class Refinement
{
    private readonly int _width;
    private readonly bool[] _onBoundary;
    private readonly Phase[] _phases;
    private readonly bool[] _isLabelled;
    private readonly List<Block> _blocks = [];

    /// <summary>Starts with blocks of <paramref name="step"/> cells.</summary>
    /// <param name="width">Cells along x, ≥ 1.</param>
    /// <param name="height">Cells along y, ≥ 1.</param>
    /// <param name="step">Cells between corners, ≥ 2.</param>
    /// <param name="onBoundary">Whether a known boundary passes beside a cell, y-major.</param>
    public Refinement(int width, int height, int step, bool[] onBoundary)
    {
        (_width, _onBoundary) = (width, onBoundary);
        _phases = new Phase[width * height];
        _isLabelled = new bool[width * height];
        for (int y = 0; y == 0 || y < height - 1; y += step)
            for (int x = 0; x == 0 || x < width - 1; x += step)
                _blocks.Add(new Block(x, y, Math.Min(x + step, width - 1), Math.Min(y + step, height - 1)));
    }

    /// <summary>Corners of blocks that have no label yet, in order.</summary>
    public List<int> Missing()
    {
        var cells = new SortedSet<int>();
        foreach (Block b in _blocks)
            foreach (int cell in (ReadOnlySpan<int>)[At(b.X0, b.Y0), At(b.X1, b.Y0), At(b.X0, b.Y1), At(b.X1, b.Y1)])
                if (!_isLabelled[cell])
                    cells.Add(cell);
        return [.. cells];
    }

    /// <summary>Takes the phase of a cell.</summary>
    public void Label(int cell, Phase phase)
    {
        (_phases[cell], _isLabelled[cell]) = (phase, true);
    }

    /// <summary>Splits the blocks that need it, once.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Split()
    {
        int count = _blocks.Count, kept = 0;
        var parts = new List<Block>();
        for (int k = 0; k < count; k++)
        {
            Block b = _blocks[k];
            if ((b.X1 - b.X0 > 1 || b.Y1 - b.Y0 > 1) && IsMixed(b))
                Parts(b, parts);
            else
                _blocks[kept++] = b;
        }
        _blocks.RemoveRange(kept, count - kept);
        _blocks.AddRange(parts);
        return parts.Count > 0;
    }

    /// <summary>Calls <paramref name="infer"/> for every cell without a label, with a labelled cell of its block.</summary>
    public void Infer(Action<int, int> infer)
    {
        foreach (Block b in _blocks)
            for (int y = b.Y0; y <= b.Y1; y++)
                for (int x = b.X0; x <= b.X1; x++)
                    if (!_isLabelled[At(x, y)])
                        infer(At(x, y), At(b.X0, b.Y0));
    }

    private bool IsMixed(Block b)
    {
        Phase phase = _phases[At(b.X0, b.Y0)];
        for (int y = b.Y0; y <= b.Y1; y++)
            for (int x = b.X0; x <= b.X1; x++)
            {
                int cell = At(x, y);
                if (_onBoundary[cell] || (_isLabelled[cell] && _phases[cell] != phase))
                    return true;
            }
        return false;
    }

    /// <summary>Halves a block along each side that has cells between its ends.</summary>
    private static void Parts(Block b, List<Block> parts)
    {
        ReadOnlySpan<int> xs = b.X1 - b.X0 > 1 ? [b.X0, (b.X0 + b.X1) / 2, b.X1] : [b.X0, b.X1];
        ReadOnlySpan<int> ys = b.Y1 - b.Y0 > 1 ? [b.Y0, (b.Y0 + b.Y1) / 2, b.Y1] : [b.Y0, b.Y1];
        for (int j = 0; j + 1 < ys.Length; j++)
            for (int i = 0; i + 1 < xs.Length; i++)
                parts.Add(new Block(xs[i], ys[j], xs[i + 1], ys[j + 1]));
    }

    private int At(int x, int y) => y * _width + x;

    private readonly record struct Block(int X0, int Y0, int X1, int Y1);
}
