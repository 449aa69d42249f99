using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The boundaries of the d = 1 map inside one window.</summary>
internal sealed class BoundaryBuilder
{
    private const int Samples = 4096;
    private const int Bounds = 1;
    private const int Subcritical = 2;
    private const int Unresolved = 4;

    private readonly NoiseRay _ray;
    private readonly double _tau;
    private readonly double _l;
    private readonly double _f;
    private readonly double _alphaFrom;
    private readonly double _alphaTo;
    private readonly double _verticalFrom;
    private readonly double _verticalTo;
    private readonly double _lowS;
    private readonly double _highS;
    private readonly double _tolerance;
    private readonly ImmutableArray<SingleFeatureBoundary>.Builder _curves = ImmutableArray.CreateBuilder<SingleFeatureBoundary>();

    public BoundaryBuilder(GanParameters parameters, SingleFeaturePlane plane, SingleFeatureBoundaryOptions options)
    {
        _ray = new NoiseRay(parameters, plane);
        _tau = parameters.DiscriminatorRate;
        (_l, _f) = (_ray.Real, _ray.Fake);
        (_alphaFrom, _alphaTo) = (options.AlphaFrom, options.AlphaTo);
        _verticalFrom = options.VerticalFrom;
        _verticalTo = options.VerticalTo ?? _ray.Vertical(_ray.AmplitudeOfNoise(1.4 * _l));
        _lowS = _ray.Amplitude(_verticalFrom);
        _highS = _ray.Amplitude(_verticalTo);
        _tolerance = options.ChordTolerance;
    }

    public double AlphaTo => _alphaTo;

    public double VerticalTo => _verticalTo;

    public ImmutableArray<SingleFeatureBoundary> Build()
    {
        double visible = _ray.AmplitudeOfNoise(_l);
        Add(SingleFeatureBoundaryKind.FeatureVisible, alpha => new CurvePoint(0, alpha, visible), _alphaFrom, _alphaTo, p => Flag(Trace(p) < 0));
        AddBySize(SingleFeatureBoundaryKind.DeceivedTrace, s => new CurvePoint(0, (2 * _ray.Noise(s) - _l + _f) / _f, s), p => Flag(PerfectSquare(p) < 1));
        AddBySize(SingleFeatureBoundaryKind.DeceivedPerfect, DeceivedPerfect, p => Flag(Trace(p) < 0));
        AddBySize(SingleFeatureBoundaryKind.DeceivedUntrained, s => new CurvePoint(0, 1 + _ray.Noise(s) / _f, s), p => Flag(_ray.Noise(p.S) > _l));
        AddBySize(SingleFeatureBoundaryKind.LockedHopf, LockedHopf, p => Bounds | Side(LockedHopfSquare(_ray, p.S, out _) ?? 0, 1, LockedLyapunov(p)));
        AddBySize(SingleFeatureBoundaryKind.LockedPitchfork, LockedPitchfork, p => Flag(p.Alpha > 1 + _l / _f));
        if (_l > _f)
        {
            double birth = _ray.AmplitudeOfNoise(_l - _f);
            Add(SingleFeatureBoundaryKind.UndeceivedBirth, alpha => new CurvePoint(0, alpha, birth), _alphaFrom, Math.Min(_alphaTo, _l / _f), p => Flag(p.Alpha < (_l - _f) / _f));
        }
        AddBySize(SingleFeatureBoundaryKind.UndeceivedFold, s => Fold(s, upper: true), FoldBounds);
        AddBySize(SingleFeatureBoundaryKind.UndeceivedFold, s => Fold(s, upper: false), FoldBounds);

        var tracer = new HopfTracer(_ray, _alphaTo, _lowS, _highS);
        foreach (List<CurvePoint> curve in tracer.Trace())
        {
            AddTip(curve);
            curve.Reverse();
            AddTip(curve);
            int last = curve.Count - 1;
            Add(SingleFeatureBoundaryKind.UndeceivedHopf, t =>
            {
                int k = Math.Min((int)t, last - 1);
                double w = t - k;
                CurvePoint a = curve[k], b = curve[k + 1];
                if (w == 0)
                    return a;
                CurvePoint between = new(a.U + w * (b.U - a.U), a.Alpha + w * (b.Alpha - a.Alpha), a.S + w * (b.S - a.S));
                return a.U == 0 || b.U == 0 ? between : tracer.Project(between);
            }, 0, last, UndeceivedHopf, last);
        }
        return _curves.ToImmutable();
    }

