namespace PhaseGan.Dynamics;

/// <summary>Fixed points beside those of the known branches at values of the parameter: from seeds, with the known ones deflated, and in a box.</summary>
/// <param name="family">The family.</param>
/// <param name="rests">The known branches.</param>
/// <param name="lower">Lower end of the window.</param>
/// <param name="upper">Upper end.</param>
/// <param name="options">Seeds, box and budgets.</param>
/// <param name="cancellationToken">Looked at before each start.</param>
internal sealed class DiagramSeeds(FieldFamily family, DiagramRests rests, double lower, double upper, BifurcationDiagramOptions options, CancellationToken cancellationToken)
{
    /// <summary>Roots repel within about this length, in units of the sizes.</summary>
    private const double DeflationLength = 0.3;

    /// <summary>Newton steps of a search, and roots that one start may lead to.</summary>
    private const int MostSteps = 60, MostRoots = 4;

    /// <summary>Starts from known fixed points at a value.</summary>
    private const int MostStarts = 64;

    /// <summary>A start that is a known root is moved by this much, in units of the sizes: a root is no place from which to leave it.</summary>
    private const double Moved = 0.1;

    /// <summary>Width of the box on each side of what is known, in units of the sizes, at least.</summary>
    private const double LeastMargin = 3;

    /// <summary>How far beside a point where several things cross fixed points are looked for, in units of the window.</summary>
    private const double Beside = 0.01;

    /// <summary>Places beside which fixed points are looked for: a bound on what symmetric fields can ask.</summary>
    private const int MostPlaces = 100;

    /// <summary>A root this near to a known one, in units of the sizes, is that one.</summary>
    private const double SameRoot = 1e-7;

    private int _places;

    /// <summary>Looks at all values, and beside the places that branches of more than one cross.</summary>
    public void Run()
    {
        LookBeside();
        for (int k = 0; k < options.Values; k++)
        {
            double gap = (upper - lower) / options.Values, at = lower + (k + 0.5) * gap;
            double[][] near = [.. Known(at - gap).Concat(Known(at + gap)).Take(MostStarts)];
            Look(at, near, inBox: true);
            LookBeside();
        }
    }

    private void LookBeside()
    {
        while (rests.Beside.TryDequeue(out SpecialPoint? place))
        {
            if (++_places > MostPlaces)
                return;
            foreach (int side in (int[])[-1, 1])
            {
                double at = place.Parameters[0] + side * Beside * (upper - lower);
                if (at >= lower && at <= upper)
                    Look(at, [[.. place.Coordinates]], inBox: false);
            }
        }
    }

    /// <summary>Follows the branch through each fixed point at a value that no known branch has.</summary>
    private void Look(double at, double[][] starts, bool inBox)
    {
        if (FieldAt(at) is not { } field)
            return;
        if (inBox)
            starts = [.. Seeds(at), .. starts];
        double[] sizes = Sizes(field, at, starts);
        var scaled = ScaledField.Of(field, sizes);
        List<double[]> known = [.. Known(at).SelectMany(y => rests.Images([.. y])).Select(y => Over(y, sizes))];
        foreach (double[] start in starts.Where(s => s.Length == field.Dimension))
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] place = Over(start, sizes);
            Follow(at, scaled, place, sizes, known);
            // beside one member of a family deflation finds the next one
            if (rests.Branches.Exists(b => b.Points[0].FamilyDimension > 0))
                continue;
            foreach (double side in (double[])[-Moved, Moved])
                Deflate(at, scaled, known.Any(r => VectorMath.Distance(r, place) <= SameRoot) ? [.. place.Select(x => x + side)] : place, sizes, known);
        }
        if (inBox && options.Starts > 0 && Box(field, at, starts) is var (low, high))
            foreach (FixedPointOrbit orbit in FixedPointFinder.Find(field, low, high, new FixedPointSearchOptions { Starts = options.Starts }, cancellationToken).Orbits)
                Follow(at, scaled, Over(orbit.Representative.Coordinates, sizes), sizes, known);
    }

    private void Deflate(double at, ScaledField field, double[] start, double[] sizes, List<double[]> known)
    {
        for (int k = 0; k < MostRoots && known.Count > 0; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            NewtonResult far = Newton.Polish(new DeflatedField(field, known, DeflationLength), start, MostSteps);
            if (!VectorMath.AllFinite(far.Point) || !Follow(at, field, far.Point, sizes, known))
                return;
        }
    }

    /// <summary>Follows the branch through the fixed point that Newton's method ends at; whether it is a fixed point that was not known.</summary>
    private bool Follow(double at, ScaledField field, double[] start, double[] sizes, List<double[]> known)
    {
        NewtonResult root = Newton.Polish(field, start, MostSteps);
        if (!root.IsConverged || !VectorMath.AllFinite(root.Point) || known.Any(r => VectorMath.Distance(r, root.Point) <= SameRoot * Math.Max(1, VectorMath.Norm(r))))
            return false;
        double[] state = [.. root.Point.Zip(sizes, (x, s) => x * s)];
        known.AddRange(rests.Images([.. state]).Select(y => Over(y, sizes)));
        if (!rests.IsKnown(at, [.. state], FixedPointFamily.Dimension(field, root.Point)))
            rests.Start(state, at, BranchOriginKind.Search);
        return true;
    }

    private double[][] Known(double at) => at >= lower && at <= upper ? [.. rests.Branches.SelectMany(b => b.At(at)).Select(p => (double[])[.. p.Coordinates])] : [];

    private double[][] Seeds(double at) => options.Seeds is { } seeds
        ? [.. seeds(at).Select(s => (double[])[.. s]).Where(s => VectorMath.AllFinite(s))]
        : [];

    private IVectorField? FieldAt(double at)
    {
        try
        {
            return family.At(at);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private double[] Sizes(IVectorField field, double at, double[][] starts)
    {
        if (options.Branches.Sizes.Length == field.Dimension)
            return [.. options.Branches.Sizes];
        double[][] all = [.. Known(at), .. starts.Where(s => s.Length == field.Dimension)];
        return [.. Enumerable.Range(0, field.Dimension).Select(i => field is ISizedField sized ? sized.SizeOf(i) : all.Aggregate(1.0, (most, y) => Math.Max(most, Math.Abs(y[i]))))];
    }

    /// <summary>The box that was asked for, or else one around known fixed points at this value and the ones beside it; null if there is none.</summary>
    private (double[] Low, double[] High)? Box(IVectorField field, double at, double[][] near)
    {
        if (!options.LowerCorner.IsEmpty)
        {
            Guard.Length(options.LowerCorner.Length, field.Dimension, "the corners of the box", nameof(options));
            return ([.. options.LowerCorner], [.. options.UpperCorner]);
        }
        double[][] all = [.. Known(at), .. near.Where(y => y.Length == field.Dimension)];
        if (all.Length == 0)
            return null;
        double[] low = new double[field.Dimension], high = new double[field.Dimension], sizes = Sizes(field, at, near);
        for (int i = 0; i < low.Length; i++)
        {
            (low[i], high[i]) = (all.Min(y => y[i]), all.Max(y => y[i]));
            double margin = Math.Max(0.5 * (high[i] - low[i]), LeastMargin * sizes[i]);
            (low[i], high[i]) = (low[i] - margin, high[i] + margin);
        }
        return (low, high);
    }

    private static double[] Over(IEnumerable<double> state, double[] sizes) => [.. state.Zip(sizes, (y, s) => y / s)];
}
