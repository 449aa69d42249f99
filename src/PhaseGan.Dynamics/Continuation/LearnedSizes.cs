namespace PhaseGan.Dynamics;

/// <summary>
/// Sizes of the coordinates that a field does not state, from the field at the start of a branch and at the ends of its window: how far each coordinate moves to answer what the window does to the
/// field, and how far it moves until the Jacobian is another one. Both go with the units of the coordinates and depend on no unit of time or of a parameter.
/// </summary>
/// <remarks>
/// Of the Jacobian only products J_ij J_ji and entries J_ii are looked at, which no unit of a coordinate changes; the largest of them over the window is the square of the rate Ω in which their changes are measured.
/// Where none of them changes along a coordinate, as in a feedback over several coordinates, the coefficients of the characteristic polynomial are looked at in the same way. In many dimensions, where neighbours hold each
/// coordinate back, as on a grid, all of them answer the window together.
/// </remarks>
internal sealed class LearnedSizes
{
    /// <summary>Displacements that are tried, as powers of two: from far below any unit in use to far above.</summary>
    private const int Least = -100, Most = 100;

    /// <summary>The factor between displacements, as a power of two, and in dimensions where each Jacobian costs.</summary>
    private const int Stride = 2, LargeStride = 8;

    /// <summary>From this dimension on the Jacobian is tried along those coordinates alone of which nothing else is known.</summary>
    private const int LargeDimension = 31;

    /// <summary>From this dimension on coordinates answer the window together, and a step moves all of them.</summary>
    private const int ManyDimensions = 10;

    /// <summary>Halvings of the way that all coordinates go together until the Jacobian is another one.</summary>
    private const int MostShorter = 20;

    /// <summary>The change of the Jacobian that makes it another one, as a share of Ω².</summary>
    private const double Change = 0.25;

    /// <summary>A coordinate that hardly moves as measured by the Jacobian, by this share, lies where the field is linear: it moves by chance.</summary>
    private const double ByChance = 1e-6;

    /// <summary>A change that rounding of a sum can make, as a share of its terms.</summary>
    private const double Rounding = 1e-12;

    /// <summary>A branch of rests goes farther than its start by this factor before its units are renewed; the Jacobian may ask for as much.</summary>
    public const double Farther = 10;

    /// <summary>Halvings of the logarithm of a displacement: from a factor of 256 to rounding.</summary>
    private const int Halvings = 50;

    private readonly double[] _start;
    private readonly IVectorField[] _fields;
    private readonly double[][] _values, _jacobians;
    private readonly double[] _forcing;
    private readonly double _square, _farther;
    private readonly double[][] _polynomials;
    private readonly double _rate;

    private LearnedSizes(double[] start, IVectorField[] fields, double farther)
    {
        (_start, _fields, _farther) = (start, fields, farther);
        int n = start.Length;
        (_values, _jacobians) = ([.. fields.Select(f => Value(f, start))], [.. fields.Select(f => Jacobian(f, start))]);
        _forcing = [.. Enumerable.Range(0, n).Select(Forcing)];
        foreach (double[] jacobian in _jacobians)
            _square = Math.Max(_square, Difference(jacobian, null));
        _polynomials = n <= Hurwitz.MaxOrder ? [.. _jacobians.Select(j => Polynomial(j, n))] : [];
        foreach (double[] polynomial in _polynomials)
            for (int k = 0; k < n; k++)
                _rate = Math.Max(_rate, Math.Pow(Math.Abs(polynomial[k]), 1.0 / (k + 1)));
    }

    /// <summary>The sizes at a start, each finite and &gt; 0.</summary>
    /// <param name="start">The start, length N, with finite values.</param>
    /// <param name="fields">The field at the start, and those at the ends of the window that are to be had.</param>
    /// <param name="farther">How many times as far as coordinates move to answer the window the Jacobian may ask for.</param>
    public static double[] At(double[] start, IReadOnlyList<IVectorField> fields, double farther = Farther)
    {
        // fields that are not finite at the start tell nothing
        IVectorField[] told = [.. fields.Where(f => VectorMath.AllFinite(Value(f, start)) && VectorMath.AllFinite(Jacobian(f, start)))];
        return told.Length == 0 ? [.. start.Select(y => y == 0 ? 1 : Math.Abs(y))] : new LearnedSizes(start, told, farther).Sizes();
    }

