using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The second Lyapunov coefficient of a Hopf point, l₂ = Re c₂ of z′ = iωz + c₁z|z|² + c₂z|z|⁴ on the centre manifold y = Σ a_jk z^j z̄^k, |a₁₀| = 1. The field along the manifold that is known so far is
/// expanded on circles |z| = r: Fourier's modes in the angle and a polynomial in r² give its Taylor coefficients, exactly for polynomial fields of the third degree.
/// </summary>
internal sealed class SecondLyapunov
{
    /// <summary>Angles and radii: a cubic field of a manifold of the fourth degree has no more than 12 modes and 7 powers of r².</summary>
    private const int Angles = 16, Radii = 7;

    /// <summary>Largest radii that are tried, each half of the one before, from the size of the frame.</summary>
    private const int MostHalvings = 12;

    private readonly Linearisation _at;
    private readonly double _omega;
    private readonly Complex[] _q, _p;

    private SecondLyapunov(Linearisation at, double omega)
    {
        (_at, _omega) = (at, omega);
        (Complex[] q, Complex[] p) = NormalForms.Eigenvectors(at, omega);
        (_q, _p) = ([.. q.Zip(at.Sizes, (x, s) => x / s)], [.. p.Zip(at.Sizes, (x, s) => x * s)]);
    }

    /// <summary>l₂ and an estimate of its error; null if the field is not finite nearby.</summary>
    public static (double Value, double Error)? At(Linearisation at, double omega)
    {
        var form = new SecondLyapunov(at, omega);
        // in units of a radius at which the eigenvector is as long as the coordinates are large
        double unit = 1 / Math.Sqrt(form._q.Sum(z => z.Real * z.Real + z.Imaginary * z.Imaginary));
        (double Value, double Error)? best = null;
        double? before = null;
        for (int k = 0; k <= MostHalvings; k++, unit *= 0.5)
        {
            double? value = form.Coefficient(unit);
            if (value is { } now && before is { } last && Math.Abs(now - last) is var error && !(error >= best?.Error))
                best = (now, error);
            before = value;
        }
        return best;
    }

    private double? Coefficient(double radius)
    {
        int n = _q.Length;
        var known = new Dictionary<(int, int), Complex[]> { [(1, 0)] = _q, [(0, 1)] = Conjugate(_q) };
        Complex first = 0;
        for (int order = 2; order <= 5; order++)
        {
            if (Modes(known, radius) is not { } modes)
                return null;
            for (int k = 0; 2 * k <= order; k++)
            {
                int j = order - k, mode = j - k;
                Complex[] term = Term(modes, mode, k, radius);
                if (order == 5 && k == 2)
                    return ShiftedSystem.Product(_p, term).Real is var value && double.IsFinite(value) ? value : null;
                if (order == 5)
                    continue;
                if (j == 2 && k == 1)
                    first = ShiftedSystem.Product(_p, term);
                if (k > 0 && known.TryGetValue((j - 1, k - 1), out Complex[]? inner))
                    for (int i = 0; i < n; i++)
                        term[i] -= ((j - 1) * first + (k - 1) * Complex.Conjugate(first)) * inner[i];
                bool isResonant = mode == 1;
                known[(j, k)] = ShiftedSystem.Solve(_at.Jacobian, n, new Complex(0, mode * _omega), term, isResonant ? _q : null, isResonant ? _p : null);
                known[(k, j)] = Conjugate(known[(j, k)]);
            }
        }
        return null;
    }

    /// <summary>Fourier's modes 0 to 5 of the field on circles, less its linear part on what is known.</summary>
    private Complex[][][]? Modes(Dictionary<(int J, int K), Complex[]> known, double radius)
    {
        int n = _q.Length;
        double[] u = new double[n], y = new double[n], f = new double[n];
        var modes = new Complex[Radii][][];
        for (int r = 0; r < Radii; r++)
        {
            modes[r] = [.. Enumerable.Range(0, 6).Select(_ => new Complex[n])];
            for (int a = 0; a < Angles; a++)
            {
                Complex z = Complex.FromPolarCoordinates(radius * Math.Sqrt(Node(r)), 2 * Math.PI * a / Angles);
                Array.Clear(u);
                foreach (((int j, int k), Complex[] coefficient) in known)
                {
                    Complex power = Complex.Pow(z, j) * Complex.Pow(Complex.Conjugate(z), k);
                    for (int i = 0; i < n; i++)
                        u[i] += (coefficient[i] * power).Real;
                }
                for (int i = 0; i < n; i++)
                    y[i] = _at.Coordinates[i] + _at.Sizes[i] * u[i];
                _at.Field.Evaluate(y, f);
                if (!VectorMath.AllFinite(f))
                    return null;
                for (int i = 0; i < n; i++)
                {
                    double rest = f[i] / _at.Sizes[i] - VectorMath.Dot(_at.Jacobian.AsSpan(i * n, n), u);
                    for (int m = 0; m < 6; m++)
                        modes[r][m][i] += rest / Angles * Complex.FromPolarCoordinates(1, -2 * Math.PI * a * m / Angles);
                }
            }
        }
        return modes;
    }

    /// <summary>The coefficient of z^(m + k) z̄^k: that of r^2k in the mode m over r^m.</summary>
    private static Complex[] Term(Complex[][][] modes, int mode, int k, double radius)
    {
        int n = modes[0][0].Length;
        var matrix = new double[Radii * Radii];
        for (int r = 0; r < Radii; r++)
            for (int c = 0; c < Radii; c++)
                matrix[r * Radii + c] = Math.Pow(Node(r), c);
        var factors = new ScaledLu(matrix, Radii);
        var term = new Complex[n];
        double unit = Math.Pow(radius, mode + 2 * k);
        for (int i = 0; i < n; i++)
        {
            double[] real = [.. Enumerable.Range(0, Radii).Select(r => modes[r][mode][i].Real / Math.Pow(Node(r), 0.5 * mode))];
            double[] imaginary = [.. Enumerable.Range(0, Radii).Select(r => modes[r][mode][i].Imaginary / Math.Pow(Node(r), 0.5 * mode))];
            term[i] = new Complex(factors.Solve(real)[k], factors.Solve(imaginary)[k]) / unit;
        }
        return term;
    }

    /// <summary>Squares of the radii over that of the largest: Chebyshev's places in [0, 1].</summary>
    private static double Node(int r) => 0.5 + 0.5 * Math.Cos(Math.PI * (r + 0.5) / Radii);

    private static Complex[] Conjugate(Complex[] v) => [.. v.Select(Complex.Conjugate)];
}
