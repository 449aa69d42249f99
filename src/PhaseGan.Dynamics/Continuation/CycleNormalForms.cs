using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Coefficients of normal forms at bifurcations of cycles: the motion on the centre manifold, followed from segment to segment as a power series, so that neither the phase nor the number of segments enters. Vectors are
/// measured by √(mean of |v|²) over the period.
/// </summary>
/// <remarks>
/// The return to the start is ξ ↦ ξ + bTξ², −ξ − cTξ³ and e^{iθ}ξ(1 + dT|ξ|²). The homological equations are those of Kuznetsov, Govaerts, Doedel and Dhooge, <em>Numerical periodic normalization for codim 1
/// bifurcations of limit cycles</em>, SIAM J. Numer. Anal. 43 (2005) 1407–1435, with the motion over a segment in place of the field.
/// </remarks>
internal static class CycleNormalForms
{
    /// <summary>A vector of length 1 along which the period changes by a smaller share has the same period as far as is known.</summary>
    private const double LeastShare = 1e-6;

    /// <summary>A share of a turn by which a vector of length 1 in units of the sizes grows or shrinks, or changes the period: below it a quadratic coefficient is zero by symmetry.</summary>
    private const double SurelyZero = 1e-6;

    /// <summary>A coefficient is as uncertain as so many times what it changes by where derivatives are taken with one step less: once in a dozen times they change it by a tenth of what they might.</summary>
    private const double SafetyFactor = 10;

    /// <summary>b of a fold, with the vectors q at the starts of the segments, whose sign is free.</summary>
    public static (NormalForm Form, double[] Direction)? Fold(CycleEvaluation at, int columns = CycleDerivatives.BestColumns, bool isMeasured = true)
    {
        var chain = new CycleChain(at);
        if (chain.Null(1, true) is not var (right, left))
            return null;
        // real vectors that rounding has turned
        Complex turn = right.MaxBy(z => z.Magnitude);
        double[] direction = [.. right.Select(z => (z / turn).Real)];
        Complex[] q = Vectors(at, [.. direction.Select(x => (Complex)x)]);
        var derivatives = new CycleDerivatives(at, columns);
        if (Length(at, q, direction[^1], isMeasured) is not { } length || derivatives.Along(direction[..at.Frame.PeriodPlace], false) is not var (best, coarser))
            return null;
        Complex[] moved = Moved(at, q, direction[^1]);
        Complex crossing = 2 * Crossing(left, q, at.Frame);
        double b = Coefficient(best);
        if (Form(at, b, Coefficient(coarser)) is not { } form)
            return null;
        // ξ as the share by which the period of the turn changes; the sign is then no matter of choice
        double share = direction[^1] / at.Frame.Period(at.Unknowns);
        return (Math.Abs(share) > LeastShare * length ? form with { SecondCoefficient = b * length / share } : form, direction);

        double Coefficient(CycleForms forms)
        {
            Complex[] rest = derivatives.Times(forms.Second, q);
            for (int i = 0; i < rest.Length; i++)
                rest[i] += 2 * moved[i];
            AddBends(at, chain, direction[^1], rest);
            return (Product(left, rest) / crossing).Real / (at.Frame.Period(at.Unknowns) * length);
        }
    }

    /// <summary>a of ξ′ = aξ² at a branch point, and where it vanishes, at a pitchfork, c of ξ′ = cξ³ as the second coefficient; with the vectors q at the starts of the segments, whose sign is free.</summary>
    /// <param name="at">The cycle.</param>
    /// <param name="columns">How many steps of differences are tried.</param>
    /// <param name="isPitchfork">Whether the second coefficient is wanted; where a vanishes if null.</param>
    public static (NormalForm Form, double[] Direction)? BranchPoint(CycleEvaluation at, int columns = CycleDerivatives.BestColumns, bool? isPitchfork = null)
    {
        if (Fold(at, columns) is not var (quadratic, direction))
            return null;
        quadratic = quadratic with { SecondCoefficient = null };
        if (isPitchfork == false)
            return (quadratic, direction);
        Complex[] q = Vectors(at, [.. direction.Select(x => (Complex)x)]);
        double period = at.Frame.Period(at.Unknowns);
        if (CycleMeans.Length(at, q, direction[^1]) is not { } length)
            return null;
        if (isPitchfork is null && Math.Abs(quadratic.Coefficient) > Math.Max(quadratic.Error, SurelyZero / (period * length)))
            return (quadratic, direction);
        // by a symmetry, or a branch that is always there, the time of a turn does not change either
        return (isPitchfork == true || Math.Abs(direction[^1]) <= SurelyZero * period) && Pitchfork(at, q, length, columns) is { } cubic
            ? (cubic with { Coefficient = quadratic.Coefficient, SecondCoefficient = cubic.Coefficient }, direction)
            : null;
    }

