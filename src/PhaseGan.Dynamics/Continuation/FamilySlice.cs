using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// A plane across a family of fixed points, in units of a frame: through a member, orthogonal to the k directions of the family. The branch that goes on in it moves orthogonally to the family,
/// and its points are isolated there.
/// </summary>
/// <remarks>
/// With orthonormal rows N along the family and Q across it, J Nᵀ = 0, so that the Jacobian is block triangular over them, and the eigenvalues of Q J Qᵀ are those of J that are not zero
/// by the family. With a symmetry the rows N span the directions of its generators G y, and the field is F less the motion along them that keeps it in the plane: its fixed points are
/// relative equilibria, which move with a speed μ along each generator (Krupa, <em>Bifurcations of relative equilibria</em>, SIAM J. Math. Anal. 21, 1990).
/// </remarks>
internal sealed class FamilySlice
{
    /// <summary>A residual that rounding may leave, in units of the size of all derivatives and of the place.</summary>
    private const double RestRounding = 1e-11;

    /// <summary>A value of the bordered system that shows the rank of the Jacobian lower by k, in units of its size.</summary>
    private const double RankRounding = 1e-9;

    /// <summary>A place this near to the plane lies in it.</summary>
    private const double InPlane = 1e-9;

    private readonly double[] _reference, _along, _left, _across, _combination;
    private readonly bool _isFixed;

    /// <param name="reference">The member.</param>
    /// <param name="along">Rows along the family.</param>
    /// <param name="left">Null vectors of the transposed Jacobian, or what is near to them.</param>
    /// <param name="across">Rows across the family.</param>
    /// <param name="isFixed">Whether the directions are the same at all members.</param>
    /// <param name="combination">What the directions are of the generators of a symmetry; empty without one.</param>
    private FamilySlice(double[] reference, double[] along, double[] left, double[] across, bool isFixed, double[] combination)
    {
        (_reference, _along, _left, _across, _isFixed, _combination) = (reference, along, left, across, isFixed, combination);
        Dimension = along.Length / reference.Length;
    }

    /// <summary>k ≥ 1.</summary>
    public int Dimension { get; }

    /// <summary>N − k.</summary>
    public int Codimension => _reference.Length - Dimension;

    /// <summary>Whether motion along a symmetry is allowed.</summary>
    public bool IsRelative => _combination.Length > 0;

    /// <summary>A direction of the family, a unit vector.</summary>
    public ReadOnlySpan<double> Along(int k) => _along.AsSpan(k * _reference.Length, _reference.Length);

    /// <summary>A direction across the family, a unit vector.</summary>
    public ReadOnlySpan<double> Across(int i) => _across.AsSpan(i * _reference.Length, _reference.Length);

    /// <summary>The plane through a member of a family.</summary>
    /// <param name="member">The member in units of the frame, length N.</param>
    /// <param name="directions">Its k &lt; N orthonormal directions.</param>
    /// <param name="isFixed">Whether the directions are the same at all members.</param>
    public static FamilySlice At(double[] member, IReadOnlyList<double[]> directions, bool isFixed)
    {
        double[] along = [.. directions.SelectMany(v => v)];
        return new FamilySlice(member, along, along, OrthonormalBasis.Complement(directions, member.Length), isFixed, []);
    }


