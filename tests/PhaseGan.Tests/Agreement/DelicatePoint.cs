using System.Globalization;

namespace PhaseGan.Tests.Agreement;

/// <summary>
/// A random point with a start, more often than not where labels are delicate: equal or nearly equal variances, no noise or next to none, very small or whole α, a condition of Claim 1 or of a fixed
/// point at or near equality, a start on a plane that the flow does not leave.
/// </summary>
/// <param name="Index">Its number; with the seed it makes the point.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Start">Where training starts.</param>
/// <param name="Delicacies">What is delicate about it; empty for an ordinary point.</param>
internal sealed record DelicatePoint(int Index, GanParameters Parameters, MacroState Start, string[] Delicacies)
{
    /// <summary>How often a point is made delicate, in each of the ways that fit it then, and by a start from which little can be shown.</summary>
    private const double Share = 0.65, EachWay = 0.22, StartAsWell = 0.08;

    /// <summary>Whether anything about it is delicate.</summary>
    public bool IsDelicate => Delicacies.Length > 0;

    /// <summary>Parameters and start as options of the command line.</summary>
    public override string ToString()
    {
        GanParameters g = Parameters;
        return string.Create(CultureInfo.InvariantCulture,
            $"#{Index} --lambda {List(g.RealVariances.AsSpan())} --lambda-fake {List(g.FakeVariances.AsSpan())} --tau {g.DiscriminatorRate:R} --tau-tilde {g.GeneratorRate:R} --eta-t {g.RealNoise:R} --eta-g {g.FakeNoise:R} --batch {g.BatchSize} --p0 {List(Start.PValues)} --q0 {List(Start.QValues)} --r0 {List(Start.RValues)} --s0 {List(Start.SValues)} [{string.Join(", ", Delicacies)}]");
    }

    /// <summary>The point of a number; the same for the same seed and number of features, whatever other points there are.</summary>
    public static DelicatePoint Draw(int seed, int index, int features)
    {
        var random = new Random(unchecked(seed * 1_000_003 + index * 8 + features));
        bool isDelicate = random.NextDouble() < Share;
        var ways = new List<string>();
        bool Is(string way, double often = EachWay)
        {
            // the draw is made in any case, so that one way does not change the others
            bool drawn = random.NextDouble() < often && isDelicate;
            if (drawn)
                ways.Add(way);
            return drawn;
        }

        double[] real = [.. Enumerable.Range(0, features).Select(_ => 0.5 + 5.5 * random.NextDouble())];
        double[] fake = random.NextDouble() < 0.4 ? [.. real] : [.. real.Select(_ => 0.3 + 5.7 * random.NextDouble())];
        double gap = Math.Pow(10, -12 + 11.3 * random.NextDouble());
        int other = features - 1;
        if (features > 1)
        {
            if (Is("equal fake variances"))
                fake[other] = fake[0];
            else if (Is("nearly equal fake variances"))
                fake[other] = fake[0] * (1 + gap);
            if (Is("equal variances"))
                real[other] = real[0];
            else if (Is("nearly equal variances"))
                real[other] = real[0] * (1 + gap);
        }
        double tau = 0.02 * Math.Pow(25, random.NextDouble());
        double alpha = 0.02 + 3.98 * random.NextDouble(), x = 1.3 * real.Max() * random.NextDouble(), split = random.NextDouble() < 0.5 ? 0.5 : random.NextDouble();
        if (Is("small rate ratio"))
            alpha = Math.Pow(10, -4 + 3 * random.NextDouble());
        else if (Is("whole rate ratio"))
            alpha = random.Next(1, 4);
        double off = random.NextDouble() < 0.08 ? 0 : Math.Pow(10, -8 + 7 * random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1);
        int l = random.Next(features);
        if (Is("noise next to a variance"))
            x = real[l] * (1 + off);
        else if (Is("left side of the claim"))
            x = Math.Max(0, 0.5 * (real[l] - fake[l] + alpha * fake[l]) * (1 + off));
        else if (Is("determinant of the claim") && Determinant(real[l], fake[l], alpha) is { } root)
            x = root * (1 + off);
        else if (Is("Hopf line of Locked"))
            alpha = (real[l] + fake[l]) / fake[l] * (1 + off);
        else if (Is("no noise"))
            x = 0;
        else if (Is("nearly no noise"))
            x = Math.Pow(10, -14 + 13 * random.NextDouble());
        if (Is("one noise alone"))
            split = random.Next(2);
        int batch = random.Next(4) == 0 ? 4 : 1;
        double square = 2 * x * batch / tau;
        var gan = new GanParameters(real, fake, tau, alpha * tau, Math.Sqrt(square * split), Math.Sqrt(square * (1 - split)), batch);
        MacroState start = MacroState.NearOrigin(gan, random.NextDouble() < 0.6 ? 0.03 : 0.5, random.Next(1, 1_000_000));
        if (Is("start with vanishing overlaps", StartAsWell))
            start = WithoutSome(start, random);
        return new DelicatePoint(index, gan, start, [.. ways]);
    }

    /// <summary>A root of the determinant x² − x(Λ − Λ̃ + αΛ̃) + αΛΛ̃, where P = I changes its stability.</summary>
    private static double? Determinant(double real, double fake, double alpha)
    {
        double half = 0.5 * (real - fake + alpha * fake), square = half * half - alpha * real * fake;
        return square >= 0 && half > 0 ? half + Math.Sqrt(square) : null;
    }

    /// <summary>The start with rows, columns or entries of P, q and r set to zero, as far as there are such vectors.</summary>
    private static MacroState WithoutSome(MacroState start, Random random)
    {
        int d = start.FeatureCount, k = random.Next(d);
        double[] p = [.. start.PValues], q = [.. start.QValues], r = [.. start.RValues], s = new double[d * d];
        for (int i = 0; i < d; i++)
            s[i * d + i] = 1;
        switch (random.Next(5))
        {
            case 0:
                Array.Clear(p);
                break;
            case 1:
                Array.Clear(q);
                break;
            case 2:
                // the plane without one feature
                Array.Clear(p, k * d, d);
                q[k] = 0;
                break;
            case 3:
                // the plane without one column
                for (int i = 0; i < d; i++)
                    p[i * d + k] = 0;
                r[k] = 0;
                break;
            default:
                r[k] = 0;
                break;
        }
        try
        {
            return MacroState.Create(p.AsSpan(), q.AsSpan(), r.AsSpan(), s.AsSpan());
        }
        catch (ArgumentException)
        {
            // no vectors have these overlaps: smaller ones exist always
            return MacroState.Create(Scaled(p).AsSpan(), Scaled(q).AsSpan(), Scaled(r).AsSpan(), s.AsSpan());
        }
    }

    private static double[] Scaled(double[] values) => [.. values.Select(v => 0.05 * v)];

    private static string List(ReadOnlySpan<double> values)
    {
        var words = new string[values.Length];
        for (int i = 0; i < words.Length; i++)
            words[i] = values[i].ToString("R", CultureInfo.InvariantCulture);
        return string.Join(',', words);
    }
}
