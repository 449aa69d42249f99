using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// A proof that a field has exactly one fixed point in a box, and how many directions are unstable and stable there.
/// </summary>
/// <remarks>
/// Source: Krawczyk's test (Krawczyk, 1969; Rump, <em>Verification methods</em>, Acta Numerica 19, 2010, section 13): with an approximate inverse C of the Jacobian, K = ỹ − C f(ỹ) + (I − C J(Y))(Y − ỹ). If K lies inside Y
/// there is one zero of f in Y and no second, and J is regular all over Y. Directions are counted by <see cref="EigenvalueCount"/> for every matrix that the Jacobian takes in Y.
/// </remarks>
public sealed class RestProof
{
    /// <summary>First radius of the box around the approximate point, in units of the last correction or of rounding.</summary>
    private const double Growth = 4;

    /// <summary>A side that was too short grows to this multiple of what it had to hold. The others stay: where all grew, what a tiny side has to hold would grow with the product of two of them, and for ever.</summary>
    private const double Ahead = 2;

    /// <summary>No side is a smaller part of the longest at first.</summary>
    private const double LeastShare = 1e-18;

    private const int MostBoxes = 40;

    private const int MostRefinements = 4;

    /// <summary>A box of this width, relative to the point, is as sharp as rounding lets it be.</summary>
    private const double Sharp = 1e-14;

    private RestProof(Interval[] point, Interval[] search, double[] inverse, Interval[] image, EigenvalueCount? count, EigenvalueBasis? basis)
    {
        Center = [.. point.Select(p => p.Low)];
        (SearchBox, Preconditioner, Box, Count, Basis) = ([.. search], [.. inverse], [.. image], count, basis);
    }

    /// <summary>ỹ: the point next to which the proof was found.</summary>
    public ImmutableArray<double> Center { get; }

    /// <summary>Y: there is one fixed point in these intervals and no second; it lies in the smaller <see cref="Box"/>.</summary>
    public ImmutableArray<Interval> SearchBox { get; }

    /// <summary>C: the approximate inverse of the Jacobian, row-major, with which Krawczyk's test succeeded.</summary>
    public ImmutableArray<double> Preconditioner { get; }

    /// <summary>Intervals that hold the fixed point, one a coordinate; no other fixed point lies in them.</summary>
    public ImmutableArray<Interval> Box { get; }

    /// <summary>Proved numbers of eigenvalues to either side of the imaginary axis; null where they could not be counted, for instance next to a bifurcation.</summary>
    public EigenvalueCount? Count { get; }

    /// <summary>What the directions were counted in; null where they were not.</summary>
    internal EigenvalueBasis? Basis { get; }

    /// <summary>Whether all eigenvalues are proved to lie left of the axis: the fixed point attracts.</summary>
    public bool Attracts => Count is { Unstable: 0 };

    /// <summary>Tries to prove that there is one fixed point next to a point that nearly is one.</summary>
    /// <param name="field">The field.</param>
    /// <param name="near">A point near it, such as a root found by <see cref="FixedPointFinder"/>, length N, finite. From a rough one the proof goes on to the middle of its box, until that gets no smaller.</param>
    /// <returns>The proof; null where Krawczyk's test did not succeed in any box tried: there is no root near enough, or the Jacobian is nearly singular (a member of a family, a bifurcation).</returns>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public static RestProof? Try(IIntervalField field, ReadOnlySpan<double> near) => Try(field, near, isCounted: true);

    /// <summary>The same, with or without a count of directions.</summary>
    internal static RestProof? Try(IIntervalField field, ReadOnlySpan<double> near, bool isCounted)
    {
        ArgumentNullException.ThrowIfNull(field);
        int n = field.Dimension;
        Guard.Length(near.Length, n, "the coordinates of a point", nameof(near));
        var point = new Interval[n];
        for (int i = 0; i < n; i++)
            point[i] = Guard.Finite(near[i], "a coordinate", $"near[{i}]");
        RestProof? proof = From(field, point, n, isCounted);
        for (int k = 0; k < MostRefinements && proof is not null && proof.Width > Sharp * proof.Box.Max(i => i.Magnitude); k++)
        {
            // a box found from a rough point is wide; one from its middle is sharper, up to rounding
            RestProof? sharper = From(field, [.. proof.Box.Select(i => (Interval)i.Middle)], n, isCounted);
            if (sharper is null || !(sharper.Width < 0.1 * proof.Width))
                break;
            proof = sharper;
        }
        return proof;
    }

    private double Width => Box.Max(i => i.Radius);

    private static RestProof? From(IIntervalField field, Interval[] point, int n, bool isCounted)
    {
        Interval[] value = new Interval[n], jacobian = new Interval[n * n];
        field.Enclose(point, value);
        field.EncloseJacobian(point, jacobian);
        if (IntervalMatrix.InverseOfMiddle(jacobian, n) is not { } inverse)
            return null;
        Interval[] step = IntervalMatrix.Apply(inverse, value, n);
        double[] radius = [.. step.Select((s, i) => Growth * s.Magnitude + 4 * Math.BitIncrement(Math.Abs(point[i].Low)) * 1.2e-16 + 1e-300)];
        // coordinates that vanish need some room as well, or those of neighbours have none in common
        double least = LeastShare * radius.Max();
        for (int i = 0; i < n; i++)
            radius[i] = Math.Max(radius[i], least);
        for (int k = 0; k < MostBoxes; k++)
        {
            if (!radius.All(double.IsFinite))
                return null;
            Interval[] box = [.. point.Select((p, i) => p + new Interval(-radius[i], radius[i]))];
            field.EncloseJacobian(box, jacobian);
            Interval[] image = Krawczyk(inverse, jacobian, step, box, point, n);
            if (image.Zip(box).All(pair => pair.Second.ContainsInside(pair.First)))
            {
                EigenvalueBasis? basis = null;
                if (isCounted)
                {
                    // the zero lies in both boxes: the smaller one is the sharper for the spectrum
                    field.EncloseJacobian(image, jacobian);
                    basis = EigenvalueBasis.Of(jacobian, n);
                }
                EigenvalueCount? count = basis is null ? null : EigenvalueCount.In(basis, jacobian, n);
                return new RestProof(point, box, inverse, image, count, count is null ? null : basis);
            }
            for (int i = 0; i < n; i++)
                if (!box[i].ContainsInside(image[i]))
                    radius[i] = Math.Max(2 * radius[i], Ahead * (image[i] - point[i]).Magnitude);
        }
        return null;
    }

    /// <summary>The box and what is proved of it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"one fixed point in {string.Join(" × ", Box)}, {(Count is null ? "directions not counted" : Count.ToString())}");

    private static Interval[] Krawczyk(double[] inverse, Interval[] jacobian, Interval[] step, Interval[] box, Interval[] point, int n)
    {
        Interval[] product = IntervalMatrix.Multiply(IntervalMatrix.Of(inverse), jacobian, n);
        var image = new Interval[n];
        for (int i = 0; i < n; i++)
        {
            Interval sum = point[i] - step[i];
            for (int j = 0; j < n; j++)
                sum += ((i == j ? 1 : 0) - product[i * n + j]) * (box[j] - point[j]);
            image[i] = sum;
        }
        return image;
    }
}