    /// <summary>ω² in units of τ² and the first Lyapunov coefficient of an Undeceived Hopf point.</summary>
    public static (double Square, double Lyapunov) UndeceivedHopf(NoiseRay ray, CurvePoint p)
    {
        var at = UndeceivedCurve.At(ray, p.U, p.Alpha, p.S);
        if (!(at.A2.Value > 0 && at.OverlapSquared.Value > 0))
            return (at.A2.Value, 0);
        double overlap = Math.Sqrt(at.OverlapSquared.Value), r = Math.Sqrt(p.U);
        return (at.A2.Value, HopfNormalForm.FirstLyapunov(ray.At(p.Alpha, p.S), overlap, overlap * r, r, Math.Sqrt(at.A2.Value)));
    }

    /// <summary>ω² in units of τ² at αΛ̃ = Λ + Λ̃, or null where Locked does not exist.</summary>
    public static double? LockedHopfSquare(NoiseRay ray, double s, out double u)
    {
        double alpha = 1 + ray.Real / ray.Fake;
        if (SingleFeature.Locked(ray.At(alpha, s)) is not { } root)
        {
            u = 0;
            return null;
        }
        u = root;
        return alpha * ray.Fake * u * (alpha * ray.Fake * (1 - u) - ray.Real);
    }

    private static int Flag(bool value) => value ? 1 : 0;

    private void AddBySize(SingleFeatureBoundaryKind kind, Func<double, CurvePoint?> at, Func<CurvePoint, int> signature) =>
        Add(kind, at, _lowS, _highS, signature);

    private void Add(SingleFeatureBoundaryKind kind, Func<double, CurvePoint?> at, double from, double to, Func<CurvePoint, int> signature, int samples = Samples)
    {
        if (!(to > from))
            return;
        var pieces = new BoundaryPieces(
            p => p.Alpha >= _alphaFrom && p.Alpha <= _alphaTo && Vertical(p) >= _verticalFrom && Vertical(p) <= _verticalTo ? signature(p) : BoundaryPieces.Absent,
            p => (p.Alpha, Vertical(p)),
            _tolerance);
        var cut = pieces.Cut(at, from, to, samples).ToList();
        Resolve(cut);
        foreach ((int sign, _, _, List<CurvePoint> points) in cut)
        {
            if (IsSliver(points))
                continue;
            HopfCriticality criticality = kind is not (SingleFeatureBoundaryKind.LockedHopf or SingleFeatureBoundaryKind.UndeceivedHopf) || (sign & Unresolved) != 0 ? HopfCriticality.None
                : (sign & Subcritical) != 0 ? HopfCriticality.Subcritical : HopfCriticality.Supercritical;
            _curves.Add(new SingleFeatureBoundary(kind, Vertices(kind, points), (sign & Bounds) != 0, criticality));
        }
    }

    /// <summary>Shorter than accuracy: where several conditions change at one point, rounding deals them out over a few neighbours.</summary>
    private bool IsSliver(List<CurvePoint> points) =>
        Math.Abs(points[^1].Alpha - points[0].Alpha) < 1e-9 && Math.Abs(Vertical(points[^1]) - Vertical(points[0])) < 1e-9;

    /// <summary>Joins unresolved stretches to the neighbour that they continue.</summary>
    private static void Resolve(List<(int Signature, double From, double To, List<CurvePoint> Points)> pieces)
    {
        for (int k = pieces.Count - 1; k >= 0; k--)
        {
            if ((pieces[k].Signature & Unresolved) == 0)
                continue;
            if (k > 0 && Continues(pieces[k - 1], pieces[k]))
                Join(k - 1, pieces[k - 1].Signature);
            else if (k + 1 < pieces.Count && Continues(pieces[k], pieces[k + 1]))
                Join(k, pieces[k + 1].Signature);
        }

        bool Continues((int Signature, double From, double To, List<CurvePoint>) a, (int Signature, double From, double To, List<CurvePoint>) b) =>
            b.From - a.To <= 1e-9 * (1 + Math.Abs(a.To)) && ((a.Signature ^ b.Signature) & Bounds) == 0;

        void Join(int k, int signature)
        {
            pieces[k] = (signature, pieces[k].From, pieces[k + 1].To, [.. pieces[k].Points, .. pieces[k + 1].Points]);
            pieces.RemoveAt(k + 1);
        }
    }

