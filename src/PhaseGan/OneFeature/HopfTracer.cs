namespace PhaseGan;

/// <summary>
/// The curves of Undeceived Hopf points in (u, α, s): seeds from sign changes of a₁a₂ − a₃ on a grid of lines, then pseudo-arclength
/// continuation (Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., section 10.2) with exact derivatives. The unknown u
/// makes the curves smooth where they touch the fold, on which α alone would turn back; the logarithms of u/(1 − u), α and s make them
/// smooth where they run into u = 0 or the corner without noise.
/// </summary>
internal sealed class HopfTracer(NoiseRay ray, double alphaTo, double lowS, double highS)
{
    private const int Lines = 240;
    private const int Cells = 480;
    private const int MaxSteps = 20000;
    private const double MaxStep = 0.02;
    private const double SmallestU = 1e-9;

    // With less noise than this fraction of the window's nothing is traced.
    private const double SmallestS = 1e-4;

    /// <summary>The curves as lists of points; neutral saddles (a₂ &lt; 0) and points outside the window may be among them.</summary>
    public List<List<CurvePoint>> Trace()
    {
        var curves = new List<List<CurvePoint>>();
        for (int line = 0; line < Lines; line++)
        {
            foreach (CurvePoint seed in OnLine(lowS + (highS - lowS) * (line + 0.5) / Lines, Cells))
            {
                if (Project(seed) is not { } start || curves.Exists(c => IsOn(c, start)))
                    continue;
                (List<CurvePoint> points, bool closed) = Follow(start, 1);
                if (!closed)
                {
                    List<CurvePoint> backward = Follow(start, -1).Points;
                    backward.Reverse();
                    points = [.. backward, .. points.Skip(1)];
                }
                if (points.Count > 1)
                    curves.Add(points);
            }
        }
        return curves;
    }

    /// <summary>The points on the line of constant s &gt; 0, α in (0, 1.2 alphaTo].</summary>
    public IEnumerable<CurvePoint> OnLine(double s, int cells)
    {
        // Equal steps of log(u/(1 − u)) resolve both ends: with little noise everything happens at u → 1.
        const double Range = 25;
        double previous = 0, low = 0;
        bool valid = false;
        for (int k = 0; k <= cells; k++)
        {
            double logit = -Range + 2 * Range * k / cells;
            (double value, bool inside) = Condition(logit);
            if (inside && valid && (value > 0) != (previous > 0))
            {
                (double a, double b) = ScalarSearch.Bisect(low, logit, 100, middle => Condition(middle).Value > 0 == previous > 0);
                double u = Fraction(0.5 * (a + b));
                yield return new CurvePoint(u, UndeceivedCurve.Alpha(ray, u, s), s);
            }
            (previous, low, valid) = (value, logit, inside);
        }

        (double Value, bool Inside) Condition(double logit)
        {
            double u = Fraction(logit);
            double alpha = UndeceivedCurve.Alpha(ray, u, s);
            var p = UndeceivedCurve.At(ray, u, alpha, s);
            return ((p.A1 * p.A2 - p.A3).Value, alpha > 0 && alpha <= 1.2 * alphaTo && p.OverlapSquared.Value is > -0.05 and < 1.05);
        }
    }

    /// <summary>The nearest point of the curve, or null if Newton's method does not settle close by.</summary>
    public CurvePoint? Project(CurvePoint near)
    {
        CurvePoint z = near;
        double last = double.PositiveInfinity;
        for (int step = 0; step < 20; step++)
        {
            (double f, double h, double[] gf, double[] gh) = Equations(z);
            // Minimum-norm step in the logarithms: δ = Gᵀ(GGᵀ)⁻¹(−g).
            double a = VectorMath.SumOfSquares(gf), b = VectorMath.Dot(gf, gh), c = VectorMath.SumOfSquares(gh), det = a * c - b * b;
            if (!(det > 1e-20 * a * c))
                return null;
            double x = -(c * f - b * h) / det, y = -(a * h - b * f) / det;
            double size = Math.Sqrt(Math.Max(0, x * x * a + 2 * x * y * b + y * y * c));
            if (!(size < 1))
                return null;
            CurvePoint next = Move(z, [x * gf[0] + y * gh[0], x * gf[1] + y * gh[1], x * gf[2] + y * gh[2]]);
            z = next;
            // Steps that no longer shrink are rounding, which near u = 0 is larger than machine precision.
            if (size < 4e-16 || (size < 1e-8 && size > 0.5 * last))
                return Distance(near, z) < 0.1 ? z : null;
            last = size;
        }
        return null;
    }