    /// <summary>The plane across the directions of a symmetry; null where they all vanish.</summary>
    /// <param name="field">The field.</param>
    /// <param name="u">The place in units of the frame.</param>
    /// <param name="sizes">The sizes of the frame.</param>
    public static FamilySlice? Across(ISymmetricField field, double[] u, double[] sizes)
    {
        const double least = 1e-8;
        int n = sizes.Length, count = field.SymmetryCount;
        double[] generators = Generators(field, u, sizes);
        double size = VectorMath.Largest(generators);
        var directions = new List<double[]>();
        var combinations = new List<double[]>();
        for (int e = 0; e < count; e++)
        {
            double[] v = generators[(e * n)..((e + 1) * n)], combination = new double[count];
            combination[e] = 1;
            for (int k = 0; k < directions.Count; k++)
            {
                double share = VectorMath.Dot(v, directions[k]);
                VectorMath.AddMultiple(v, -share, directions[k]);
                VectorMath.AddMultiple(combination, -share, combinations[k]);
            }
            double length = VectorMath.Norm(v);
            if (!(length > least * size))
                continue;
            VectorMath.Divide(v, length);
            VectorMath.Divide(combination, length);
            directions.Add(v);
            combinations.Add(combination);
        }
        if (directions.Count == 0 || directions.Count == n)
            return null;
        double[] along = [.. directions.SelectMany(v => v)];
        return new FamilySlice(u[..n], along, along, OrthonormalBasis.Complement(directions, n), isFixed: false, [.. combinations.SelectMany(c => c)]);
    }

    /// <summary>Whether a place lies in the plane.</summary>
    public bool Holds(double[] u)
    {
        for (int k = 0; k < Dimension; k++)
            if (Math.Abs(Offset(u, k)) > InPlane * Math.Max(1, VectorMath.Largest(_reference)))
                return false;
        return true;
    }

    /// <summary>How far a place lies from the plane in a direction of the family.</summary>
    public double Offset(ReadOnlySpan<double> u, int k) => VectorMath.Dot(Along(k), u) - VectorMath.Dot(Along(k), _reference);

    /// <summary>A vector across the family from its N − k components.</summary>
    public double[] Lift(ReadOnlySpan<double> components)
    {
        var v = new double[_reference.Length];
        for (int i = 0; i < Codimension; i++)
            VectorMath.AddMultiple(v, components[i], Across(i));
        return v;
    }

    /// <summary>The components of a vector across the family.</summary>
    public double[] Components(ReadOnlySpan<double> v)
    {
        var components = new double[Codimension];
        for (int i = 0; i < components.Length; i++)
            components[i] = VectorMath.Dot(Across(i), v);
        return components;
    }

    /// <summary>The place with given components across the family from the member of the plane.</summary>
    public double[] Place(ReadOnlySpan<double> components)
    {
        double[] place = Lift(components);
        VectorMath.AddMultiple(place, 1, _reference);
        return place;
    }

    /// <summary>The components of a place from the member of the plane.</summary>
    public double[] ComponentsOf(ReadOnlySpan<double> u)
    {
        double[] offset = u[.._reference.Length].ToArray();
        VectorMath.AddMultiple(offset, -1, _reference);
        return Components(offset);
    }