    /// <summary>
    /// The length of a state whose coordinates have their sizes, which is the unit of a branch: √N in many dimensions, so that a step moves each coordinate by the same share of its size whatever their number, as on finer and
    /// finer grids.
    /// </summary>
    public static double Spread(int dimension) => dimension < ManyDimensions ? 1 : Math.Sqrt(dimension);

    /// <summary>What the window does to a component of the field at the start; nothing if rounding can do as much.</summary>
    private double Forcing(int component)
    {
        int n = _start.Length;
        double forcing = _values.Max(v => Math.Abs(v[component] - _values[0][component])), sum = 0;
        foreach (double[] jacobian in _jacobians)
            sum = Math.Max(sum, Enumerable.Range(0, n).Sum(k => Math.Abs(jacobian[component * n + k] * _start[k])));
        return forcing > Rounding * sum ? forcing : 0;
    }

    private double[] Sizes()
    {
        int n = _start.Length;
        double[] sizes = new double[n], own = new double[n], together = Together();
        for (int j = 0; j < n; j++)
        {
            double answered = Math.Max(Math.Min(Crossing(j, Answers), Farther * LinearAnswer(j)), together[j]), moved = Math.Max(Math.Abs(_start[j]), answered);
            double turned = n < LargeDimension || moved == 0 ? Crossing(j, Turns) : 0;
            if (turned == 0 && n <= Hurwitz.MaxOrder)
                turned = Crossing(j, TurnsRound);
            if (turned == 0 && answered == 0)
                own[j] = moved;
            else
                sizes[j] = moved >= ByChance * turned ? Math.Clamp(turned, moved, _farther * moved) : turned;
        }
        // a value of which nothing else is known counts, unless it is rounding beside what others drive the coordinate to
        double[] driven = Driven(sizes);
        for (int j = 0; j < n; j++)
            if (sizes[j] == 0 && own[j] > ByChance * driven[j])
                sizes[j] = own[j];
        sizes = Driven(sizes);
        foreach (ref double size in sizes.AsSpan())
            if (!(size > 0) || !double.IsFinite(size))
                size = 1;
        return sizes;
    }

    /// <summary>Sizes where coordinates of which nothing is known have the one to which others drive them, and none where no other does.</summary>
    private double[] Driven(double[] sizes)
    {
        int n = sizes.Length;
        double rate = _square > 0 ? Math.Sqrt(_square) : _rate;
        double[] all = [.. sizes];
        for (int round = 0; round < n && Array.Exists(all, s => s == 0); round++)
        {
            double[] next = [.. all];
            for (int i = 0; i < n; i++)
                for (int k = 0; all[i] == 0 && k < n; k++)
                    foreach (double[] jacobian in _jacobians)
                        next[i] = Math.Max(next[i], Math.Abs(jacobian[i * n + k]) * all[k] / rate);
            all = next;
        }
        return all;
    }

    /// <summary>The least displacement of a coordinate with a property, 0 if none of those tried has it.</summary>
    private double Crossing(int coordinate, Func<double[], bool> has)
    {
        double[] moved = [.. _start];
        int stride = _start.Length < LargeDimension ? Stride : LargeStride;
        for (int k = Least; k <= Most; k += stride)
        {
            if (!Has(k))
                continue;
            double low = k - stride, high = k;
            for (int h = 0; h < Halvings; h++)
            {
                double middle = 0.5 * (low + high);
                (low, high) = Has(middle) ? (low, middle) : (middle, high);
            }
            return k == Least ? 0 : Math.Pow(2, high);
        }
        return 0;

        bool Has(double power)
        {
            moved[coordinate] = _start[coordinate] + Math.Pow(2, power);
            return has(moved);
        }
    }

