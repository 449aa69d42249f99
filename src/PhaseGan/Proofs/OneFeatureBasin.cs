using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>An ellipsoid zᵀMz ≤ level about an attracting fixed point with one feature from which every trajectory is proved to end there; for all images of the point under changes of sign.</summary>
/// <remarks>
/// With z the distance from the fixed point the field is S(z)z, where S is the Jacobian with products ab − a*b* written as ā δb + b̄ δa. M solves SᵀM + MS = −I at z = 0 up to rounding; where ‖SᵀM + MS + I‖ &lt; 1 (Frobenius) for all z of the ellipsoid,
/// zᵀMz falls along every trajectory in it.
/// </remarks>
internal sealed class OneFeatureBasin
{
    private const int MostDoublings = 24, Halvings = 4;

    /// <summary>The first level tried.</summary>
    private const double FirstLevel = 1e-8;

    private readonly ImmutableArray<Interval> _point;
    private readonly double[] _m;

    private OneFeatureBasin(OneFeatureRest rest, double[] m, double level)
    {
        (Rest, _point, _m, Level) = (rest, rest.Box, m, level);
    }

    /// <summary>The fixed point.</summary>
    public OneFeatureRest Rest { get; }

    /// <summary>M as M₁₁, M₂₂, M₃₃, 2M₁₂, 2M₁₃, 2M₂₃.</summary>
    public ReadOnlySpan<double> Form => _m;

    /// <summary>The level up to which zᵀMz falls.</summary>
    public double Level { get; }

    /// <summary>The largest basin of this form that the proof finds; null where there is none.</summary>
    public static OneFeatureBasin? Of(OneFeatureConstants c, OneFeatureRest rest)
    {
        if (rest.Attracts != true)
            return null;
        Span<Interval> s = stackalloc Interval[9];
        Slopes(c, rest.Box.AsSpan(), [0, 0, 0], s);
        double[] a = new double[9], m = new double[6];
        for (int i = 0; i < 9; i++)
            a[i] = s[i].Middle;
        if (!SymmetricSolution.Lyapunov3(a, m) || Inverse(m) is not { } inverse)
            return null;
        double level = 0, next = FirstLevel;
        for (int k = 0; k < MostDoublings && Falls(c, rest.Box.AsSpan(), m, inverse, next); k++, next *= 2)
            level = next;
        for (int k = 0; k < Halvings && level > 0; k++)
        {
            double middle = 0.5 * (level + next);
            _ = Falls(c, rest.Box.AsSpan(), m, inverse, middle) ? level = middle : next = middle;
        }
        return level > 0 ? new OneFeatureBasin(rest, m, level) : null;
    }

    /// <summary>Whether a box of states lies inside the basin of the point or of one of its images.</summary>
    /// <param name="box">P, q and r.</param>
    public bool Holds(ReadOnlySpan<Interval> box)
    {
        double first = box[1].Middle < 0 ? -1 : 1, second = box[2].Middle < 0 ? -1 : 1;
        Interval p = first * second * box[0] - _point[0], q = first * box[1] - _point[1], r = second * box[2] - _point[2];
        return (_m[0] * p.Square() + _m[1] * q.Square() + _m[2] * r.Square() + _m[3] * (p * q) + _m[4] * (p * r) + _m[5] * (q * r)).High < Level;
    }

    private static bool Falls(OneFeatureConstants c, ReadOnlySpan<Interval> point, double[] m, Interval[] inverse, double level)
    {
        Span<Interval> reach = stackalloc Interval[3], s = stackalloc Interval[9];
        for (int i = 0; i < 3; i++)
        {
            double most = (level * inverse[i]).Sqrt().High;
            reach[i] = new Interval(-most, most);
        }
        Slopes(c, point, reach, s);
        ReadOnlySpan<Interval> full = [m[0], m[3] / (Interval)2, m[4] / (Interval)2, m[3] / (Interval)2, m[1], m[5] / (Interval)2, m[4] / (Interval)2, m[5] / (Interval)2, m[2]];
        Interval sum = 0;
        for (int i = 0; i < 3; i++)
            for (int j = i; j < 3; j++)
            {
                Interval entry = i == j ? 1 : 0;
                for (int k = 0; k < 3; k++)
                    entry += s[k * 3 + i] * full[k * 3 + j] + full[i * 3 + k] * s[k * 3 + j];
                sum += (i == j ? 1 : 2) * entry.Square();
            }
        return sum.High < 1;
    }

    /// <summary>S over all distances within reach of a point.</summary>
    private static void Slopes(OneFeatureConstants c, ReadOnlySpan<Interval> point, ReadOnlySpan<Interval> reach, Span<Interval> s)
    {
        Interval half = 0.5, p = point[0] + half * reach[0], q = point[1] + half * reach[1], r = point[2] + half * reach[2];
        Interval rateReal = c.Tau * c.Real, rateFake = c.Tau * c.Fake, pull = c.Tau * c.Alpha * c.Fake;
        Interval offQ = 0.25 * reach[1].Square(), offR = 0.25 * reach[2].Square(), squareQ = q.Square(), squareR = r.Square();
        Interval h = c.FakeGain * c.Fake * (squareR + offR) - c.RealGain * c.Real * (squareQ + offQ) - c.Noise;
        s[0] = -pull * (squareR + offR);
        s[1] = pull * r;
        s[2] = pull * (q - 2 * p * r);
        s[3] = -rateFake * r;
        s[4] = c.Tau * (c.Real + h - 2 * c.RealGain * c.Real * squareQ);
        s[5] = rateFake * (2 * c.FakeGain * (q * r) - p);
        s[6] = rateReal * q;
        s[7] = rateReal * (p - 2 * c.RealGain * (q * r));
        s[8] = c.Tau * (h - c.Fake + 2 * c.FakeGain * c.Fake * squareR) + pull * (1 - 3 * squareR - offR);
    }

    /// <summary>The diagonal of M⁻¹; null where M is not proved to be positive definite.</summary>
    private static Interval[]? Inverse(double[] m)
    {
        Interval a = m[0], b = m[1], c = m[2], d = m[3] / (Interval)2, e = m[4] / (Interval)2, f = m[5] / (Interval)2;
        Interval first = a * b - d.Square(), second = a * c - e.Square(), third = b * c - f.Square();
        Interval determinant = a * third - d * (d * c - e * f) + e * (d * f - b * e);
        return a.Low > 0 && first.Low > 0 && determinant.Low > 0 ? [third / determinant, second / determinant, first / determinant] : null;
    }
}