    /// <summary>c of a pitchfork with vectors q of a length.</summary>
    private static NormalForm? Pitchfork(CycleEvaluation at, Complex[] q, double length, int columns)
    {
        var chain = new CycleChain(at);
        var derivatives = new CycleDerivatives(at, columns);
        if (chain.Null(1, true) is not var (right, left) || derivatives.Along([.. q.Select(z => z.Real)], true) is not var (best, coarser))
            return null;
        Complex crossing = 6 * Crossing(left, q, at.Frame);
        double unit = at.Frame.Period(at.Unknowns) * length * length;
        return Form(at, Coefficient(best), Coefficient(coarser));

        double Coefficient(CycleForms forms)
        {
            if (chain.SolveAcross(right, left, Negative(derivatives.Times(forms.Second, q))) is not { } h)
                return double.NaN;
            Complex[] quadratic = derivatives.Times(forms.Second, Vectors(at, h)), cubic = derivatives.Times(forms.Third, q), moved = Moved(at, q, h[^1]), rest = new Complex[q.Length];
            for (int i = 0; i < rest.Length; i++)
                rest[i] = 3 * quadratic[i] + cubic[i] + 3 * moved[i];
            return (Product(left, rest) / crossing).Real / unit;
        }
    }

    /// <summary>c of a period doubling: negative where stable cycles of twice the period are born.</summary>
    public static NormalForm? Doubling(CycleEvaluation at, int columns = CycleDerivatives.BestColumns, bool isMeasured = true)
    {
        var chain = new CycleChain(at);
        if (chain.Null(-1, false) is not var (right, left))
            return null;
        Complex turn = right.MaxBy(z => z.Magnitude);
        double[] direction = [.. right.Select(z => (z / turn).Real)];
        Complex[] q = [.. direction.Select(x => (Complex)x)];
        var derivatives = new CycleDerivatives(at, columns);
        if (Length(at, q, null, isMeasured) is not { } length || derivatives.Along(direction, true) is not var (best, coarser))
            return null;
        Complex crossing = 6 * Crossing(left, q, at.Frame);
        double unit = at.Frame.Period(at.Unknowns) * length * length;
        return Form(at, Coefficient(best), Coefficient(coarser));

        double Coefficient(CycleForms forms)
        {
            if (chain.Solve(1, true, Negative(derivatives.Times(forms.Second, q))) is not { } h)
                return double.NaN;
            Complex[] quadratic = derivatives.Times(forms.Second, Vectors(at, h)), cubic = derivatives.Times(forms.Third, q), moved = Moved(at, q, h[^1]), rest = new Complex[q.Length];
            for (int i = 0; i < rest.Length; i++)
                rest[i] = 3 * quadratic[i] + cubic[i] + 3 * moved[i];
            return -(Product(left, rest) / crossing).Real / unit;
        }
    }

    /// <summary>Re d of a torus bifurcation: negative where stable tori are born.</summary>
    /// <param name="at">The cycle.</param>
    /// <param name="angle">θ of its pair e^{±iθ}.</param>
    /// <param name="columns">How many steps of differences are tried.</param>
    /// <param name="isMeasured">Whether the vector is measured; else the sign alone says something.</param>
    public static NormalForm? Torus(CycleEvaluation at, double angle, int columns = CycleDerivatives.BestColumns, bool isMeasured = true)
    {
        var chain = new CycleChain(at);
        Complex lambda = Complex.FromPolarCoordinates(1, angle);
        if (chain.Null(lambda, false) is not var (q, left))
            return null;
        var derivatives = new CycleDerivatives(at, columns);
        if (Length(at, q, null, isMeasured) is not { } length
            || derivatives.Along([.. q.Select(z => z.Real)], true) is not var (re, coarseRe) || derivatives.Along([.. q.Select(z => z.Imaginary)], true) is not var (im, coarseIm))
            return null;
        Complex crossing = 2 * lambda * Crossing(left, q, at.Frame);
        double unit = at.Frame.Period(at.Unknowns) * length * length;
        return Form(at, Coefficient(re, im), Coefficient(coarseRe, coarseIm));

        double Coefficient(CycleForms alongRe, CycleForms alongIm) =>
            Cubic(at, chain, derivatives, q, lambda, alongRe, alongIm) is { } rest ? (Product(left, rest) / crossing).Real / unit : double.NaN;
    }