    /// <summary>How far a coordinate would have to move if the field were linear; infinite where the field does not change at first. A field that levels off answers far later, or never.</summary>
    private double LinearAnswer(int coordinate)
    {
        int n = _start.Length;
        double least = double.PositiveInfinity;
        for (int i = 0; i < n; i++)
            if (_forcing[i] > 0 && _jacobians[0][i * n + coordinate] != 0)
                least = Math.Min(least, _forcing[i] / Math.Abs(_jacobians[0][i * n + coordinate]));
        return least;
    }

    /// <summary>In many dimensions, how far coordinates move together to answer the window if the field is linear, or until the Jacobian is another one; nothing where it is singular, and in few dimensions.</summary>
    private double[] Together()
    {
        int n = _start.Length;
        var together = new double[n];
        if (n < ManyDimensions)
            return together;
        var factors = new ScaledLu(_jacobians[0], n);
        foreach (double[] value in _values.Skip(1))
        {
            double[] way = factors.Solve([.. value.Select((f, i) => _forcing[i] > 0 ? _values[0][i] - f : 0)]), moved = [.. _start];
            if (!VectorMath.AllFinite(way))
                continue;
            double share = 1;
            for (int k = 0; k <= MostShorter; k++, share *= 0.5)
            {
                _start.CopyTo(moved, 0);
                VectorMath.AddMultiple(moved, share, way);
                if (Turns(moved))
                    continue;
                for (int j = 0; j < n; j++)
                    together[j] = Math.Max(together[j], share * Math.Abs(way[j]));
                break;
            }
        }
        return together;
    }

    /// <summary>Whether a component of the field at the start has changed by as much as the window changes it.</summary>
    private bool Answers(double[] y)
    {
        double[] value = Value(_fields[0], y);
        for (int i = 0; i < value.Length; i++)
            if (_forcing[i] > 0 && !(Math.Abs(value[i] - _values[0][i]) < _forcing[i]))
                return true;
        return false;
    }

    /// <summary>Whether the Jacobian has become another one, somewhere in the window.</summary>
    private bool Turns(double[] y)
    {
        for (int f = 0; _square > 0 && f < _fields.Length; f++)
            if (!(Difference(Jacobian(_fields[f], y), _jacobians[f]) < Change * _square))
                return true;
        return false;
    }

    /// <summary>Whether the characteristic polynomial has become another one, somewhere in the window.</summary>
    private bool TurnsRound(double[] y)
    {
        int n = y.Length;
        for (int f = 0; _rate > 0 && f < _fields.Length; f++)
        {
            double[] polynomial = Polynomial(Jacobian(_fields[f], y), n);
            for (int k = 0; k < n; k++)
                if (!(Math.Abs(polynomial[k] - _polynomials[f][k]) < Change * Math.Pow(_rate, k + 1)))
                    return true;
        }
        return false;
    }

    private static double[] Polynomial(double[] jacobian, int n)
    {
        var coefficients = new double[n];
        Hurwitz.Polynomial(jacobian, n, [.. Enumerable.Range(0, n)], 0, coefficients);
        return coefficients;
    }

    /// <summary>The largest difference of products J_ij J_ji, on the diagonal of squares.</summary>
    private double Difference(double[] jacobian, double[]? from)
    {
        int n = _start.Length;
        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            double own = jacobian[i * n + i] - (from?[i * n + i] ?? 0);
            largest = Math.Max(largest, own * own);
            for (int k = 0; k < i; k++)
                largest = Math.Max(largest, Math.Abs(jacobian[i * n + k] * jacobian[k * n + i] - (from is null ? 0 : from[i * n + k] * from[k * n + i])));
        }
        return largest;
    }

    private static double[] Value(IVectorField field, double[] y)
    {
        var value = new double[y.Length];
        field.Evaluate(y, value);
        return value;
    }

    private static double[] Jacobian(IVectorField field, double[] y)
    {
        var jacobian = new double[y.Length * y.Length];
        field.Jacobian(y, jacobian);
        return jacobian;
    }
}
