using System.Numerics;
using System.Runtime.InteropServices;

namespace PhaseGan.Testing;

/// <summary>
/// Other coordinates y of straight ones s: s = x + q(x), x = Ly with an invertible L and quadratic qᵢ of the coordinates before, so that the inverse is polynomial too.
/// </summary>
/// <param name="linear">L, row-major.</param>
/// <param name="inverse">L⁻¹.</param>
/// <param name="quadratic">For each i the matrix of qᵢ, of which the rows and columns below i count.</param>
internal sealed class BentCoordinates(double[] linear, double[] inverse, double[][] quadratic)
{
    /// <summary>Rows of matrices in whole registers: their loops are the most of what a field takes.</summary>
    private readonly int _width = WidthOf(quadratic.Length);

    private readonly Vector<double>[] _linear = Rows(linear, quadratic.Length), _columns = Rows(Transposed(linear, quadratic.Length), quadratic.Length);
    private readonly Vector<double>[] _inverse = Rows(inverse, quadratic.Length), _inverseColumns = Rows(Transposed(inverse, quadratic.Length), quadratic.Length);

    /// <summary>Second derivatives of each quadratic form.</summary>
    private readonly Vector<double>[][] _bends = [.. quadratic.Select((q, i) => Rows(Bends(q, i, quadratic.Length), quadratic.Length))];

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
        var s = new double[Dimension];
        Straighten(y, s, stackalloc Vector<double>[Dimension * _width]);
        return s;
    }

    /// <summary>The state at straight coordinates.</summary>
    public double[] StateOf(ReadOnlySpan<double> s)
    {
        var y = new double[Dimension];
        Image(_inverseColumns, Bent(s), y);
        return y;
    }

    /// <summary>A vector at a place in straight coordinates, carried to those of states.</summary>
    public double[] Carried(ReadOnlySpan<double> s, ReadOnlySpan<double> vector)
    {
        Span<Vector<double>> slopes = stackalloc Vector<double>[Dimension * _width];
        Slopes(Bent(s), slopes);
        double[] moved = vector.ToArray(), carried = new double[Dimension];
        Undo(slopes, moved);
        Image(_inverseColumns, moved, carried);
        return carried;
    }

    /// <summary>Writes the field that is given in straight coordinates.</summary>
    public void Evaluate(IVectorField straight, ReadOnlySpan<double> y, Span<double> derivative)
    {
        Span<Vector<double>> slopes = stackalloc Vector<double>[Dimension * _width];
        Span<double> s = stackalloc double[Dimension], f = stackalloc double[Dimension];
        Straighten(y, s, slopes);
        straight.Evaluate(s, f);
        Undo(slopes, f);
        Image(_inverseColumns, f, derivative);
    }

    /// <summary>Writes the derivative by a parameter of the field that is given in straight coordinates.</summary>
    public void ParameterDerivative(IParameterDerivative straight, int parameter, ReadOnlySpan<double> y, Span<double> derivative)
    {
        Span<Vector<double>> slopes = stackalloc Vector<double>[Dimension * _width];
        Span<double> s = stackalloc double[Dimension], f = stackalloc double[Dimension];
        Straighten(y, s, slopes);
        straight.ParameterDerivative(parameter, s, f);
        Undo(slopes, f);
        Image(_inverseColumns, f, derivative);
    }

    /// <summary>Writes the Jacobian of the field that is given in straight coordinates.</summary>
    public void Jacobian(IVectorField straight, ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension, size = n * _width;
        Span<Vector<double>> slopes = stackalloc Vector<double>[size], twisted = stackalloc Vector<double>[size], product = stackalloc Vector<double>[size];
        Span<double> s = stackalloc double[n], v = stackalloc double[n];
        Straighten(y, s, slopes);
        straight.Evaluate(s, v);
        straight.Jacobian(s, jacobian);
        Undo(slopes, v);
        // D ψ J = DF Dψ − D(Dψ v)
        twisted.Clear();
        for (int i = 0; i < n; i++)
        {
            Span<Vector<double>> row = Row(twisted, i);
            for (int k = 0; k < n; k++)
                AddMultiple(row, jacobian[i * n + k], Row(slopes, k));
            for (int k = 0; k < i; k++)
                AddMultiple(row, -v[k], Row(_bends[i], k));
            for (int j = 0; j < i; j++)
                AddMultiple(row, -Entry(slopes, i, j), Row(twisted, j));
        }
        // L⁻¹ J L
        Multiply(twisted, _linear, product);
        Multiply(_inverse, product, twisted);
        for (int i = 0; i < n; i++)
            MemoryMarshal.Cast<Vector<double>, double>(Row(twisted, i))[..n].CopyTo(jacobian[(i * n)..]);
    }

    /// <summary>The coordinates x at straight ones.</summary>
    private double[] Bent(ReadOnlySpan<double> s)
    {
        double[] x = s.ToArray();
        for (int i = 0; i < x.Length; i++)
            for (int j = 0; j < i; j++)
                for (int k = 0; k < i; k++)
                    x[i] -= 0.5 * Entry(_bends[i], j, k) * x[j] * x[k];
        return x;
    }

    /// <summary>Writes the straight coordinates of a state and their derivative by x.</summary>
    private void Straighten(ReadOnlySpan<double> y, Span<double> s, Span<Vector<double>> slopes)
    {
        int n = Dimension;
        Span<double> x = stackalloc double[n];
        Image(_columns, y, x);
        Slopes(x, slopes);
        // a quadratic form is half of its derivative along the place
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = MemoryMarshal.Cast<Vector<double>, double>(Row(slopes, i));
            double sum = 0;
            for (int j = 0; j < i; j++)
                sum += row[j] * x[j];
            s[i] = x[i] + 0.5 * sum;
        }
    }

    /// <summary>Writes the derivative of the straight coordinates, lower triangular with ones.</summary>
    private void Slopes(ReadOnlySpan<double> x, Span<Vector<double>> slopes)
    {
        slopes.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            Span<Vector<double>> row = Row(slopes, i);
            for (int k = 0; k < i; k++)
                AddMultiple(row, x[k], Row(_bends[i], k));
            MemoryMarshal.Cast<Vector<double>, double>(row)[i] = 1;
        }
    }

    /// <summary>Solves with the derivative of the straight coordinates, in place.</summary>
    private void Undo(ReadOnlySpan<Vector<double>> slopes, Span<double> f)
    {
        for (int i = 1; i < f.Length; i++)
        {
            ReadOnlySpan<double> row = MemoryMarshal.Cast<Vector<double>, double>(slopes.Slice(i * _width, _width));
            for (int j = 0; j < i; j++)
                f[i] -= row[j] * f[j];
        }
    }

    /// <summary>Writes the product of a matrix, given by its columns, and a vector.</summary>
    private void Image(Vector<double>[] columns, ReadOnlySpan<double> v, Span<double> image)
    {
        Span<Vector<double>> sum = stackalloc Vector<double>[_width];
        sum.Clear();
        for (int k = 0; k < v.Length; k++)
            AddMultiple(sum, v[k], Row(columns, k));
        MemoryMarshal.Cast<Vector<double>, double>(sum)[..image.Length].CopyTo(image);
    }

    private void Multiply(ReadOnlySpan<Vector<double>> a, ReadOnlySpan<Vector<double>> b, Span<Vector<double>> product)
    {
        product.Clear();
        for (int i = 0; i < Dimension; i++)
            for (int k = 0; k < Dimension; k++)
                AddMultiple(Row(product, i), Entry(a, i, k), b.Slice(k * _width, _width));
    }

    private Span<Vector<double>> Row(Span<Vector<double>> matrix, int i) => matrix.Slice(i * _width, _width);

    private double Entry(ReadOnlySpan<Vector<double>> matrix, int i, int j) => MemoryMarshal.Cast<Vector<double>, double>(matrix)[i * _width * Vector<double>.Count + j];

    private static void AddMultiple(Span<Vector<double>> to, double factor, ReadOnlySpan<Vector<double>> v)
    {
        if (factor == 0)
            return;
        var all = new Vector<double>(factor);
        for (int r = 0; r < to.Length; r++)
            to[r] += all * v[r];
    }

    private static int WidthOf(int n) => (n + Vector<double>.Count - 1) / Vector<double>.Count;

    /// <summary>The rows of a matrix, each in whole registers.</summary>
    private static Vector<double>[] Rows(double[] matrix, int n)
    {
        int width = WidthOf(n);
        var rows = new Vector<double>[n * width];
        for (int i = 0; i < n; i++)
            matrix.AsSpan(i * n, n).CopyTo(MemoryMarshal.Cast<Vector<double>, double>(rows.AsSpan(i * width, width)));
        return rows;
    }

    /// <summary>Second derivatives of a quadratic form, of which the rows and columns below its place count.</summary>
    private static double[] Bends(double[] quadratic, int i, int n)
    {
        var bends = new double[n * n];
        for (int j = 0; j < i; j++)
            for (int k = 0; k < i; k++)
                bends[j * n + k] = quadratic[j * n + k] + quadratic[k * n + j];
        return bends;
    }
}