    /// <summary>At a torus bifurcation, what the motions over the segments add to q |ξ|²ξ, twice; null where factors fail.</summary>
    private static Complex[]? Cubic(CycleEvaluation at, CycleChain chain, CycleDerivatives derivatives, Complex[] q, Complex lambda, CycleForms re, CycleForms im)
    {
        Complex[] conjugate = [.. q.Select(Complex.Conjugate)], real = [.. q.Select(z => (Complex)z.Real)], imaginary = [.. q.Select(z => (Complex)z.Imaginary)];
        if (chain.Solve(lambda * lambda, false, Negative(Second(1, q))) is not { } h20 || chain.Solve(1, true, Negative(Second(1, conjugate))) is not { } h11)
            return null;
        Complex[] mixed = Second(1, Vectors(at, h11)), other = Second(-1, h20), moved = Moved(at, q, h11[^1]), rest = new Complex[q.Length];
        // C(q, q, q̄) of q = a + ib is C(a, a, a) + C(b, b, a) + i(C(a, a, b) + C(b, b, b))
        Complex[] aaa = derivatives.Times(re.Third, real), bba = derivatives.Times(im.Third, real), aab = derivatives.Times(re.Third, imaginary), bbb = derivatives.Times(im.Third, imaginary);
        for (int i = 0; i < rest.Length; i++)
            rest[i] = 2 * mixed[i] + other[i] + aaa[i] + bba[i] + Complex.ImaginaryOne * (aab[i] + bbb[i]) + 2 * moved[i];
        return rest;

        // B(q, w), or B(q̄, w)
        Complex[] Second(double sign, Complex[] w)
        {
            Complex[] a = derivatives.Times(re.Second, w), b = derivatives.Times(im.Second, w);
            return [.. a.Select((z, i) => z + sign * Complex.ImaginaryOne * b[i])];
        }
    }

    /// <summary>The unit of a vector; any serves where the sign alone is wanted.</summary>
    private static double? Length(CycleEvaluation at, Complex[] q, double? time, bool isMeasured) => isMeasured ? CycleMeans.Length(at, q, time) : 1;

    /// <summary>The vectors of a chain without the time.</summary>
    private static Complex[] Vectors(CycleEvaluation at, Complex[] solution) => solution[..at.Frame.PeriodPlace];

    /// <summary>For each segment its share of a time times J M q, with the field's Jacobian at its end.</summary>
    private static Complex[] Moved(CycleEvaluation at, Complex[] q, Complex time)
    {
        CycleFrame frame = at.Frame;
        int n = frame.Dimension;
        var result = new Complex[frame.PeriodPlace];
        for (int s = 0; s < frame.Segments; s++)
        {
            double[] jacobian = Jacobian(at, s);
            var carried = new Complex[n];
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    carried[i] += at.Blocks[s][i * n + j] * q[s * n + j];
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    result[s * n + i] += frame.Shares[s] * time * jacobian[i * n + j] * carried[j];
        }
        return result;
    }

    /// <summary>Adds the second derivative by the time, J f, for each segment's share of it.</summary>
    private static void AddBends(CycleEvaluation at, CycleChain chain, double time, Complex[] rest)
    {
        int n = at.Frame.Dimension;
        for (int s = 0; s < at.Frame.Segments; s++)
        {
            double[] jacobian = Jacobian(at, s), velocity = chain.Velocity(s + 1);
            double share = at.Frame.Shares[s] * time;
            for (int i = 0; i < n; i++)
                rest[s * n + i] += share * share * VectorMath.Dot(jacobian.AsSpan(i * n, n), velocity);
        }
    }

    /// <summary>The Jacobian at the end of a segment, in units of the sizes.</summary>
    private static double[] Jacobian(CycleEvaluation at, int segment)
    {
        CycleFrame frame = at.Frame;
        int n = frame.Dimension, next = (segment + 1) % frame.Segments;
        double[] jacobian = new double[n * n];
        frame.FieldOf(frame.Place(at.Unknowns))?.Jacobian(frame.State(at.Unknowns, next), jacobian);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                jacobian[i * n + j] *= frame.Sizes[j] / frame.Sizes[i];
        return jacobian;
    }

    /// <summary>⟨p, q₀⟩ where the turn closes.</summary>
    private static Complex Crossing(Complex[] left, Complex[] q, CycleFrame frame)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < frame.Dimension; i++)
            sum += Complex.Conjugate(left[(frame.Segments - 1) * frame.Dimension + i]) * q[i];
        return sum;
    }

    private static Complex Product(Complex[] left, Complex[] rest)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < rest.Length; i++)
            sum += Complex.Conjugate(left[i]) * rest[i];
        return sum;
    }

    private static Complex[] Negative(Complex[] v) => [.. v.Select(z => -z)];

    /// <summary>A coefficient with its error by what it is with coarser derivatives, and by the tolerance of the motions; null if it is not finite.</summary>
    private static NormalForm? Form(CycleEvaluation at, double value, double coarser) => double.IsFinite(value) && double.IsFinite(coarser)
        ? new NormalForm(value, SafetyFactor * (Math.Abs(value - coarser) + at.System.Flow.Tolerance * Math.Abs(value)))
        : null;
}
