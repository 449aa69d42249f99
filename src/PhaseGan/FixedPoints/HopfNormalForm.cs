using System.Numerics;

namespace PhaseGan;

/// <summary>The first Lyapunov coefficient of a Hopf point of the reduced ODE with d = 1.</summary>
/// <remarks>
/// l₁ = Re[⟨p, C(q, q, q̄)⟩ − 2⟨p, B(q, A⁻¹B(q, q̄))⟩ + ⟨p, B(q̄, (2iω − A)⁻¹B(q, q))⟩]/(2ω) with Aq = iωq, Aᵀp = −iωp, ⟨p, q⟩ = 1,
/// |q| = 1: Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., equation (5.34). The field is cubic, so B and C are exact.
/// Negative is supercritical (a stable cycle is born), positive subcritical. It does not depend on the unit of time.
/// </remarks>
internal static class HopfNormalForm
{
    /// <summary>The coefficient at the fixed point (P, q, r) with imaginary eigenvalues ±iω, ω in units of τ.</summary>
    public static double FirstLyapunov(in SingleFeatureConstants c, double p, double q, double r, double omega)
    {
        Span<double> jacobian = stackalloc double[9];
        Jacobian(c, p, q, r, jacobian);
        var field = new Derivatives(c, p, q, r);
        Vector3C right = NullVector(jacobian, new Complex(0, omega), transpose: false);
        Vector3C left = NullVector(jacobian, new Complex(0, -omega), transpose: true);
        Complex overlap = left.Dot(right);
        left = left.Scale(1 / Complex.Conjugate(overlap));

        Vector3C conjugate = right.Conjugate();
        Vector3C mean = Solve(jacobian, 0, field.Second(right, conjugate));
        Vector3C harmonic = Solve(jacobian, new Complex(0, 2 * omega), field.Second(right, right)).Scale(-1);
        Complex sum = left.Dot(field.Third(right, right, conjugate)) - 2 * left.Dot(field.Second(right, mean))
            + left.Dot(field.Second(conjugate, harmonic));
        return sum.Real / (2 * omega);
    }

    /// <summary>The Jacobian at (P, q, r) in units of τ, row-major over (P, q, r).</summary>
    public static void Jacobian(in SingleFeatureConstants c, double p, double q, double r, Span<double> j)
    {
        double h = c.FakeGain * c.Fake * r * r - c.RealGain * c.Real * q * q - c.Noise, pull = c.Alpha * c.Fake;
        j[0] = -pull * r * r;
        j[1] = pull * r;
        j[2] = pull * (q - 2 * p * r);
        j[3] = -c.Fake * r;
        j[4] = c.Real + h - 2 * c.RealGain * c.Real * q * q;
        j[5] = -p * c.Fake + 2 * c.FakeGain * c.Fake * r * q;
        j[6] = c.Real * q;
        j[7] = p * c.Real - 2 * c.RealGain * c.Real * q * r;
        j[8] = -c.Fake + h + pull * (1 - 3 * r * r) + 2 * c.FakeGain * c.Fake * r * r;
    }

    /// <summary>A vector v with (M − λ)v = 0, |v| = 1, where M is the matrix or its transpose: the largest cross product of two rows.</summary>
    private static Vector3C NullVector(ReadOnlySpan<double> m, Complex eigenvalue, bool transpose)
    {
        Vector3C a = Row(m, 0), b = Row(m, 1), c = Row(m, 2);
        Vector3C best = a.Cross(b);
        foreach (Vector3C candidate in (ReadOnlySpan<Vector3C>)[b.Cross(c), c.Cross(a)])
            if (candidate.Norm() > best.Norm())
                best = candidate;
        return best.Scale(1 / best.Norm());

        Vector3C Row(ReadOnlySpan<double> m, int i) => new(
            m[transpose ? i : 3 * i] - (i == 0 ? eigenvalue : 0),
            m[transpose ? 3 + i : 3 * i + 1] - (i == 1 ? eigenvalue : 0),
            m[transpose ? 6 + i : 3 * i + 2] - (i == 2 ? eigenvalue : 0));
    }

    /// <summary>Solves (M − λ)v = b by Cramer's rule.</summary>
    private static Vector3C Solve(ReadOnlySpan<double> m, Complex shift, Vector3C b)
    {
        Vector3C x = new(m[0] - shift, m[3], m[6]), y = new(m[1], m[4] - shift, m[7]), z = new(m[2], m[5], m[8] - shift);
        Complex det = x.Triple(y, z);
        return new Vector3C(b.Triple(y, z) / det, x.Triple(b, z) / det, x.Triple(y, b) / det);
    }

    /// <summary>The second and third derivatives of the field at (P, q, r) as symmetric forms.</summary>
    private readonly struct Derivatives(SingleFeatureConstants c, double p, double q, double r)
    {
        private readonly double _generator = c.Alpha * c.Fake;
        private readonly double _fake = c.FakeGain * c.Fake;
        private readonly double _real = c.RealGain * c.Real;

        public Vector3C Second(Vector3C v, Vector3C w)
        {
            Complex rr = v.R * w.R, qq = v.Q * w.Q, rq = v.R * w.Q + v.Q * w.R, pr = v.P * w.R + v.R * w.P, pq = v.P * w.Q + v.Q * w.P;
            return new Vector3C(
                _generator * (rq - 2 * p * rr - 2 * r * pr),
                -c.Fake * pr + 2 * _fake * (r * rq + q * rr) - 6 * _real * q * qq,
                c.Real * pq + 6 * (_fake - _generator) * r * rr - 2 * _real * (r * qq + q * rq));
        }

        public Vector3C Third(Vector3C v, Vector3C w, Vector3C z)
        {
            Complex rrr = v.R * w.R * z.R, qqq = v.Q * w.Q * z.Q;
            Complex prr = v.P * w.R * z.R + v.R * w.P * z.R + v.R * w.R * z.P;
            Complex qrr = v.Q * w.R * z.R + v.R * w.Q * z.R + v.R * w.R * z.Q;
            Complex qqr = v.R * w.Q * z.Q + v.Q * w.R * z.Q + v.Q * w.Q * z.R;
            return new Vector3C(-2 * _generator * prr, 2 * _fake * qrr - 6 * _real * qqq, 6 * (_fake - _generator) * rrr - 2 * _real * qqr);
        }
    }

    private readonly record struct Vector3C(Complex P, Complex Q, Complex R)
    {
        public Vector3C Scale(Complex a) => new(a * P, a * Q, a * R);

        public Vector3C Conjugate() => new(Complex.Conjugate(P), Complex.Conjugate(Q), Complex.Conjugate(R));

        /// <summary>Σ conj(this) other.</summary>
        public Complex Dot(Vector3C other) => Complex.Conjugate(P) * other.P + Complex.Conjugate(Q) * other.Q + Complex.Conjugate(R) * other.R;

        public Vector3C Cross(Vector3C o) => new(Q * o.R - R * o.Q, R * o.P - P * o.R, P * o.Q - Q * o.P);

        /// <summary>Determinant with the columns this, b, c.</summary>
        public Complex Triple(Vector3C b, Vector3C c)
        {
            Vector3C cross = b.Cross(c);
            return P * cross.P + Q * cross.Q + R * cross.R;
        }

        public double Norm() => Math.Sqrt((P * Complex.Conjugate(P) + Q * Complex.Conjugate(Q) + R * Complex.Conjugate(R)).Real);
    }
}