    /// <summary>The vertical coordinate; the ends of the window, which pass through a square root, come back exactly.</summary>
    private double Vertical(CurvePoint p) => p.S == _lowS ? _verticalFrom : p.S == _highS ? _verticalTo : _ray.Vertical(p.S);

    private double Trace(CurvePoint p) => _l - _f + p.Alpha * _f - 2 * _ray.Noise(p.S);

    /// <summary>p*².</summary>
    private double PerfectSquare(CurvePoint p) => (_l - _ray.Noise(p.S)) * (_f + _ray.Noise(p.S) - p.Alpha * _f) / (_l * _f);

    private CurvePoint? DeceivedPerfect(double s)
    {
        double x = _ray.Noise(s);
        double alpha = x * (_l - _f - x) / (_f * (_l - x));
        return double.IsFinite(alpha) && alpha >= 0 ? new CurvePoint(0, alpha, s) : null;
    }

    private CurvePoint? LockedHopf(double s) =>
        LockedHopfSquare(_ray, s, out double u) > 0 ? new CurvePoint(u, 1 + _l / _f, s) : null;

    private double LockedLyapunov(CurvePoint p) =>
        LockedHopfSquare(_ray, p.S, out double u) is { } square and > 0
            ? HopfNormalForm.FirstLyapunov(_ray.At(p.Alpha, p.S), 0, 0, Math.Sqrt(u), Math.Sqrt(square))
            : 0;

    private CurvePoint? LockedPitchfork(double s)
    {
        double u = (_f - _l + _ray.Noise(s)) / (_ray.FakeGain(s) * _f);
        return u is >= 0 and < 1 ? new CurvePoint(u, _l / (_f * (1 - u)), s) : null;
    }

    /// <summary>The stationary points of α(u): c₁u² + 2c₀u − c₀ = 0 with c₁ = BΛ − AΛ̃, c₀ = Λ̃ − Λ + x.</summary>
    private CurvePoint? Fold(double s, bool upper)
    {
        double c0 = _f - _l + _ray.Noise(s), c1 = _ray.RealGain(s) * _l - _ray.FakeGain(s) * _f;
        double discriminant = c0 * (c0 + c1);
        if (!(discriminant >= 0))
            return null;
        double w = c0 + Math.CopySign(Math.Sqrt(discriminant), c0);
        double u = upper ? c0 / w : -w / c1;
        if (!(u is > 0 and < 1))
            return null;
        double alpha = UndeceivedCurve.Alpha(_ray, u, s);
        return alpha > 0 && 1 - alpha * _f * (1 - u) / _l is > 0 and <= 1 ? new CurvePoint(u, alpha, s) : null;
    }

    private int FoldBounds(CurvePoint p)
    {
        var at = UndeceivedCurve.At(_ray, p.U, p.Alpha, p.S);
        return Flag(at.A1.Value > 0 && at.A2.Value > 0);
    }

    private int UndeceivedHopf(CurvePoint p)
    {
        var at = UndeceivedCurve.At(_ray, p.U, p.Alpha, p.S);
        if (!(p.U is >= 0 and <= 1 && at.OverlapSquared.Value is > 0 and <= 1 && (at.A2.Value > 0 || (p.U < 2e-9 && p.Alpha * _f <= _l - _f))))
            return BoundaryPieces.Absent;
        (double square, double lyapunov) = UndeceivedHopf(_ray, p);
        return Flag(at.A1.Value > 0) * Bounds | Side(square, at.A1.Value, lyapunov);
    }

    /// <summary>The criticality bits. Where ω or the third eigenvalue is tiny the normal form is lost in rounding and the neighbouring stretch has to tell.</summary>
    private int Side(double square, double third, double lyapunov) =>
        square < 1e-8 * (_l + _f) * (_l + _f) || Math.Abs(third) < 1e-7 * (_l + _f) || !double.IsFinite(lyapunov)
            ? Unresolved
            : Flag(lyapunov > 0) * Subcritical;

