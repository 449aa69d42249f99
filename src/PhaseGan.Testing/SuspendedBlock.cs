using System.Numerics;

namespace PhaseGan.Testing;

/// <summary>
/// A field across a cycle: w′ = Σ c wᵖ w̄^q with coefficients affine in μ and κ, in one real or one complex variable. One with a half turn is odd, and z = e^{iθ/2} w with the phase θ of the cycle turns it over in a
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

    /// <summary>Up to the power in its terms, and in its turns.</summary>
    private readonly int _powers = 1 + Math.Max(1, Terms.Max(t => Math.Max(t.P, t.Q))), _turns = HasHalfTurn ? 1 + Terms.Max(t => Math.Abs(1 - t.P + t.Q) / 2) : 1;

    private readonly Complex[][] _slopes = [Slopes(Terms, 1, 0), Slopes(Terms, 0, 1)];

    /// <summary>Coefficients of the terms at values of μ and κ.</summary>
    public Complex[] Coefficients(double mu, double kappa) => [.. Terms.Select(t => t.Coefficient(mu, kappa))];

    /// <summary>Derivatives of the coefficients by μ, and by κ.</summary>
    public ReadOnlySpan<Complex> Slopes(int parameter) => _slopes[parameter];

    private static Complex[] Slopes((Func<double, double, Complex> Coefficient, int, int)[] terms, double mu, double kappa) =>
        [.. terms.Select(t => t.Coefficient(mu, kappa) - t.Coefficient(0, 0))];

    /// <summary>Writes the rate of the block's coordinates and its derivatives by them and by both coordinates of the cycle.</summary>
    /// <param name="coefficients">Coefficients of the terms: those of the block, or their derivatives by a parameter.</param>
    /// <param name="halfFrequency">Half of the cycle's frequency; its derivative by a parameter is zero.</param>
    /// <param name="w">The coordinates.</param>
    /// <param name="cycle">X + iY.</param>
    /// <param name="rate">Receives the rate.</param>
    /// <param name="slopes">Receives the derivatives, a row for each coordinate: by the block's own, then by X and Y; empty where they are not wanted.</param>
    public void Evaluate(ReadOnlySpan<Complex> coefficients, double halfFrequency, ReadOnlySpan<double> w, Complex cycle, Span<double> rate, Span<double> slopes)
    {
        Span<Complex> z = stackalloc Complex[_powers], e = stackalloc Complex[_turns];
        Fill(z, new Complex(w[0], IsComplex ? w[1] : 0));
        Fill(e, cycle);
        Complex byZ = HasHalfTurn ? new Complex(0, halfFrequency) : Complex.Zero, value = byZ * z[1], byConjugate = Complex.Zero, byCycle = Complex.Zero, byCycleConjugate = Complex.Zero;
        for (int t = 0; t < Terms.Length; t++)
        {
            (int p, int q) = (Terms[t].P, Terms[t].Q);
            int turns = HasHalfTurn ? (1 - p + q) / 2 : 0;
            Complex conjugate = Complex.Conjugate(z[q]), product = coefficients[t] * z[p] * conjugate, turned = turns >= 0 ? e[turns] : Complex.Conjugate(e[-turns]);
            value += product * turned;
            if (slopes.IsEmpty)
                continue;
            if (p > 0)
                byZ += p * coefficients[t] * z[p - 1] * conjugate * turned;
            if (q > 0)
                byConjugate += q * coefficients[t] * z[p] * Complex.Conjugate(z[q - 1]) * turned;
            if (turns > 0)
                byCycle += turns * product * e[turns - 1];
            if (turns < 0)
                byCycleConjugate -= turns * product * Complex.Conjugate(e[-turns - 1]);
        }
        rate[0] = value.Real;
        if (IsComplex)
            rate[1] = value.Imaginary;
        if (slopes.IsEmpty)
            return;
        slopes[0] = byZ.Real;
        if (!IsComplex)
        {
            slopes[1..].Clear();
            return;
        }
        Write(slopes, 0, byZ + byConjugate);
        Write(slopes, 1, Complex.ImaginaryOne * (byZ - byConjugate));
        Write(slopes, 2, byCycle + byCycleConjugate);
        Write(slopes, 3, Complex.ImaginaryOne * (byCycle - byCycleConjugate));
    }

    /// <summary>Writes a column of derivatives of a complex rate.</summary>
    private static void Write(Span<double> slopes, int column, Complex value) => (slopes[column], slopes[4 + column]) = (value.Real, value.Imaginary);

    private static void Fill(Span<Complex> powers, Complex z)
    {
        powers[0] = Complex.One;
        for (int k = 1; k < powers.Length; k++)
            powers[k] = powers[k - 1] * z;
    }
}
