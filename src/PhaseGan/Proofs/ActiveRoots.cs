namespace PhaseGan;

/// <summary>All roots of <see cref="ActiveEquations"/> in 0 &lt; u_j ≤ 1, by halving the box: a piece is excluded, shown to hold exactly one root by Krawczyk's test, or, where it has become tiny, left open.</summary>
internal static class ActiveRoots
{
    /// <summary>Most pieces that are looked at for each set of columns.</summary>
    private const int MostPieces = 20_000;

    /// <summary>More open pieces than these are given as one.</summary>
    private const int MostOpen = 16;

    /// <summary>Without noise u_j = 1 is a root: pieces reach a little beyond, for a test that needs room on both sides.</summary>
    private const double Beyond = 1 + 1.0 / 1024;

    /// <summary>Pieces narrower than the first are tried by Krawczyk's test, those narrower than the second are left open.</summary>
    private const double Narrow = 0.25, Tiny = 1e-8;

    /// <summary>A piece of a smaller radius is tried with a box around it, for roots on its edge.</summary>
    private const double Small = 0.01;

    /// <summary>A piece that holds at most one root, or, where it is open, any number.</summary>
    /// <param name="Squares">u_j.</param>
    /// <param name="IsOne">Whether there is exactly one root.</param>
    internal readonly record struct Root(Interval[] Squares, bool IsOne);

    /// <summary>The roots; whatever is not in them is excluded.</summary>
    public static List<Root> Of(ActiveEquations equations, CancellationToken cancellation)
    {
        var roots = new List<Root>();
        var searched = new List<Interval[]>();
        var open = new Stack<Interval[]>();
        open.Push([.. Enumerable.Repeat(new Interval(0, Beyond), equations.Dimension)]);
        for (int looked = 0; open.Count > 0; looked++)
        {
            if (looked % 256 == 0)
                cancellation.ThrowIfCancellationRequested();
            Interval[] piece = open.Pop();
            if (equations.IsExcluded(piece))
                continue;
            int widest = WidestSide(piece);
            double width = piece[widest].High - piece[widest].Low;
            if (looked >= MostPieces || width < Tiny)
            {
                roots.Add(new Root(piece, IsOne: false));
                continue;
            }
            if (width < Narrow && piece.All(u => u.Low > 0))
            {
                (Interval[]? smaller, bool isOne) = Krawczyk(equations, piece);
                if (smaller is null)
                    continue;
                if (isOne || (smaller[WidestSide(smaller)].Radius < Small && Around(equations, smaller) is not null))
                {
                    Add(roots, searched, equations, smaller, isOne);
                    continue;
                }
                (piece, widest) = (smaller, WidestSide(smaller));
            }
            Halve(open, piece, widest);
        }
        return Gathered(roots);
    }

    /// <summary>Open pieces in one, where there are many: next to a line of fixed points.</summary>
    private static List<Root> Gathered(List<Root> roots)
    {
        Root[] open = [.. roots.Where(r => !r.IsOne)];
        if (open.Length <= MostOpen)
            return roots;
        Interval[] hull = open[0].Squares;
        foreach (Root root in open)
            hull = [.. hull.Zip(root.Squares, (a, b) => a.Hull(b))];
        return [.. roots.Where(r => r.IsOne), new Root(hull, IsOne: false)];
    }

    private static void Halve(Stack<Interval[]> open, Interval[] piece, int widest)
    {
        Interval side = piece[widest];
        foreach (Interval half in new[] { new Interval(side.Low, side.Middle), new Interval(side.Middle, side.High) })
        {
            Interval[] part = [.. piece];
            part[widest] = half;
            open.Push(part);
        }
    }

    /// <summary>Adds the root of a piece, in the sharpest box known, unless it is that of a neighbour.</summary>
    private static void Add(List<Root> roots, List<Interval[]> searched, ActiveEquations equations, Interval[] piece, bool isOne)
    {
        RestProof? sharp = Around(equations, piece);
        if (sharp is null && RestProof.Try(equations, [.. piece.Select(u => u.Middle)]) is { } inner && piece.Zip(inner.Box).All(pair => pair.First.Contains(pair.Second)))
            sharp = inner;
        Interval[] box = sharp is null ? piece : [.. sharp.Box];
        // in a box searched before there is one root alone
        if (searched.Any(other => other.Zip(box).All(pair => pair.First.Contains(pair.Second))) || equations.IsExcluded(box))
            return;
        if (!isOne && !box.Zip(piece).All(pair => pair.First.Intersect(pair.Second) is not null))
            return;
        searched.Add(sharp is null ? piece : [.. sharp.SearchBox]);
        roots.Add(new Root(box, IsOne: true));
    }

    /// <summary>A proof that one root lies in a box that holds the piece.</summary>
    private static RestProof? Around(ActiveEquations equations, Interval[] piece) =>
        RestProof.Try(equations, [.. piece.Select(u => u.Middle)]) is { } proof && proof.SearchBox.Zip(piece).All(pair => pair.First.Contains(pair.Second)) ? proof : null;

    /// <summary>Krawczyk's test: the part of a piece that may hold roots, null where none does, and whether exactly one does.</summary>
    private static (Interval[]? Piece, bool IsOne) Krawczyk(ActiveEquations equations, Interval[] piece)
    {
        int n = piece.Length;
        Interval[] jacobian = new Interval[n * n], value = new Interval[n], middle = [.. piece.Select(u => (Interval)u.Middle)];
        equations.EncloseJacobian(piece, jacobian);
        equations.Enclose(middle, value);
        if (IntervalMatrix.InverseOfMiddle(jacobian, n) is not { } inverse)
            return (piece, false);
        Interval[] step = IntervalMatrix.Apply(inverse, value, n), product = IntervalMatrix.Multiply(IntervalMatrix.Of(inverse), jacobian, n), part = new Interval[n];
        bool isInside = true;
        for (int i = 0; i < n; i++)
        {
            Interval image = middle[i] - step[i];
            for (int j = 0; j < n; j++)
                image += ((i == j ? 1 : 0) - product[i * n + j]) * (piece[j] - middle[j]);
            isInside &= piece[i].ContainsInside(image);
            if (piece[i].Intersect(image) is not { } common)
                return (null, false);
            part[i] = common;
        }
        return (part, isInside);
    }

    private static int WidestSide(Interval[] piece)
    {
        int widest = 0;
        for (int j = 1; j < piece.Length; j++)
            if (piece[j].High - piece[j].Low > piece[widest].High - piece[widest].Low)
                widest = j;
        return widest;
    }
}