    /// <summary>
    /// Closes a Hopf curve that ends where an Undeceived point is born with zero trace: α = (Λ − Λ̃)/Λ̃, x = Λ − Λ̃, u = 0. There a₁ ≈ ε,
    /// a₂ ∝ εu and a₃ ∝ u² with ε the distance in α, so the curve is a parabola u ∝ ε², and where the tracer stops, at u = 1e-9, the
    /// straight line to its tip is as good.
    /// </summary>
    private void AddTip(List<CurvePoint> curve)
    {
        CurvePoint end = curve[^1];
        if (_l > _f && end.U < 2e-9 && Math.Abs(end.Alpha - (_l - _f) / _f) < 1e-3)
            curve.Add(new CurvePoint(0, (_l - _f) / _f, _ray.AmplitudeOfNoise(_l - _f)));
    }

    private ImmutableArray<SingleFeatureBoundaryPoint> Vertices(SingleFeatureBoundaryKind kind, List<CurvePoint> points)
    {
        SingleFeatureBoundaryPoint[] vertices = [.. points.Select(p => Vertex(kind, p))];
        if (kind is SingleFeatureBoundaryKind.LockedHopf or SingleFeatureBoundaryKind.UndeceivedHopf)
        {
            // An unresolved coefficient is taken from the nearest vertex that has one.
            for (int k = 1; k < vertices.Length; k++)
                if (vertices[k].FirstLyapunov == 0)
                    vertices[k] = vertices[k] with { FirstLyapunov = vertices[k - 1].FirstLyapunov };
            for (int k = vertices.Length - 2; k >= 0; k--)
                if (vertices[k].FirstLyapunov == 0)
                    vertices[k] = vertices[k] with { FirstLyapunov = vertices[k + 1].FirstLyapunov };
        }
        return [.. vertices];
    }

    private double Resolved(double square, double third, double lyapunov) => (Side(square, third, lyapunov) & Unresolved) == 0 ? lyapunov : 0;

    private SingleFeatureBoundaryPoint Vertex(SingleFeatureBoundaryKind kind, CurvePoint p)
    {
        double y = Vertical(p);
        switch (kind)
        {
            case SingleFeatureBoundaryKind.DeceivedTrace or SingleFeatureBoundaryKind.DeceivedPerfect:
                return new SingleFeatureBoundaryPoint(p.Alpha, y, 1, 0, 0, 0, 0);
            case SingleFeatureBoundaryKind.FeatureVisible or SingleFeatureBoundaryKind.DeceivedUntrained:
                return new SingleFeatureBoundaryPoint(p.Alpha, y, 0, 0, 0, 0, 0);
            case SingleFeatureBoundaryKind.UndeceivedBirth:
                return new SingleFeatureBoundaryPoint(p.Alpha, y, Math.Sqrt(Math.Max(0, PerfectSquare(p))), 0, 0, 0, 0);
            case SingleFeatureBoundaryKind.LockedPitchfork:
                return new SingleFeatureBoundaryPoint(p.Alpha, y, 0, 0, Math.Sqrt(p.U), 0, 0);
            case SingleFeatureBoundaryKind.LockedHopf:
                double square = LockedHopfSquare(_ray, p.S, out _) ?? 0;
                return new SingleFeatureBoundaryPoint(p.Alpha, y, 0, 0, Math.Sqrt(p.U), _tau * Math.Sqrt(square), Resolved(square, 1, LockedLyapunov(p)));
            default:
                double overlap = Math.Sqrt(Math.Max(0, 1 - p.Alpha * _f * (1 - p.U) / _l)), r = Math.Sqrt(p.U);
                if (kind == SingleFeatureBoundaryKind.UndeceivedFold)
                    return new SingleFeatureBoundaryPoint(p.Alpha, y, overlap, overlap * r, r, 0, 0);
                (double omega, double lyapunov) = UndeceivedHopf(_ray, p);
                double third = UndeceivedCurve.At(_ray, p.U, p.Alpha, p.S).A1.Value;
                return new SingleFeatureBoundaryPoint(p.Alpha, y, overlap, overlap * r, r, _tau * Math.Sqrt(Math.Max(0, omega)), Resolved(omega, third, lyapunov));
        }
    }
}
