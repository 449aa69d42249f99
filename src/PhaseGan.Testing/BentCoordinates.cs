namespace PhaseGan.Testing;

/// <summary>
/// Other coordinates y of straight ones s: s = x + q(x), x = Ly with an invertible L and quadratic qᵢ of the coordinates before, so that the inverse is polynomial too.
/// </summary>
/// <param name="linear">L, row-major.</param>
/// <param name="inverse">L⁻¹.</param>
/// <param name="quadratic">For each i the matrix of qᵢ, of which the rows and columns below i count.</param>
internal sealed class BentCoordinates(double[] linear, double[] inverse, double[][] quadratic)
{
    /// <summary>How many there are.</summary>
    public int Dimension => quadratic.Length;

    /// <summary>Random quadratic forms, small enough that states of unit size stay of unit size.</summary>
    /// <param name="n">How many.</param>
    /// <param name="random">Where from.</param>
    public static double[][] Quadratic(int n, ref SplitMix random)
    {
        var quadratic = new double[n][];
        for (int i = 0; i < n; i++)
        {
            quadratic[i] = new double[n * n];
            for (int j = 0; j < i; j++)
                for (int k = 0; k < i; k++)
                    quadratic[i][j * n + k] = 0.3 * (random.NextUniform() - 0.5) / i;
        }
        return quadratic;
    }

    /// <summary>A random orthogonal matrix: rows made orthogonal one after another.</summary>
    /// <param name="n">Its order.</param>
    /// <param name="random">Where from.</param>
    public static double[] Rotation(int n, ref SplitMix random)
    {
        var rotation = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            Span<double> row = rotation.AsSpan(i * n, n);
            do
            {
                for (int j = 0; j < n; j++)
                    row[j] = random.NextNormal();
                for (int pass = 0; pass < 2; pass++)
                    for (int k = 0; k < i; k++)
                        VectorMath.RemoveAlong(row, rotation.AsSpan(k * n, n));
            }
            while (VectorMath.Norm(row) < 0.1);
            VectorMath.Divide(row, VectorMath.Norm(row));
        }
        return rotation;
    }

    /// <summary>A matrix turned over.</summary>
    public static double[] Transposed(double[] matrix, int n)
    {
        var turned = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                turned[i * n + j] = matrix[j * n + i];
        return turned;
    }

    /// <summary>Bent coordinates with an orthogonal L.</summary>
    public static BentCoordinates Rotated(double[] rotation, double[][] quadratic) => new(rotation, Transposed(rotation, quadratic.Length), quadratic);

    /// <summary>The straight coordinates of a state.</summary>
    public double[] StraightOf(ReadOnlySpan<double> y)
    {
        double[] x = Image(linear, y), s = [.. x];
        for (int i = 0; i < s.Length; i++)
            s[i] += Form(i, x);
        return s;
    }

    /// <summary>The state at straight coordinates.</summary>
    public double[] StateOf(ReadOnlySpan<double> s) => Image(inverse, Bent(s));

    /// <summary>A vector at a place in straight coordinates, carried to those of states.</summary>
    public double[] Carried(ReadOnlySpan<double> s, ReadOnlySpan<double> vector)
    {
        double[] moved = vector.ToArray();
        Undo(Slopes(Bent(s)), moved);
        return Image(inverse, moved);
    }

    /// <summary>Writes the field that is given in straight coordinates.</summary>
    public void Evaluate(IVectorField straight, ReadOnlySpan<double> y, Span<double> derivative)
    {
        double[] f = new double[Dimension];
        straight.Evaluate(StraightOf(y), f);
        Undo(Slopes(Image(linear, y)), f);
        Image(inverse, f).CopyTo(derivative);
    }

    /// <summary>Writes the Jacobian of the field that is given in straight coordinates.</summary>
    public void Jacobian(IVectorField straight, ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        double[] x = Image(linear, y), s = StraightOf(y), v = new double[n], plain = new double[n * n], twisted = new double[n * n], column = new double[n];
        straight.Evaluate(s, v);
        straight.Jacobian(s, plain);
        double[] slope = Slopes(x);
        Undo(slope, v);
        // D ψ J = DF Dψ − D(Dψ v)
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                column[i] = 0;
                for (int k = 0; k < n; k++)
                    column[i] += plain[i * n + k] * slope[k * n + j] - (quadratic[i][j * n + k] + quadratic[i][k * n + j]) * v[k];
            }
            Undo(slope, column);
            for (int i = 0; i < n; i++)
                twisted[i * n + j] = column[i];
        }
        // L⁻¹ J L
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                column[i] = 0;
                for (int k = 0; k < n; k++)
                    column[i] += twisted[i * n + k] * linear[k * n + j];
            }
            double[] back = Image(inverse, column);
            for (int i = 0; i < n; i++)
                jacobian[i * n + j] = back[i];
        }
    }

    /// <summary>The coordinates x at straight ones.</summary>
    private double[] Bent(ReadOnlySpan<double> s)
    {
        double[] x = s.ToArray();
        for (int i = 0; i < x.Length; i++)
            x[i] -= Form(i, x);
        return x;
    }

    private double Form(int i, double[] x)
    {
        double sum = 0;
        for (int j = 0; j < i; j++)
            for (int k = 0; k < i; k++)
                sum += quadratic[i][j * x.Length + k] * x[j] * x[k];
        return sum;
    }

    /// <summary>The derivative of the straight coordinates, lower triangular with ones.</summary>
    private double[] Slopes(double[] x)
    {
        int n = x.Length;
        var slopes = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            slopes[i * n + i] = 1;
            for (int j = 0; j < i; j++)
                for (int k = 0; k < i; k++)
                    slopes[i * n + j] += (quadratic[i][j * n + k] + quadratic[i][k * n + j]) * x[k];
        }
        return slopes;
    }

    /// <summary>Solves with the derivative of the straight coordinates, in place.</summary>
    private static void Undo(double[] slopes, double[] f)
    {
        int n = f.Length;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                f[i] -= slopes[i * n + j] * f[j];
    }

    private static double[] Image(double[] matrix, ReadOnlySpan<double> v)
    {
        int n = v.Length;
        var image = new double[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                image[i] += matrix[i * n + j] * v[j];
        return image;
    }
}
