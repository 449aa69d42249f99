using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The boundaries of the exact map of one feature as polynomial equations, in units of τ, over (α, s), or over (α, s, u) with u = r² where an Undeceived point is on them.</summary>
/// <remarks>
/// <para>
/// With w = ΛP² = Λ − αΛ̃(1 − u) and g = A − α the characteristic polynomial z³ + a₁z² + a₂z + a₃ at Undeceived, where BαΛ̃u² − (AΛ̃ − B(Λ − αΛ̃))u + Λ̃ − Λ + x = 0, has
/// </para>
/// <code>
/// a₁ = w − Λ̃ + u(3αΛ̃ + 2Bw − 2AΛ̃),   a₂ = u b₂,   b₂ = 2(Bw − Λ̃g)(w − Λ̃) + 2αΛ̃u(3Bw − Λ̃g),   a₃ = 4αΛ̃wu²k,   k = Bw − AΛ̃ + αBΛ̃u,
/// </code>
/// <para>
/// so that k = 0 is a fold, and a₁b₂ = 4αΛ̃wuk with b₂ &gt; 0 a Hopf point with ω² = u b₂. Divided by u these stay regular where u vanishes.
/// </para>
/// </remarks>
internal sealed class OneFeatureCurveEquations : IIntervalCurve
{
    private readonly string _name;
    private readonly OneFeatureWindow _window;
    private readonly Interval _real, _fake, _half;

    public OneFeatureCurveEquations(GanParameters parameters, string name, OneFeatureWindow window)
    {
        (_name, _window) = (name, window);
        (_real, _fake) = (parameters.RealVariances[0], parameters.FakeVariances[0]);
        _half = (Interval)parameters.DiscriminatorRate / (2.0 * parameters.BatchSize);
        Dimension = name is "UndeceivedFold" or "UndeceivedHopf" ? 3 : 2;
        Conditions = ["AlphaFrom", "AlphaTo", "NoiseFrom", "NoiseTo", .. OwnConditions(name)];
    }

    /// <summary>Names of the boundaries, those of the exact map.</summary>
    public static ImmutableArray<string> Names { get; } =
        ["FeatureVisible", "DeceivedTrace", "DeceivedPerfect", "DeceivedUntrained", "LockedHopf", "LockedPitchfork", "UndeceivedBirth", "UndeceivedFold", "UndeceivedHopf"];

    public int Dimension { get; }

    public ImmutableArray<string> Conditions { get; }

    public void Enclose(ReadOnlySpan<Interval> z, Span<Interval> values)
    {
        DualInterval[] found = At(z, -1);
        for (int i = 0; i < found.Length; i++)
            values[i] = found[i].Value;
    }

    public void EncloseSlopes(ReadOnlySpan<Interval> z, Span<Interval> slopes)
    {
        for (int k = 0; k < Dimension; k++)
        {
            DualInterval[] found = At(z, k);
            for (int i = 0; i < found.Length; i++)
                slopes[i * Dimension + k] = found[i].Slope;
        }
    }

    private static string[] OwnConditions(string name) => name switch
    {
        "LockedHopf" => ["r", "Frequency"],
        "LockedPitchfork" => ["r", "FakeGain"],
        "UndeceivedBirth" => ["P"],
        "UndeceivedFold" => ["r", "P"],
        "UndeceivedHopf" => ["Frequency", "r", "P"],
        _ => [],
    };

    /// <summary>The equations and the conditions, with derivatives by one unknown.</summary>
    private DualInterval[] At(ReadOnlySpan<Interval> z, int direction)
    {
        DualInterval alpha = new(z[0], direction == 0 ? 1 : 0), s = new(z[1], direction == 1 ? 1 : 0);
        DualInterval real = Constant(_real), fake = Constant(_fake), one = Constant(1);
        DualInterval t = Constant(_half * _window.RealShare) * s, g = Constant(_half * _window.FakeShare) * s;
        DualInterval b = one + t, loss = g, a = one - g, square = new(z[1].Square(), 2 * z[1] * s.Slope);
        DualInterval x = Constant(_half * (((Interval)_window.RealShare).Square() + ((Interval)_window.FakeShare).Square())) * square;
        DualInterval[] edges = [alpha - Constant(_window.AlphaFrom), Constant(_window.AlphaTo) - alpha, s - Constant(_window.NoiseFrom), Constant(_window.NoiseTo) - s];
        if (Dimension == 3)
            return Undeceived(alpha, new(z[2], direction == 2 ? 1 : 0), a, b, x, edges);
        // α(1 − u) − Λ/Λ̃ at Locked, times Λ̃(α − A)
        DualInterval locked = fake * (alpha - one) - x, turn = alpha * (loss * fake + x) - real * (alpha - a);
        return _name switch
        {
            "FeatureVisible" => [x - real, .. edges],
            "DeceivedTrace" => [real - fake + alpha * fake - x - x, .. edges],
            "DeceivedPerfect" => [x * x - x * (real - fake) + alpha * fake * (real - x), .. edges],
            "DeceivedUntrained" => [alpha * fake - fake - x, .. edges],
            "LockedHopf" => [alpha * fake - real - fake, .. edges, locked, turn],
            "LockedPitchfork" => [turn, .. edges, locked, alpha - a],
            _ => [x - real + fake, .. edges, real - alpha * fake],
        };
    }

    private DualInterval[] Undeceived(DualInterval alpha, DualInterval u, DualInterval a, DualInterval b, DualInterval x, DualInterval[] edges)
    {
        DualInterval real = Constant(_real), fake = Constant(_fake), pull = alpha * fake, two = Constant(2);
        DualInterval w = real - pull * (Constant(1) - u), seen = b * w, rest = fake * (a - alpha);
        DualInterval root = u * (b * (real - pull + pull * u) - a * fake) + fake - real + x, k = seen - a * fake + b * pull * u;
        if (_name == "UndeceivedFold")
            return [root, k, .. edges, u, w];
        DualInterval inner = Constant(3) * pull + two * (seen - a * fake), outer = Constant(3) * seen - rest, off = w - fake;
        DualInterval a1 = off + u * inner, b2 = two * ((seen - rest) * off + pull * u * outer), a3 = Constant(4) * pull * w * k;
        return [root, a1 * b2 - a3 * u, .. edges, Frequency(b2, a1, k), Positive(u, seen - rest, a3 - off * (two * pull * outer + two * (seen - rest) * inner) - two * pull * inner * outer * u), w];
    }

    /// <summary>
    /// u where it is positive, else what proves that it is not negative: with D = w − Λ̃ the Hopf equation reads u(4αΛ̃wk − D(…) − …u) = 2(Bw − Λ̃g)D², so that u ≥ 0, and u = 0 only where D = 0, the end of the curve, where both factors are positive.
    /// </summary>
    private static DualInterval Positive(DualInterval u, DualInterval first, DualInterval second) =>
        u.Value.Low > 0 || !(first.Value.Low > 0 && second.Value.Low > 0) ? u : first;

    /// <summary>b₂, or 1 where a₁b₂ = 4αΛ̃wuk shows that it has the sign of w, which is a condition of its own: both vanish together where the curve meets that of Locked.</summary>
    private static DualInterval Frequency(DualInterval b2, DualInterval a1, DualInterval k) =>
        !(b2.Value.Low > 0) && a1.Value.Low > 0 && k.Value.Low > 0 ? Constant(1) : b2;

    private static DualInterval Constant(Interval value) => new(value, 0);
}
