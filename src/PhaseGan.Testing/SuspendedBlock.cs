using System.Numerics;

namespace PhaseGan.Testing;

/// <summary>
/// A field across a cycle: w′ = Σ c wᵖ w̄^q with coefficients that depend on μ and κ, in one real or one complex variable. One with a half turn is odd, and z = e^{iθ/2} w with the phase θ of the cycle turns it over in a
/// period: its terms become c zᵖ z̄^q e^{iθ(1 − p + q)/2}, powers of e^{iθ} alone.
/// </summary>
/// <param name="IsComplex">Whether w is complex; a real w has q = 0.</param>
/// <param name="HasHalfTurn">Whether it is turned over.</param>
/// <param name="Terms">Coefficients by (μ, κ), p and q.</param>
internal sealed record SuspendedBlock(bool IsComplex, bool HasHalfTurn, (Func<double, double, Complex> Coefficient, int P, int Q)[] Terms)
{
    /// <summary>How many coordinates it has.</summary>
    public int Dimension => IsComplex ? 2 : 1;

    /// <summary>A real block.</summary>
    public static SuspendedBlock Real(params (Func<double, double, double> Coefficient, int Power)[] terms) =>
        new(false, false, [.. terms.Select(t => ((Func<double, double, Complex>)((mu, kappa) => t.Coefficient(mu, kappa)), t.Power, 0))]);

    /// <summary>Writes the rate of the block's coordinates and its derivatives by them and by both coordinates of the cycle.</summary>
    /// <param name="at">Values of μ and κ.</param>
    /// <param name="w">The coordinates.</param>
    /// <param name="cycle">X + iY.</param>
    /// <param name="halfFrequency">Half of the cycle's frequency.</param>
    /// <param name="rate">Receives the rate.</param>
    /// <param name="slopes">Receives the derivatives, a row for each coordinate: by the block's own, then by X and Y.</param>
    public void Evaluate((double Mu, double Kappa) at, ReadOnlySpan<double> w, Complex cycle, double halfFrequency, Span<double> rate, Span<double> slopes)
    {
        var z = new Complex(w[0], IsComplex ? w[1] : 0);
        Complex conjugate = Complex.Conjugate(z), value = HasHalfTurn ? Complex.ImaginaryOne * halfFrequency * z : Complex.Zero, byZ = HasHalfTurn ? Complex.ImaginaryOne * halfFrequency : Complex.Zero;
        Complex byConjugate = Complex.Zero, byCycle = Complex.Zero, byCycleConjugate = Complex.Zero;
        foreach ((Func<double, double, Complex> coefficient, int p, int q) in Terms)
        {
            int turns = HasHalfTurn ? (1 - p + q) / 2 : 0;
            Complex c = coefficient(at.Mu, at.Kappa), e = turns >= 0 ? Power(cycle, turns) : Power(Complex.Conjugate(cycle), -turns);
            value += c * Power(z, p) * Power(conjugate, q) * e;
            byZ += p == 0 ? 0 : c * p * Power(z, p - 1) * Power(conjugate, q) * e;
            byConjugate += q == 0 ? 0 : c * q * Power(z, p) * Power(conjugate, q - 1) * e;
            Complex rest = c * Power(z, p) * Power(conjugate, q);
            byCycle += turns > 0 ? rest * turns * Power(cycle, turns - 1) : 0;
            byCycleConjugate += turns < 0 ? rest * -turns * Power(Complex.Conjugate(cycle), -turns - 1) : 0;
        }
        if (!IsComplex)
        {
            (rate[0], slopes[0], slopes[1], slopes[2]) = (value.Real, byZ.Real, 0, 0);
            return;
        }
        Complex[] columns = [byZ + byConjugate, Complex.ImaginaryOne * (byZ - byConjugate), byCycle + byCycleConjugate, Complex.ImaginaryOne * (byCycle - byCycleConjugate)];
        (rate[0], rate[1]) = (value.Real, value.Imaginary);
        for (int j = 0; j < columns.Length; j++)
            (slopes[j], slopes[columns.Length + j]) = (columns[j].Real, columns[j].Imaginary);
    }

    private static Complex Power(Complex z, int power)
    {
        Complex result = Complex.One;
        for (int k = 0; k < power; k++)
            result *= z;
        return result;
    }
}
