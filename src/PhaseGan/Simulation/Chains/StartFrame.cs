using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>Vectors with given overlaps.</summary>
internal static class StartFrame
{
    /// <summary>
    /// Coordinates of the columns of V and then w, or the k columns of W, a row of 2d + k each: d along the columns of U and d + k along an orthonormal
    /// frame across U. They come from the spectral decomposition of what the Gram matrix holds across U, so the overlaps come
    /// back to within rounding even where the matrix is singular.
    /// </summary>
    /// <param name="start">The overlaps.</param>
    /// <param name="unitNorms">Whether rows are scaled to unit length, which takes away the 1e-9 that a normalised state may be off.</param>
    public static double[] Rows(MacroState start, bool unitNorms)
    {
        int d = start.FeatureCount;
        int size = d + start.DiscriminatorFeatures;
        int length = d + size;
        var rows = new double[size * length];
        for (int j = 0; j < size; j++)
            for (int i = 0; i < d; i++)
                rows[j * length + i] = j < d ? start.P(i, j) : start.QOf(i, j - d);

        var across = Matrix<double>.Build.Dense(size, size);
        for (int j = 0; j < size; j++)
            for (int h = 0; h < size; h++)
            {
                double sum = j < d
                    ? h < d ? start.S(j, h) : start.ROf(j, h - d)
                    : h < d ? start.ROf(h, j - d) : start.Z(j - d, h - d);
                for (int i = 0; i < d; i++)
                    sum -= rows[j * length + i] * rows[h * length + i];
                across[j, h] = sum;
            }
        var spectrum = across.Evd(Symmetricity.Symmetric);

        for (int j = 0; j < size; j++)
        {
            Span<double> row = rows.AsSpan(j * length, length);
            for (int k = 0; k < size; k++)
                row[d + k] = spectrum.EigenVectors[j, k] * Math.Sqrt(Math.Max(spectrum.EigenValues[k].Real, 0));
            if (!unitNorms)
                continue;
            double power = 0;
            foreach (double x in row)
                power += x * x;
            foreach (ref double x in row)
                x /= Math.Sqrt(power);
        }
        return rows;
    }
}
