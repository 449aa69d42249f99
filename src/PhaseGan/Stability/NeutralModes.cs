namespace PhaseGan;

/// <summary>Null directions of the Jacobian at a fixed point that lead to further fixed points.</summary>
internal static class NeutralModes
{
    /// <summary>
    /// The number of null directions if every one of them is tangent to a family of fixed points (a short way along it another fixed point
    /// is found next to the tangent), and if they account for all <paramref name="candidates"/> eigenvalues near zero; otherwise 0.
    /// </summary>
    public static int Verify(IVectorField field, ReadOnlySpan<double> y, double[] jacobian, double scale, int candidates)
    {
        int n = field.Dimension;
        var singular = SingularValues.Of(jacobian, n);
        int nullity = 0;
        while (nullity < n && singular.Values[n - 1 - nullity] <= 1e-8 * scale)
            nullity++;
        if (nullity == 0 || nullity != candidates)
            return 0;

        const double distance = 1e-3;
        var moved = new double[n];
        for (int k = n - nullity; k < n; k++)
        {
            for (int i = 0; i < n; i++)
                moved[i] = y[i] + distance * singular.Right(k)[i];
            NewtonResult polished = Newton.Polish(field, moved);
            if (polished.Status != NewtonStatus.Converged)
                return 0;
            double off = 0;
            for (int i = 0; i < n; i++)
                off = Math.Max(off, Math.Abs(polished.Point[i] - moved[i]));
            if (off > 0.1 * distance)
                return 0;
        }
        return nullity;
    }
}