    /// <summary>Q A Qᵀ.</summary>
    public double[] Restrict(ReadOnlySpan<double> matrix)
    {
        int n = _reference.Length, m = Codimension;
        double[] rows = Rows(matrix), restricted = new double[m * m];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < m; j++)
                restricted[i * m + j] = VectorMath.Dot(rows.AsSpan(i * n, n), Across(j));
        return restricted;
    }

    /// <summary>Q A, N − k rows.</summary>
    public double[] Rows(ReadOnlySpan<double> matrix)
    {
        int n = _reference.Length, m = Codimension;
        var rows = new double[m * n];
        for (int i = 0; i < m; i++)
            for (int k = 0; k < n; k++)
                VectorMath.AddMultiple(rows.AsSpan(i * n, n), Across(i)[k], matrix.Slice(k * n, n));
        return rows;
    }

    /// <summary>Takes the motion along a symmetry from a field, its Jacobian and its slopes; returns the speeds of it, one for each generator.</summary>
    /// <param name="field">The field.</param>
    /// <param name="u">The place in units of the frame.</param>
    /// <param name="sizes">The sizes of the frame.</param>
    /// <param name="value">The field there.</param>
    /// <param name="jacobian">Its Jacobian.</param>
    /// <param name="slopes">Its derivatives by the parameters, or none.</param>
    public double[] TakeAway(ISymmetricField field, ReadOnlySpan<double> u, double[] sizes, double[] value, double[] jacobian, double[] slopes)
    {
        int n = sizes.Length, count = field.SymmetryCount, k = Dimension;
        double[] all = Generators(field, u, sizes), generators = new double[k * n], overlaps = new double[k * k];
        for (int i = 0; i < k; i++)
            for (int e = 0; e < count; e++)
                VectorMath.AddMultiple(generators.AsSpan(i * n, n), _combination[i * count + e], all.AsSpan(e * n, n));
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
                overlaps[i * k + j] = VectorMath.Dot(Along(i), generators.AsSpan(j * n, n));
        var factors = new ScaledLu(overlaps, k);
        double[] speeds = Project(value), perGenerator = new double[count], unit = new double[n];
        for (int i = 0; i < k; i++)
            VectorMath.AddMultiple(perGenerator, speeds[i], _combination.AsSpan(i * count, count));
        for (int j = 0; j < n; j++)
        {
            // the generators are linear: their values at unit vectors are their columns
            unit[j] = 1;
            double[] columns = Generators(field, unit, sizes), column = new double[n];
            unit[j] = 0;
            for (int i = 0; i < n; i++)
                column[i] = jacobian[i * n + j];
            for (int e = 0; e < count; e++)
                VectorMath.AddMultiple(column, -perGenerator[e], columns.AsSpan(e * n, n));
            Project(column);
            for (int i = 0; i < n; i++)
                jacobian[i * n + j] = column[i];
        }
        for (int from = 0; from < slopes.Length; from += n)
            Project(slopes.AsSpan(from, n));
        return perGenerator;

        double[] Project(Span<double> v)
        {
            var right = new double[k];
            for (int i = 0; i < k; i++)
                right[i] = VectorMath.Dot(Along(i), v);
            double[] shares = factors.Solve(right);
            for (int i = 0; i < k; i++)
                VectorMath.AddMultiple(v, -shares[i], generators.AsSpan(i * n, n));
            return shares;
        }
    }

    /// <summary>Whether a point of the plane is a fixed point of the field itself, and not of its part across the family alone.</summary>
    public bool IsRest(Linearisation at) =>
        VectorMath.Norm(at.Value) <= RestRounding * Size(at) * Math.Max(1, VectorMath.Norm(_reference));

    /// <summary>
    /// The plane through the same member with the directions that the family has at a place nearby, and by how much the Jacobian there misses the rank N − k, in its own unit; null where the bordered
    /// system is singular without those of a fold either. Fixed directions and those of a symmetry stay as they are.
    /// </summary>
    /// <param name="jacobian">The Jacobian in units of the frame, without motion along a symmetry.</param>
    public (FamilySlice Plane, double Defect)? Turned(double[] jacobian)
    {
        if (_isFixed || IsRelative)
            return (this, 0);
        return (Directions(jacobian, [], []) ?? WithFold(jacobian)) is var (along, left, defect) ? (Turned(_reference, along, left), defect) : null;
    }

    /// <summary>The plane through a point of this one with the directions of the family there; null if the Jacobian has not the rank N − k there: the family is no more.</summary>
    public FamilySlice? Moved(double[] u, Linearisation at)
    {
        double[] member = u[.._reference.Length];
        if (_isFixed)
            return new FamilySlice(member, _along, _left, _across, _isFixed, _combination);
        if (IsRelative)
            return Across((ISymmetricField)at.Field, member, at.Sizes) is { } moved && moved.Dimension == Dimension ? moved.Aligned(this) : null;
        double most = RankRounding * Size(at);
        if (at.TurnedPlane is var (plane, defect) && defect <= most)
            return new FamilySlice(member, plane._along, plane._left, plane._across, _isFixed, _combination);
        return WithFold(at.Jacobian) is var (along, left, missed) && missed <= most ? Turned(member, along, left) : null;
    }

    /// <summary>The directions where the rank is N − k − 1, as at a fold: the null vector across the family is a border too.</summary>
    private (List<double[]> Along, List<double[]> Left, double Defect)? WithFold(double[] jacobian)
    {
        (double[] right, double[] left) = NullVectors.Of(Restrict(jacobian), Codimension);
        return Directions(jacobian, Lift(right), Lift(left));
    }

    /// <summary>
    /// Null vectors of a Jacobian and of its transpose near the directions of the family, by the bordered system [J M; N 0](x; g) = (0; e), without a look at singular values; g, whose largest entry is
    /// the defect, vanishes if the rank is N − k.
    /// </summary>
    private (List<double[]> Along, List<double[]> Left, double Defect)? Directions(double[] jacobian, double[] right, double[] leftNull)
    {
        const double longest = 3;
        int n = _reference.Length, k = Dimension, more = right.Length / n, m = n + k + more;
        double[] rows = [.. _along, .. right], columns = [.. _left, .. leftNull], bordered = new double[m * m];
        for (int i = 0; i < n; i++)
        {
            jacobian.AsSpan(i * n, n).CopyTo(bordered.AsSpan(i * m));
            for (int j = 0; j < k + more; j++)
                (bordered[i * m + n + j], bordered[(n + j) * m + i]) = (columns[j * n + i], rows[j * n + i]);
        }
        var factors = new ScaledLu(bordered, m);
        List<double[]> along = [], left = [];
        double defect = 0;
        for (int j = 0; j < k; j++)
        {
            var unit = new double[m];
            unit[n + j] = 1;
            double[] x = factors.Solve(unit), z = factors.SolveTransposed(unit), v = x[..n], w = z[..n];
            if (!(VectorMath.Norm(v) < longest) || !VectorMath.AllFinite(x) || !VectorMath.AllFinite(w))
                return null;
            defect = Math.Max(defect, VectorMath.Largest(x.AsSpan(n)));
            if (!OrthonormalBasis.Orthonormalise(v, along) || !OrthonormalBasis.Orthonormalise(w, left))
                return null;
            along.Add(v);
            left.Add(w);
        }
        return (along, left, defect);
    }

    /// <summary>The size of all derivatives, which does not vanish where the Jacobian does.</summary>
    private static double Size(Linearisation at) => double.Hypot(VectorMath.Norm(at.Jacobian), VectorMath.Norm(at.Slopes));

    private FamilySlice Turned(double[] member, List<double[]> along, List<double[]> left) =>
        new FamilySlice(member, [.. along.SelectMany(v => v)], [.. left.SelectMany(v => v)], _across, _isFixed, []).Aligned(this);

    /// <summary>The same plane with directions across it that are turned from those of another one as little as may be, so that determinants keep their signs.</summary>
    private FamilySlice Aligned(FamilySlice other)
    {
        var directions = new List<double[]>();
        for (int k = 0; k < Dimension; k++)
            directions.Add(Along(k).ToArray());
        for (int i = 0; i < Codimension; i++)
        {
            double[] v = other.Across(i).ToArray();
            if (!OrthonormalBasis.Orthonormalise(v, directions))
                return new FamilySlice(_reference, _along, _left, OrthonormalBasis.Complement(directions[..Dimension], _reference.Length), _isFixed, _combination);
            directions.Add(v);
        }
        return new FamilySlice(_reference, _along, _left, [.. directions.Skip(Dimension).SelectMany(v => v)], _isFixed, _combination);
    }

    /// <summary>The directions of the generators in units of a frame, one after the other.</summary>
    private static double[] Generators(ISymmetricField field, ReadOnlySpan<double> u, double[] sizes)
    {
        int n = sizes.Length;
        double[] y = new double[n], generators = new double[n * field.SymmetryCount];
        for (int i = 0; i < n; i++)
            y[i] = u[i] * sizes[i];
        field.SymmetryDirections(y, generators);
        for (int i = 0; i < generators.Length; i++)
            generators[i] /= sizes[i % n];
        return generators;
    }
}
