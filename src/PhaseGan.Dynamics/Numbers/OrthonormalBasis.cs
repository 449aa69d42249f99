namespace PhaseGan.Dynamics;

/// <summary>Bases of orthonormal vectors, by the modified Gram–Schmidt process.</summary>
internal static class OrthonormalBasis
{
    /// <summary>A vector of which less than this share lies across the others is taken for one of their plane.</summary>
    private const double Least = 1e-6;

    /// <summary>Makes a vector one of unit length across others.</summary>
    /// <param name="v">The vector.</param>
    /// <param name="others">Orthonormal vectors.</param>
    /// <returns>Whether more than rounding of it was left.</returns>
    public static bool Orthonormalise(double[] v, IReadOnlyList<double[]> others)
    {
        double before = VectorMath.Norm(v);
        // twice is enough
        for (int round = 0; round < 2; round++)
            foreach (double[] other in others)
                VectorMath.RemoveAlong(v, other);
        double length = VectorMath.Norm(v);
        VectorMath.Divide(v, length);
        return length > Least * before;
    }

    /// <summary>A basis of what lies across given directions, one vector after the other, length n(n − k).</summary>
    /// <param name="directions">k orthonormal directions.</param>
    /// <param name="n">Their length.</param>
    public static double[] Complement(IReadOnlyList<double[]> directions, int n)
    {
        List<double[]> all = [.. directions];
        while (all.Count < n)
        {
            // the coordinate that the directions hold least of
            int best = Enumerable.Range(0, n).MinBy(i => all.Sum(v => v[i] * v[i]));
            var next = new double[n];
            next[best] = 1;
            Orthonormalise(next, all);
            all.Add(next);
        }
        return [.. all.Skip(directions.Count).SelectMany(v => v)];
    }
}