    private (List<CurvePoint> Points, bool Closed) Follow(CurvePoint start, int direction)
    {
        var points = new List<CurvePoint> { start };
        CurvePoint z = start;
        double[] tangent = Tangent(z);
        for (int k = 0; k < 3; k++)
            tangent[k] *= direction;
        double step = 1e-3;
        for (int k = 0; k < MaxSteps && step > 1e-9; k++)
        {
            CurvePoint predicted = Move(z, [step * tangent[0], step * tangent[1], step * tangent[2]]);
            if (Project(predicted) is not { } next || Distance(z, next) is var moved && (moved > 2 * step || moved < 0.5 * step))
            {
                step /= 2;
                continue;
            }
            double[] turned = Tangent(next);
            double cosine = VectorMath.Dot(tangent, turned);
            if (cosine < 0)
            {
                for (int i = 0; i < 3; i++)
                    turned[i] = -turned[i];
                cosine = -cosine;
            }
            if (cosine < 0.995)
            {
                step /= 2;
                continue;
            }
            points.Add(next);
            (z, tangent) = (next, turned);
            if (!Inside(z))
                break;
            if (k > 8 && Distance(z, start) < step)
            {
                points.Add(start);
                return (points, true);
            }
            if (cosine > 0.9995)
                step = Math.Min(1.5 * step, MaxStep);
        }
        return (points, false);
    }

    /// <summary>A little larger than the window, so that curves are cut by it and not by the tracer.</summary>
    private bool Inside(CurvePoint z) =>
        z.U is > SmallestU and < 1 - 1e-14 && z.Alpha > 1e-9 * alphaTo && z.Alpha < 1.1 * alphaTo
        && z.S > Math.Max(SmallestS * highS, 0.95 * lowS) && z.S < 1.05 * highS
        && UndeceivedCurve.At(ray, z.U, z.Alpha, z.S).OverlapSquared.Value is > -0.02 and < 1.02;

    private static bool IsOn(List<CurvePoint> curve, CurvePoint z)
    {
        // Chords of the tracer turn by less than 0.1 over less than 0.02, so they lie within 2.5e-4 of the curve.
        const double Close = 5e-4;
        for (int k = 1; k < curve.Count; k++)
        {
            double whole = Distance(curve[k - 1], curve[k]);
            if (Distance(curve[k], z) > whole + Close)
                continue;
            double a = Distance(curve[k - 1], z), b = Distance(curve[k], z);
            double along = Math.Clamp((a * a - b * b + whole * whole) / (2 * whole), 0, whole);
            if (a * a - along * along <= Close * Close)
                return true;
        }
        return false;
    }

    private double[] Tangent(CurvePoint z)
    {
        (_, _, double[] a, double[] b) = Equations(z);
        double[] t = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
        double norm = VectorMath.Norm(t);
        for (int k = 0; k < 3; k++)
            t[k] = norm > 0 ? t[k] / norm : 0;
        return t;
    }

    /// <summary>The quadratic and a₁a₂ − a₃ with gradients by the logarithms, each divided by its gradient's length.</summary>
    private (double F, double H, double[] GradientF, double[] GradientH) Equations(CurvePoint z)
    {
        var at = UndeceivedCurve.At(ray, z.U, z.Alpha, z.S);
        (double f, double[] gf) = Scaled(at.Root);
        (double h, double[] gh) = Scaled(at.A1 * at.A2 - at.A3);
        return (f, h, gf, gh);

        (double, double[]) Scaled(Jet j)
        {
            double[] g = [z.U * (1 - z.U) * j.ByU, z.Alpha * j.ByAlpha, z.S * j.ByNoise];
            double norm = VectorMath.Norm(g);
            if (!(norm > 0))
                return (j.Value, g);
            VectorMath.Divide(g, norm);
            return (j.Value / norm, g);
        }
    }

    private static CurvePoint Move(CurvePoint z, ReadOnlySpan<double> by) => new(
        // u/(1 − u) times e^δ, without leaving (0, 1).
        z.U / (z.U + (1 - z.U) * Math.Exp(-by[0])),
        z.Alpha * Math.Exp(by[1]),
        z.S * Math.Exp(by[2]));

    private static double Distance(CurvePoint a, CurvePoint b)
    {
        double u = Math.Log(a.U / b.U * ((1 - b.U) / (1 - a.U))), alpha = Math.Log(a.Alpha / b.Alpha), s = Math.Log(a.S / b.S);
        return Math.Sqrt(u * u + alpha * alpha + s * s);
    }

    private static double Fraction(double logit) => 1 / (1 + Math.Exp(-logit));
}
