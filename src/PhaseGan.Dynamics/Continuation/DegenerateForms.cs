using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Coefficients of normal forms at points of codimension two with pairs ±iω, by the homological equation (Kuznetsov, SIAM J. Numer. Anal. 36, 1999, 1104–1124), in units of the frame but for the null vectors.</summary>
/// <param name="at">The field at the point.</param>
internal sealed class DegenerateForms(Linearisation at)
{
    private readonly FieldDerivatives _derivatives = new(at.Field, at.Coordinates, at.Sizes);
    private readonly int _n = at.Dimension;

    /// <summary>G₂₀₀ and the others of a zero eigenvalue beside a pair ±iω.</summary>
    public NormalForm? ZeroHopf(FoldFunction fold, double omega)
    {
        fold.Null(at, out double[] right, out double[] left);
        (double[] q, double[] p) = NormalForms.Scaled(at, right, left);
        Complex[] q0 = Units(q), p0 = [.. p.Zip(at.Sizes, (x, s) => new Complex(x * s, 0))];
        (Complex[] q1, Complex[] p1) = Pair(omega);
        Complex[] q1c = Conjugate(q1), b00 = B(q0, q0), b01 = B(q0, q1), b11 = B(q1, q1), bc = B(q1, q1c);
        Complex g200 = Dot(p0, b00), g110 = Dot(p1, b01), g011 = Dot(p0, bc);
        Complex[] h200 = Solve(0, Less(b00, g200, q0), q0, p0), h011 = Solve(0, Less(bc, g011, q0), q0, p0);
        Complex[] h110 = Solve(new(0, omega), Less(b01, g110, q1), q1, p1), h020 = Solve(new(0, 2 * omega), b11);
        Complex g300 = Dot(p0, Sum(C(q0, q0, q0), B(q0, h200), 3));
        Complex g111 = Dot(p0, Sum(Sum(C(q0, q1, q1c), B(q1, Conjugate(h110)), 1), Sum(B(q1c, h110), B(q0, h011), 1), 1));
        Complex g210 = Dot(p1, Sum(Sum(C(q0, q0, q1), B(q0, h110), 2), B(q1, h200), 1));
        Complex g021 = Dot(p1, Sum(Sum(C(q1, q1, q1c), B(q1, h011), 2), B(q1c, h020), 1));
        var form = new ZeroHopfForm(g200.Real, g011.Real, g110, g300.Real, g111.Real, g210, g021);
        return Finite(g200.Real, [g200, g011, g110, g300, g111, g210, g021], Norm(p0) + Norm(p1)) is { } result ? result with { Frequency = omega, ZeroHopf = form } : null;
    }

    /// <summary>G₂₁₀₀ and the others of two pairs ±iω₁, ±iω₂.</summary>
    public NormalForm? DoubleHopf(double first, double second)
    {
        (Complex[] q1, Complex[] p1) = Pair(first);
        (Complex[] q2, Complex[] p2) = Pair(second);
        Complex[] c1 = Conjugate(q1), c2 = Conjugate(q2);
        Complex i1 = new(0, first), i2 = new(0, second);
        Complex[] h1100 = Solve(0, B(q1, c1)), h0011 = Solve(0, B(q2, c2)), h2000 = Solve(2 * i1, B(q1, q1)), h0020 = Solve(2 * i2, B(q2, q2));
        Complex[] h1010 = Solve(i1 + i2, B(q1, q2)), h1001 = Solve(i1 - i2, B(q1, c2));
        Complex g2100 = Dot(p1, Sum(Sum(C(q1, q1, c1), B(h2000, c1), 1), B(h1100, q1), 2));
        Complex g0021 = Dot(p2, Sum(Sum(C(q2, q2, c2), B(h0020, c2), 1), B(h0011, q2), 2));
        Complex g1011 = Dot(p1, Sum(Sum(C(q1, q2, c2), B(h1010, c2), 1), Sum(B(h1001, q2), B(h0011, q1), 1), 1));
        Complex g1110 = Dot(p2, Sum(Sum(C(q2, q1, c1), B(h1010, c1), 1), Sum(B(Conjugate(h1001), q1), B(h1100, q2), 1), 1));
        var form = new DoubleHopfForm(first, second, g2100, g1011, g1110, g0021);
        return Finite(0.5 * g2100.Real, [g2100, g1011, g1110, g0021], Norm(p1) + Norm(p2)) is { } result ? result with { Frequency = first, DoubleHopf = form } : null;
    }

    private NormalForm? Finite(double coefficient, Complex[] all, double size) =>
        Array.TrueForAll(all, Complex.IsFinite) && double.IsFinite(_derivatives.Error) ? new NormalForm(coefficient, _derivatives.Error * size) { IsDegenerate = true } : null;

    private (Complex[] Q, Complex[] P) Pair(double omega)
    {
        (Complex[] q, Complex[] p) = NormalForms.Eigenvectors(at, omega);
        return ([.. q.Zip(at.Sizes, (x, s) => x / s)], [.. p.Zip(at.Sizes, (x, s) => x * s)]);
    }

    /// <summary>(σ − J)⁻¹ b; where σ is an eigenvalue, the solution x with ⟨p, x⟩ = 0.</summary>
    private Complex[] Solve(Complex sigma, Complex[] b, Complex[]? q = null, Complex[]? p = null) => ShiftedSystem.Solve(at.Jacobian, _n, sigma, b, q, p);

    private Complex[] Units(double[] v) => [.. v.Zip(at.Sizes, (x, s) => new Complex(x / s, 0))];

    /// <summary>B(v, w) in units of the frame.</summary>
    private Complex[] B(Complex[] v, Complex[] w) => [.. _derivatives.Second(State(v), State(w)).Zip(at.Sizes, (x, s) => x / s)];

    /// <summary>C(u, v, w) in units of the frame, by polarisation of C(x, x, w) over the real and imaginary parts.</summary>
    private Complex[] C(Complex[] u, Complex[] v, Complex[] w)
    {
        var sum = new Complex[_n];
        foreach ((double[] a, Complex i) in Parts(u))
            foreach ((double[] b, Complex j) in Parts(v))
                foreach ((double[] c, Complex k) in Parts(w))
                {
                    double[] plus = [.. a.Zip(b, (x, y) => x + y)], minus = [.. a.Zip(b, (x, y) => x - y)];
                    double[] high = _derivatives.Third(plus, c), low = _derivatives.Third(minus, c);
                    for (int m = 0; m < _n; m++)
                        sum[m] += i * j * k * (0.25 * (high[m] - low[m]) / at.Sizes[m]);
                }
        return sum;
    }

    private (double[] Part, Complex Factor)[] Parts(Complex[] v)
    {
        Complex[] state = State(v);
        return [([.. state.Select(z => z.Real)], Complex.One), ([.. state.Select(z => z.Imaginary)], Complex.ImaginaryOne)];
    }

    private Complex[] State(Complex[] v) => [.. v.Zip(at.Sizes, (x, s) => x * s)];

    private static Complex[] Conjugate(Complex[] v) => [.. v.Select(Complex.Conjugate)];

    private static Complex[] Less(Complex[] v, Complex share, Complex[] of) => Sum(v, of, -share);

    private static Complex[] Sum(Complex[] v, Complex[] w, Complex factor) => [.. v.Zip(w, (x, y) => x + factor * y)];

    private static Complex Dot(Complex[] p, Complex[] v) => ShiftedSystem.Product(p, v);

    private static double Norm(Complex[] v) => Math.Sqrt(v.Sum(z => z.Real * z.Real + z.Imaginary * z.Imaginary));
}
