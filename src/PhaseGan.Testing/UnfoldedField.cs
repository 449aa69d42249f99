using System.Numerics;

namespace PhaseGan.Testing;

/// <summary>A polynomial field in real and complex variables: zₖ′ = Σ c Π zⱼ^p z̄ⱼ^q, of which a real variable takes the real part.</summary>
/// <param name="isComplex">Which variables are complex; these have two coordinates.</param>
/// <param name="terms">To which variable's rate a term belongs, its coefficient, and for each variable p and q.</param>
internal sealed class UnfoldedField(bool[] isComplex, (int Variable, Complex Coefficient, int[] Powers)[] terms) : IVectorField
{
    private readonly int[] _places = Places(isComplex);

    /// <inheritdoc/>
    public int Dimension => _places[^1];

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        Complex[] z = Values(y), rates = new Complex[z.Length];
        foreach ((int variable, Complex coefficient, int[] powers) in terms)
            rates[variable] += coefficient * Product(z, powers);
        for (int k = 0; k < z.Length; k++)
            Put(derivative, 1, 0, k, rates[k]);
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension, m = isComplex.Length;
        Complex[] z = Values(y), by = new Complex[m], byConjugate = new Complex[m];
        jacobian.Clear();
        for (int j = 0; j < m; j++)
        {
            Array.Clear(by);
            Array.Clear(byConjugate);
            foreach ((int variable, Complex coefficient, int[] powers) in terms)
            {
                by[variable] += coefficient * Derivative(z, powers, 2 * j);
                byConjugate[variable] += coefficient * Derivative(z, powers, 2 * j + 1);
            }
            for (int k = 0; k < m; k++)
            {
                Put(jacobian, n, _places[j], k, by[k] + byConjugate[k]);
                if (isComplex[j])
                    Put(jacobian, n, _places[j] + 1, k, Complex.ImaginaryOne * (by[k] - byConjugate[k]));
            }
        }
    }

    private void Put(Span<double> to, int stride, int column, int variable, Complex value)
    {
        to[_places[variable] * stride + column] = value.Real;
        if (isComplex[variable])
            to[(_places[variable] + 1) * stride + column] = value.Imaginary;
    }

    private Complex[] Values(ReadOnlySpan<double> y)
    {
        var z = new Complex[isComplex.Length];
        for (int k = 0; k < z.Length; k++)
            z[k] = new Complex(y[_places[k]], isComplex[k] ? y[_places[k] + 1] : 0);
        return z;
    }

    private static Complex Product(Complex[] z, int[] powers)
    {
        Complex product = Complex.One;
        for (int k = 0; k < powers.Length; k++)
            for (int i = 0; i < powers[k]; i++)
                product *= k % 2 == 0 ? z[k / 2] : Complex.Conjugate(z[k / 2]);
        return product;
    }

    private static Complex Derivative(Complex[] z, int[] powers, int which)
    {
        if (powers[which] == 0)
            return Complex.Zero;
        int[] less = [.. powers];
        less[which]--;
        return powers[which] * Product(z, less);
    }

    private static int[] Places(bool[] isComplex)
    {
        var places = new int[isComplex.Length + 1];
        for (int k = 0; k < isComplex.Length; k++)
            places[k + 1] = places[k] + (isComplex[k] ? 2 : 1);
        return places;
    }
}
