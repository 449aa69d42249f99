using System.Numerics;

namespace PhaseGan.Testing;

/// <summary>
/// The unit circle X′ = −ωY + rX(1 − X² − Y²), Y′ = ωX + rY(1 − X² − Y²) with blocks across it, in other coordinates. Multipliers do not feel coordinates.
/// </summary>
internal sealed class SuspendedField(SuspendedBlock[] blocks, (double Mu, double Kappa) at, double frequency, double relaxation, BentCoordinates coordinates) : IParameterDerivative
{
    private readonly CircleField _straight = new(blocks, at, frequency, relaxation);

    /// <inheritdoc/>
    public int Dimension => _straight.Dimension;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => coordinates.Evaluate(_straight, y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => coordinates.Jacobian(_straight, y, jacobian);

    /// <inheritdoc/>
    public void ParameterDerivative(int parameter, ReadOnlySpan<double> y, Span<double> derivative) => coordinates.ParameterDerivative(_straight, parameter, y, derivative);

    /// <summary>The state at straight coordinates.</summary>
    public double[] StateOf(ReadOnlySpan<double> s) => coordinates.StateOf(s);

    /// <summary>
    /// √(mean of |v|²) round the unit circle of the vector v that is ∂/∂w of the first block at w = 0, in the coordinates of the field: of w real, turned by half of the phase or not, or of w complex. The mean is over a polynomial of
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
                sum += VectorMath.SumOfSquares(coordinates.Carried(place, moved));
            }
        }
        return Math.Sqrt(sum / Phases);
    }

    /// <summary>The field in straight coordinates: those of the cycle first.</summary>
    private sealed class CircleField(SuspendedBlock[] blocks, (double Mu, double Kappa) at, double frequency, double relaxation) : IParameterDerivative
    {
        private readonly Complex[][] _coefficients = [.. blocks.Select(b => b.Coefficients(at.Mu, at.Kappa))];

        public int Dimension { get; } = 2 + blocks.Sum(b => b.Dimension);

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            double growth = relaxation * (1 - y[0] * y[0] - y[1] * y[1]);
            (derivative[0], derivative[1]) = (-frequency * y[1] + growth * y[0], frequency * y[0] + growth * y[1]);
            for (int b = 0, from = 2; b < blocks.Length; from += blocks[b++].Dimension)
                blocks[b].Evaluate(_coefficients[b], 0.5 * frequency, y[from..], new Complex(y[0], y[1]), derivative[from..], []);
        }

        public void Jacobian(ReadOnlySpan<double> s, Span<double> jacobian)
        {
            int n = Dimension, from = 2;
            double x = s[0], y = s[1], growth = relaxation * (1 - x * x - y * y);
            jacobian.Clear();
            (jacobian[0], jacobian[1]) = (growth - 2 * relaxation * x * x, -frequency - 2 * relaxation * x * y);
            (jacobian[n], jacobian[n + 1]) = (frequency - 2 * relaxation * x * y, growth - 2 * relaxation * y * y);
            Span<double> slopes = stackalloc double[8], rate = stackalloc double[2];
            for (int b = 0; b < blocks.Length; b++)
            {
                int size = blocks[b].Dimension;
                blocks[b].Evaluate(_coefficients[b], 0.5 * frequency, s[from..], new Complex(x, y), rate, slopes);
                for (int i = 0; i < size; i++)
                {
                    ReadOnlySpan<double> row = slopes.Slice(i * (size + 2), size + 2);
                    row[..size].CopyTo(jacobian[((from + i) * n + from)..]);
                    row[size..].CopyTo(jacobian[((from + i) * n)..]);
                }
                from += size;
            }
        }

        public void ParameterDerivative(int parameter, ReadOnlySpan<double> y, Span<double> derivative)
        {
            derivative.Clear();
            for (int b = 0, from = 2; b < blocks.Length; from += blocks[b++].Dimension)
                blocks[b].Evaluate(blocks[b].Slopes(parameter), 0, y[from..], new Complex(y[0], y[1]), derivative[from..], []);
        }
    }
}
