namespace PhaseGan.Testing;

/// <summary>
/// Other coordinates y of straight ones s: s = x + q(x), x = Ly with an invertible L and quadratic qᵢ of the coordinates before, so that the inverse is polynomial too.
/// </summary>
/// <param name="linear">L, row-major.</param>
/// <param name="inverse">L⁻¹.</param>
/// <param name="quadratic">For each i the matrix of qᵢ, of which the rows and columns below i count.</param>
internal sealed class BentCoordinates(double[] linear, double[] inverse, double[][] quadratic)
{
    private readonly double[][] _bends = Bends(quadratic);

    /// <summary>How many there are.</summary>
    public int Dimension => _bends.Length;

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
        int n = Dimension;
        var s = new double[n];
        Straighten(y, stackalloc double[n], s, stackalloc double[n * n]);
        return s;
    }

    /// <summary>The state at straight coordinates.</summary>
    public double[] StateOf(ReadOnlySpan<double> s)
    {
        var y = new double[Dimension];
        Image(inverse, Bent(s), y);
        return y;
    }

    /// <summary>A vector at a place in straight coordinates, carried to those of states.</summary>
    public double[] Carried(ReadOnlySpan<double> s, ReadOnlySpan<double> vector)
    {
        int n = Dimension;
        double[] moved = vector.ToArray(), carried = new double[n];
        Span<double> slopes = stackalloc double[n * n];
        Slopes(Bent(s), slopes);
        Undo(slopes, moved, 1);
        Image(inverse, moved, carried);
        return carried;
    }

    /// <summary>Writes the field that is given in straight coordinates.</summary>
    public void Evaluate(IVectorField straight, ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension;
        Span<double> s = stackalloc double[n], f = stackalloc double[n], slopes = stackalloc double[n * n];
        Straighten(y, stackalloc double[n], s, slopes);
        straight.Evaluate(s, f);
        Undo(slopes, f, 1);
        Image(inverse, f, derivative);
    }

    /// <summary>Writes the derivative by a parameter of the field that is given in straight coordinates.</summary>
    public void ParameterDerivative(IParameterDerivative straight, int parameter, ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension;
        Span<double> s = stackalloc double[n], f = stackalloc double[n], slopes = stackalloc double[n * n];
        Straighten(y, stackalloc double[n], s, slopes);
        straight.ParameterDerivative(parameter, s, f);
        Undo(slopes, f, 1);
        Image(inverse, f, derivative);
    }

    /// <summary>Writes the Jacobian of the field that is given in straight coordinates.</summary>
    public void Jacobian(IVectorField straight, ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        Span<double> s = stackalloc double[n], v = stackalloc double[n], slopes = stackalloc double[n * n], plain = stackalloc double[n * n], twisted = stackalloc double[n * n];
        Straighten(y, stackalloc double[n], s, slopes);
        straight.Evaluate(s, v);
        straight.Jacobian(s, plain);
        Undo(slopes, v, 1);
        // D ψ J = DF Dψ − D(Dψ v)
        Product(plain, slopes, twisted, n);
        for (int i = 1; i < n; i++)
            for (int j = 0; j < i; j++)
                twisted[i * n + j] -= Dot(_bends[i].AsSpan(j * n, i), v);
        Undo(slopes, twisted, n);
        // L⁻¹ J L
        Product(twisted, linear, plain, n);
        Product(inverse, plain, jacobian, n);
    }

    /// <summary>The coordinates x at straight ones.</summary>
    private double[] Bent(ReadOnlySpan<double> s)
    {
        double[] x = s.ToArray();
        for (int i = 0; i < x.Length; i++)
            for (int j = 0; j < i; j++)
                x[i] -= 0.5 * Dot(_bends[i].AsSpan(j * x.Length, i), x) * x[j];
        return x;
    }

    /// <summary>Writes the coordinates x of a state, its straight ones and their derivative by x.</summary>
    private void Straighten(ReadOnlySpan<double> y, Span<double> x, Span<double> s, Span<double> slopes)
    {
        Image(linear, y, x);
        Slopes(x, slopes);
        // a quadratic form is half of its derivative along the place
        for (int i = 0; i < x.Length; i++)
            s[i] = x[i] + 0.5 * Dot(slopes.Slice(i * x.Length, i), x);
    }

    /// <summary>Writes the derivative of the straight coordinates, lower triangular with ones.</summary>
    private void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        int n = x.Length;
        slopes.Clear();
        for (int i = 0; i < n; i++)
        {
            slopes[i * n + i] = 1;
            for (int j = 0; j < i; j++)
                slopes[i * n + j] = Dot(_bends[i].AsSpan(j * n, i), x);
        }
    }

    /// <summary>Solves with the derivative of the straight coordinates, in place, for each of some columns.</summary>
    private static void Undo(ReadOnlySpan<double> slopes, Span<double> f, int columns)
    {
        int n = f.Length / columns;
        for (int i = 1; i < n; i++)
        {
            Span<double> row = f.Slice(i * columns, columns);
            for (int j = 0; j < i; j++)
                AddMultiple(row, -slopes[i * n + j], f.Slice(j * columns, columns));
        }
    }

    private static void Image(double[] matrix, ReadOnlySpan<double> v, Span<double> image)
    {
        int n = v.Length;
        for (int i = 0; i < n; i++)
            image[i] = Dot(matrix.AsSpan(i * n, n), v);
    }

    /// <summary>Writes the product of two n×n matrices; many entries of the first one are zero.</summary>
    private static void Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product, int n)
    {
        product.Clear();
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                if (a[i * n + k] is not 0 and var factor)
                    AddMultiple(product.Slice(i * n, n), factor, b.Slice(k * n, n));
            }
        }
    }

    /// <summary>The sum of products over the first of two vectors.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void AddMultiple(Span<double> to, double factor, ReadOnlySpan<double> v)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] += factor * v[i];
    }

    /// <summary>Second derivatives of each quadratic form, of which the rows and columns below its place count.</summary>
    private static double[][] Bends(double[][] quadratic)
    {
        int n = quadratic.Length;
        var bends = new double[n][];
        for (int i = 0; i < n; i++)
        {
            bends[i] = new double[n * n];
            for (int j = 0; j < i; j++)
                for (int k = 0; k < i; k++)
                    bends[i][j * n + k] = quadratic[i][j * n + k] + quadratic[i][k * n + j];
        }
        return bends;
    }
}
