using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Coefficients of normal forms at points that were located.</summary>
internal static class NormalForms
{
    /// <summary>A share of the form's size below which a quadratic coefficient is zero by symmetry, and one above which it is not.</summary>
    private const double SurelyZero = 1e-8, SurelyNot = 1e-5;

    /// <summary>Terms along a direction that are this share of the Jacobian's size, over a length of the frame, are rounding.</summary>
    private const double NoTerms = 1e-12;

    /// <summary>The null vectors in coordinates of the field, |q| = 1 and ⟨p, q⟩ = 1, from those in units of the frame.</summary>
    public static (double[] Q, double[] P) Scaled(Linearisation at, double[] right, double[] left)
    {
        double[] q = [.. right.Zip(at.Sizes, (x, s) => x * s)], p = [.. left.Zip(at.Sizes, (x, s) => x / s)];
        VectorMath.Divide(q, at.Length(q));
        VectorMath.Divide(p, VectorMath.Dot(p, q));
        return (q, p);
    }

    /// <summary>½⟨p, B(q, q)⟩.</summary>
    public static NormalForm? Fold(Linearisation at, FoldFunction function)
    {
        function.Null(at, out double[] right, out double[] left);
        (double[] q, double[] p) = Scaled(at, right, left);
        var derivatives = new FieldDerivatives(at.Field, at.Coordinates, at.Sizes);
        return Form(0.5 * VectorMath.Dot(p, derivatives.Second(q, q)), derivatives.Error * Weight(at, p));
    }

    /// <summary>What a branch point is, and its form.</summary>
    public static (SpecialKind Kind, NormalForm? Form) BranchPoint(Linearisation at, FoldFunction function)
    {
        function.Null(at, out double[] right, out double[] left);
        (double[] q, double[] p) = Scaled(at, right, left);
        var derivatives = new FieldDerivatives(at.Field, at.Coordinates, at.Sizes);
        double[] second = derivatives.Second(q, q);
        double a = 0.5 * VectorMath.Dot(p, second), error = derivatives.Error * Weight(at, p);
        NormalForm? cubic = Cubic(at, function);
        // the size that the coefficient would have without a symmetry: a q of the length that is 1 in the frame makes both terms of one unit
        double length = 1 / VectorMath.Norm([.. q.Zip(at.Sizes, (x, s) => x / s)]);
        double size = Weight(at, p) * VectorMath.Norm([.. second.Zip(at.Sizes, (x, s) => x / s)]) + (cubic is null ? 0 : Math.Abs(cubic.Coefficient) * length);
        // the field has no terms of either order along the other branch, on which the parameter may rest for ever
        if (size * length <= NoTerms * VectorMath.Norm(at.Jacobian) * Weight(at, p))
            return (SpecialKind.BranchPoint, Form(0, error));
        if (Math.Abs(a) > SurelyNot * size && Math.Abs(a) > 2 * error)
            return (SpecialKind.Transcritical, Form(a, error));
        return Math.Abs(a) <= SurelyZero * size + error ? (SpecialKind.Pitchfork, cubic) : (SpecialKind.BranchPoint, Form(a, error));
    }

    /// <summary>⟨p, C(q, q, q) + 3B(q, h)⟩/6, of pitchforks and cusps.</summary>
    public static NormalForm? Cubic(Linearisation at, FoldFunction function)
    {
        int n = at.Dimension;
        function.Null(at, out double[] right, out double[] left);
        (double[] q, double[] p) = Scaled(at, right, left);
        var derivatives = new FieldDerivatives(at.Field, at.Coordinates, at.Sizes);
        double[] second = derivatives.Second(q, q);
        // [J q; pᵀ 0](h; ·) = (−B(q, q); 0), in units of the frame
        var bordered = new double[(n + 1) * (n + 1)];
        var load = new double[n + 1];
        for (int i = 0; i < n; i++)
        {
            at.Jacobian.AsSpan(i * n, n).CopyTo(bordered.AsSpan(i * (n + 1)));
            bordered[i * (n + 1) + n] = q[i] / at.Sizes[i];
            bordered[n * (n + 1) + i] = p[i] * at.Sizes[i];
            load[i] = -second[i] / at.Sizes[i];
        }
        double[] h = [.. new ScaledLu(bordered, n + 1).Solve(load).Take(n).Zip(at.Sizes, (x, s) => x * s)];
        double c = (VectorMath.Dot(p, derivatives.Third(q, q)) + 3 * VectorMath.Dot(p, derivatives.Second(q, h))) / 6;
        return Form(c, derivatives.Error * Weight(at, p));
    }

