using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>The macroscopic state of training with learnable codes and k features of the discriminator: P = UᵀV, Q = UᵀW, R = VᵀW, S = VᵀV, Z = WᵀW, and the codes. Immutable.</summary>
public sealed class LearnableCodesState
{
    private const double Tolerance = 1e-9;

    private readonly double[,] _p, _q, _r, _s, _z;

    private LearnableCodesState(double[,] p, double[,] q, double[,] r, double[,] s, double[,] z, GeneratorCodes codes)
    {
        (_p, _q, _r, _s, _z, Codes) = (p, q, r, s, z, codes);
    }

    /// <summary>The codes at their present parameters.</summary>
    public GeneratorCodes Codes { get; }

    /// <summary>d: number of true features.</summary>
    public int FeatureCount => _p.GetLength(0);

    /// <summary>k: number of features of the discriminator.</summary>
    public int CriticCount => _q.GetLength(1);

    /// <summary>P_ij = u_i·v_j, an entry of a d×d̃ matrix; indices are zero-based.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such entry.</exception>
    public double P(int row, int column) => _p[row, column];

    /// <summary>Q_ia = u_i·w_a, an entry of a d×k matrix; indices are zero-based.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such entry.</exception>
    public double Q(int row, int column) => _q[row, column];

    /// <summary>R_ja = v_j·w_a, an entry of a d̃×k matrix; indices are zero-based.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such entry.</exception>
    public double R(int row, int column) => _r[row, column];

    /// <summary>S_ij = v_i·v_j, an entry of a d̃×d̃ matrix; indices are zero-based.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such entry.</exception>
    public double S(int row, int column) => _s[row, column];

    /// <summary>Z_ab = w_a·w_b, an entry of a k×k matrix; indices are zero-based.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such entry.</exception>
    public double Z(int row, int column) => _z[row, column];

    /// <summary>Makes a state from its overlaps and checks that they are possible.</summary>
    /// <param name="p">P, d×d̃.</param>
    /// <param name="q">Q, d×k.</param>
    /// <param name="r">R, d̃×k.</param>
    /// <param name="codes">The codes.</param>
    /// <param name="s">S, symmetric; the identity if absent.</param>
    /// <param name="z">Z, symmetric; the identity if absent.</param>
    /// <exception cref="ArgumentNullException">P, Q, R or the codes are null.</exception>
    /// <exception cref="ArgumentException">Shapes differ, an entry is not finite, S or Z is not symmetric, or the Gram matrix of (U, V, W) has a negative eigenvalue.</exception>
    public static LearnableCodesState Create(double[,] p, double[,] q, double[,] r, GeneratorCodes codes, double[,]? s = null, double[,]? z = null)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(codes);
        int d = p.GetLength(0), fake = codes.FeatureCount, k = q.GetLength(1);
        s ??= Matrix<double>.Build.DenseIdentity(fake).ToArray();
        z ??= Matrix<double>.Build.DenseIdentity(Math.Max(k, 1)).ToArray();
        Shape(p, Math.Max(d, 1), fake, "p");
        Shape(q, d, Math.Max(k, 1), "q");
        Shape(r, fake, k, "r");
        Shape(s, fake, fake, "s");
        Shape(z, k, k, "z");
        var gram = Matrix<double>.Build.DenseIdentity(d + fake + k);
        Place(p, 0, d);
        Place(q, 0, d + fake);
        Place(r, d, d + fake);
        Place(s, d, d);
        Place(z, d + fake, d + fake);
        if ((gram - gram.Transpose()).Enumerate().Max(Math.Abs) > Tolerance)
            throw new ArgumentException("s and z must be symmetric", nameof(s));
        Vector<double> spectrum = gram.Evd(Symmetricity.Symmetric).EigenValues.Real();
        if (spectrum.Minimum() < -Tolerance * spectrum.Maximum())
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"overlaps must belong to vectors: the Gram matrix of (U, V, W) has the eigenvalue {spectrum.Minimum():G6}"));
        return new LearnableCodesState((double[,])p.Clone(), (double[,])q.Clone(), (double[,])r.Clone(), (double[,])s.Clone(), (double[,])z.Clone(), codes);

        void Place(double[,] block, int row, int column)
        {
            for (int i = 0; i < block.GetLength(0); i++)
                for (int j = 0; j < block.GetLength(1); j++)
                    gram[row + i, column + j] = gram[column + j, row + i] = block[i, j];
        }
    }

    /// <summary>A generic start: overlaps P, Q, R of a given size with random signs and shares from a seed, S and Z the identity.</summary>
    /// <param name="features">d ≥ 1.</param>
    /// <param name="critics">k ≥ 1.</param>
    /// <param name="codes">The codes.</param>
    /// <param name="size">Size of the overlaps, in (0, 1/(d + d̃ + k)].</param>
    /// <param name="seed">Seed.</param>
    /// <exception cref="ArgumentNullException">The codes are null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static LearnableCodesState NearOrigin(int features, int critics, GeneratorCodes codes, double size, int seed)
    {
        ArgumentNullException.ThrowIfNull(codes);
        Guard.AtLeast(features, 1, "the number of true features");
        Guard.AtLeast(critics, 1, "the number of features of the discriminator");
        double most = 1.0 / (features + codes.FeatureCount + critics);
        if (!(size > 0 && size <= most))
            throw Guard.OutOfRange(nameof(size), size, $"is the size of overlaps and must lie in (0, {most:G6}] here, so that vectors have them");
        var random = new SplitMix(seed);
        return Create(Draw(features, codes.FeatureCount), Draw(features, critics), Draw(codes.FeatureCount, critics), codes);

        double[,] Draw(int rows, int columns)
        {
            var result = new double[rows, columns];
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                    result[i, j] = size * (2 * random.NextUniform() - 1);
            return result;
        }
    }

    /// <summary>ρ_i = (P S⁺ Pᵀ)_ii for every true feature: the share of it that lies in the span of V.</summary>
    public ImmutableArray<double> Recovery()
    {
        Matrix<double> p = Matrix<double>.Build.DenseOfArray(_p), s = Matrix<double>.Build.DenseOfArray(_s);
        Matrix<double> projection = p * s.PseudoInverse() * p.Transpose();
        return [.. projection.Diagonal().Select(x => Math.Clamp(x, 0, 1))];
    }

    /// <summary>The state in words.</summary>
    public override string ToString() => $"P = {Text(_p)}, Q = {Text(_q)}, R = {Text(_r)}, codes: {Codes}";

    internal static LearnableCodesState FromComputed(double[,] p, double[,] q, double[,] r, double[,] s, double[,] z, GeneratorCodes codes) => new(p, q, r, s, z, codes);

    private static void Shape(double[,] matrix, int rows, int columns, string name)
    {
        if (matrix.GetLength(0) != rows || matrix.GetLength(1) != columns)
            throw new ArgumentException($"{name} must be {rows}×{columns} here; got {matrix.GetLength(0)}×{matrix.GetLength(1)}", name);
        foreach (double x in matrix)
            if (!double.IsFinite(x))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} must be finite; got {x}"), name);
    }

    private static string Text(double[,] matrix)
    {
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        return $"[{string.Join("; ", Enumerable.Range(0, rows).Select(i => string.Join(", ", Enumerable.Range(0, columns).Select(j => matrix[i, j].ToString("G6", CultureInfo.InvariantCulture)))))}]";
    }
}
