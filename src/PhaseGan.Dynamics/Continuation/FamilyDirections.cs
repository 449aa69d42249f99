namespace PhaseGan.Dynamics;

/// <summary>The directions of the family of fixed points to which the start of a branch belongs.</summary>
internal static class FamilyDirections
{
    /// <summary>Singular values of the Jacobian below this share of the largest are followed up.</summary>
    private const double NearNull = 1e-7;

    /// <summary>How far a direction is followed: large enough that a cubic tangency leaves zero, small enough that curvature hardly shortens it.</summary>
    private const double Displacement = 3e-3;

    /// <summary>Transverse coordinates this small are those of the rest manifold.</summary>
    private const double OnManifold = 1e-9;

    /// <summary>The plane across the family through a fixed point; null if it is isolated, or no direction is left across.</summary>
    /// <param name="field">The field in its own coordinates.</param>
    /// <param name="u">The fixed point in units of the frame; what follows the coordinates is not read.</param>
    /// <param name="sizes">The sizes of the frame.</param>
    public static FamilySlice? Slice(IVectorField field, double[] u, double[] sizes)
    {
        int n = sizes.Length;
        double[] member = u[..n];
        var scaled = ScaledField.Of(field, sizes);
        List<double[]> directions = Verified(scaled, member);
        if (directions.Count == 0 || directions.Count == n)
            return null;
        bool isManifold = field is IRestManifold rest && directions.Count == n - rest.TransverseCount
            && VectorMath.Largest(u.AsSpan(rest.TransverseStart, rest.TransverseCount)) <= OnManifold;
        return isManifold ? OfManifold((IRestManifold)field, member) : FamilySlice.At(member, directions, isFixed: false);
    }

    private static FamilySlice OfManifold(IRestManifold field, double[] member)
    {
        member.AsSpan(field.TransverseStart, field.TransverseCount).Clear();
        var directions = new List<double[]>();
        for (int i = 0; i < member.Length; i++)
        {
            if (i >= field.TransverseStart && i < field.TransverseStart + field.TransverseCount)
                continue;
            var unit = new double[member.Length];
            unit[i] = 1;
            directions.Add(unit);
        }
        return FamilySlice.At(member, directions, isFixed: true);
    }

    /// <summary>
    /// Orthonormal null directions along which fixed points go on: each null direction v of the Jacobian is tried by polishing root + εv. Along a family the polished point keeps the tangent part of
    /// εv and elsewhere it falls back, so that the displacements over ε are the projection on the tangent space, up to O(ε).
    /// </summary>
    private static List<double[]> Verified(ScaledField field, double[] root)
    {
        int n = root.Length;
        var jacobian = new double[n * n];
        field.Jacobian(root, jacobian);
        var singular = SingularValues.Of(jacobian, n);
        int count = singular.Values.Count(v => v <= NearNull * singular.Values[0]);
        if (count == 0)
            return [];
        var near = Enumerable.Range(n - count, count).Select(k => singular.Right(k).ToArray()).ToArray();
        var projection = new double[count * count];
        for (int j = 0; j < count; j++)
        {
            double[] start = [.. root];
            VectorMath.AddMultiple(start, Displacement, near[j]);
            NewtonResult found = Newton.Polish(field, start);
            if (!found.IsConverged)
                continue;
            double[] moved = [.. found.Point];
            VectorMath.AddMultiple(moved, -1, root);
            for (int i = 0; i < count; i++)
                projection[i * count + j] = VectorMath.Dot(near[i], moved) / Displacement;
        }
        var shares = SingularValues.Of(projection, count);
        var directions = new List<double[]>();
        for (int k = 0; k < count && shares.Values[k] > 0.5; k++)
        {
            var v = new double[n];
            for (int i = 0; i < count; i++)
                VectorMath.AddMultiple(v, shares.Right(k)[i], near[i]);
            directions.Add(v);
        }
        return directions;
    }
}