    /// <summary>The first Lyapunov coefficient at eigenvalues ±iω.</summary>
    public static NormalForm? Hopf(Linearisation at, double omega)
    {
        int n = at.Dimension;
        var derivatives = new FieldDerivatives(at.Field, at.Coordinates, at.Sizes);
        (Complex[] q, Complex[] p) = Eigenvectors(at, omega);
        Complex[] conjugate = [.. q.Select(Complex.Conjugate)], mixed = derivatives.Second(q, conjugate), twice = derivatives.Second(q, q);
        double[] mean = [.. new ScaledLu(at.Jacobian, n).Solve([.. mixed.Zip(at.Sizes, (x, s) => -x.Real / s)]).Zip(at.Sizes, (x, s) => x * s)];
        var shifted = new ShiftedLu(n, n);
        shifted.Factor(at.Jacobian, new Complex(0, 2 * omega));
        Complex[] harmonic = [.. twice.Zip(at.Sizes, (x, s) => -x / s)];
        double length = shifted.Solve(harmonic);
        harmonic = [.. harmonic.Zip(at.Sizes, (x, s) => x * length * s)];

        Complex[] cubic = derivatives.ThirdWithConjugate(q), withMean = derivatives.Second(q, [.. mean.Select(x => new Complex(x, 0))]), withHarmonic = derivatives.Second(conjugate, harmonic);
        Complex sum = Complex.Zero;
        for (int i = 0; i < n; i++)
            sum += Complex.Conjugate(p[i]) * (cubic[i] + 2 * withMean[i] + withHarmonic[i]);
        double size = double.Hypot(Weight(at, [.. p.Select(z => z.Real)]), Weight(at, [.. p.Select(z => z.Imaginary)]));
        return Form(0.5 * sum.Real, derivatives.Error * size) is { } form ? form with { Frequency = omega } : null;
    }

    /// <summary>The coefficients of a double zero with vectors Jq₀ = 0, Jq₁ = q₀, Jᵀp₁ = 0, Jᵀp₀ = p₁, |q₀| = 1, ⟨q₀, q₁⟩ = 0, ⟨p₀, q₀⟩ = ⟨p₁, q₁⟩ = 1, ⟨p₀, q₁⟩ = 0.</summary>
    public static NormalForm? BogdanovTakens(Linearisation at, FoldFunction function)
    {
        int n = at.Dimension, m = n + 1;
        function.Null(at, out double[] right, out double[] left);
        double[] q0 = [.. right.Zip(at.Sizes, (x, s) => x * s)], p1 = [.. left.Zip(at.Sizes, (x, s) => x / s)];
        VectorMath.Divide(q0, at.Length(q0));
        var bordered = new double[m * m];
        for (int i = 0; i < n; i++)
        {
            at.Jacobian.AsSpan(i * n, n).CopyTo(bordered.AsSpan(i * m));
            bordered[i * m + n] = left[i];
            bordered[n * m + i] = right[i];
        }
        var factors = new ScaledLu(bordered, m);
        double[] q1 = [.. factors.Solve([.. q0.Zip(at.Sizes, (x, s) => x / s), 0]).Take(n).Zip(at.Sizes, (x, s) => x * s)];
        VectorMath.RemoveAlong(q1, q0);
        VectorMath.Divide(p1, VectorMath.Dot(p1, q1));
        double[] p0 = [.. factors.SolveTransposed([.. p1.Zip(at.Sizes, (x, s) => x * s), 0]).Take(n).Zip(at.Sizes, (x, s) => x / s)];
        VectorMath.AddMultiple(p0, -VectorMath.Dot(p0, q1), p1);
        var derivatives = new FieldDerivatives(at.Field, at.Coordinates, at.Sizes);
        double[] b00 = derivatives.Second(q0, q0);
        double a = 0.5 * VectorMath.Dot(p1, b00), b = VectorMath.Dot(p1, derivatives.Second(q0, q1)) + VectorMath.Dot(p0, b00);
        return Form(a, derivatives.Error * (Weight(at, p1) + Weight(at, p0))) is { } form && double.IsFinite(b) ? form with { SecondCoefficient = b } : null;
    }

    /// <summary>Jq = iωq and Jᵀp = −iωp in coordinates of the field, |q| = 1, ⟨p, q⟩ = 1: by inverse iteration.</summary>
    public static (Complex[] Q, Complex[] P) Eigenvectors(Linearisation at, double omega)
    {
        // any start that is not nearly orthogonal to the vector; three solutions leave nothing else of it
        const int solutions = 3;
        int n = at.Dimension;
        var shifted = new ShiftedLu(n, n);
        shifted.Factor(at.Jacobian, new Complex(0, omega));
        Complex[] q = [.. Enumerable.Range(0, n).Select(i => new Complex(1, 0.37 * i))], p = [.. q];
        for (int k = 0; k < solutions; k++)
        {
            shifted.Solve(q);
            shifted.SolveAdjoint(p);
        }
        q = [.. q.Zip(at.Sizes, (x, s) => x * s)];
        p = [.. p.Zip(at.Sizes, (x, s) => x / s)];
        ShiftedLu.Normalise(q);
        if (at.Plane is not null)
        {
            double length = double.Hypot(at.Length([.. q.Select(z => z.Real)]), at.Length([.. q.Select(z => z.Imaginary)]));
            q = [.. q.Select(z => z / length)];
        }
        Complex overlap = Complex.Zero;
        for (int i = 0; i < n; i++)
            overlap += Complex.Conjugate(p[i]) * q[i];
        return (q, [.. p.Select(x => x / Complex.Conjugate(overlap))]);
    }

    /// <summary>The length of a left vector in units of the frame.</summary>
    private static double Weight(Linearisation at, double[] p) => VectorMath.Norm([.. p.Zip(at.Sizes, (x, s) => x * s)]);

    private static NormalForm? Form(double coefficient, double error) => double.IsFinite(coefficient) && double.IsFinite(error) ? new NormalForm(coefficient, error) : null;
}
