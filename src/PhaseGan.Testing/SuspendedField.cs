using System.Numerics;

namespace PhaseGan.Testing;

/// <summary>
/// The unit circle X′ = −ωY + rX(1 − X² − Y²), Y′ = ωX + rY(1 − X² − Y²) with blocks across it, in other coordinates x: s = y + q(y), y = Rx with an orthogonal R and quadratic qᵢ of the coordinates
/// before, so that the inverse is polynomial too. Multipliers do not feel coordinates.
/// </summary>
internal sealed class SuspendedField(SuspendedBlock[] blocks, (double Mu, double Kappa) at, double frequency, double relaxation, double[] rotation, double[][] quadratic) : IVectorField
{
    /// <inheritdoc/>
    public int Dimension { get; } = 2 + blocks.Sum(b => b.Dimension);

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension;
        double[] x = Rotated(y, false), s = Straight(x), f = new double[n];
        Plain(s, f, new double[n * n]);
        Undo(x, f);
        Rotated(f, true).CopyTo(derivative);
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        double[] x = Rotated(y, false), s = Straight(x), v = new double[n], plain = new double[n * n], twisted = new double[n * n], column = new double[n];
        Plain(s, v, plain);
        Undo(x, v);
        // D ψ J = DF Dψ − D(Dψ v)
        double[] slope = Slopes(x);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                column[i] = 0;
                for (int k = 0; k < n; k++)
                    column[i] += plain[i * n + k] * slope[k * n + j] - (quadratic[i][j * n + k] + quadratic[i][k * n + j]) * v[k];
            }
            Undo(x, column);
            for (int i = 0; i < n; i++)
                twisted[i * n + j] = column[i];
        }
        // Rᵀ J R
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                column[i] = 0;
                for (int k = 0; k < n; k++)
                    column[i] += twisted[i * n + k] * rotation[k * n + j];
            }
            double[] back = Rotated(column, true);
            for (int i = 0; i < n; i++)
                jacobian[i * n + j] = back[i];
        }
    }

    /// <summary>The state at straight coordinates.</summary>
    public double[] StateOf(ReadOnlySpan<double> s) => Rotated(Bent(s), true);

    /// <summary>
    /// √(mean of |v|²) round the unit circle of the vector v that is ∂/∂w of the first block at w = 0, in the coordinates x: of w real, turned by half of the phase or not, or of w complex. The mean is over a polynomial of
    /// the phase, so that a rule of equal weights is exact.
    /// </summary>
    public double Length(bool isComplex, bool hasHalfTurn)
    {
        const int Phases = 256;
        double sum = 0;
        for (int k = 0; k < Phases; k++)
        {
            double phase = 2 * Math.PI * k / Phases;
            var place = new double[Dimension];
            (place[0], place[1]) = (Math.Cos(phase), Math.Sin(phase));
            // w = Re ξ (1, −i): half of both unit vectors
            double[][] vectors = isComplex ? [[0.5, 0], [0, 0.5]] : hasHalfTurn ? [[Math.Cos(0.5 * phase), Math.Sin(0.5 * phase)]] : [[1]];
            foreach (double[] vector in vectors)
            {
                var moved = new double[Dimension];
                vector.CopyTo(moved, 2);
                Undo(Bent(place), moved);
                sum += VectorMath.SumOfSquares(moved);
            }
        }
        return Math.Sqrt(sum / Phases);
    }

    /// <summary>The coordinates x at straight ones.</summary>
    private double[] Bent(ReadOnlySpan<double> s)
    {
        double[] x = s.ToArray();
        for (int i = 0; i < x.Length; i++)
            x[i] -= Form(i, x);
        return x;
    }

    /// <summary>The field and its Jacobian in the straight coordinates: those of the cycle first.</summary>
    private void Plain(double[] s, double[] f, double[] jacobian)
    {
        int n = Dimension, from = 2;
        double x = s[0], y = s[1], growth = relaxation * (1 - x * x - y * y);
        (f[0], f[1]) = (-frequency * y + growth * x, frequency * x + growth * y);
        (jacobian[0], jacobian[1]) = (growth - 2 * relaxation * x * x, -frequency - 2 * relaxation * x * y);
        (jacobian[n], jacobian[n + 1]) = (frequency - 2 * relaxation * x * y, growth - 2 * relaxation * y * y);
        Span<double> slopes = stackalloc double[8];
        foreach (SuspendedBlock block in blocks)
        {
            int size = block.Dimension;
            block.Evaluate(at, s.AsSpan(from, size), new Complex(x, y), 0.5 * frequency, f.AsSpan(from, size), slopes);
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                    jacobian[(from + i) * n + from + j] = slopes[i * (size + 2) + j];
                jacobian[(from + i) * n] = slopes[i * (size + 2) + size];
                jacobian[(from + i) * n + 1] = slopes[i * (size + 2) + size + 1];
            }
            from += size;
        }
    }

    private double[] Straight(double[] x)
    {
        double[] s = [.. x];
        for (int i = 0; i < s.Length; i++)
            s[i] += Form(i, x);
        return s;
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
    private void Undo(double[] x, double[] f)
    {
        int n = x.Length;
        double[] slopes = Slopes(x);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                f[i] -= slopes[i * n + j] * f[j];
    }

    private double[] Rotated(ReadOnlySpan<double> y, bool back)
    {
        int n = Dimension;
        var x = new double[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                x[i] += rotation[back ? j * n + i : i * n + j] * y[j];
        return x;
    }
}
