namespace PhaseGan.Dynamics;

/// <summary>The directions in which a cycle goes on as a cycle while two parameters vary.</summary>
internal static class CyclePlane
{
    /// <summary>Where the rows begin that border the equations: any rows serve but those orthogonal to a direction.</summary>
    private const int Seed = 20_261;

    /// <summary>Two orthonormal directions that solve the equations' derivative; null where there are more than two.</summary>
    public static double[][]? Of(CycleEvaluation at)
    {
        var random = new SplitMix(Seed);
        int m = at.Frame.Unknowns, free = m - at.Frame.Equations;
        var rows = new double[free][];
        for (int j = 0; j < free; j++)
        {
            rows[j] = new double[m];
            for (int i = 0; i < m; i++)
                rows[j][i] = random.NextNormal() / Math.Sqrt(m);
        }
        double[][] plane = new CycleBordering(rows, null).Directions(at);
        for (int j = 0; j < free; j++)
        {
            for (int pass = 0; pass < 2; pass++)
                for (int k = 0; k < j; k++)
                    VectorMath.RemoveAlong(plane[j], plane[k]);
            double length = VectorMath.Norm(plane[j]);
            if (!(length > 0) || !double.IsFinite(length))
                return null;
            VectorMath.Divide(plane[j], length);
        }
        return plane;
    }
}
