using System.Numerics;

namespace PhaseGan.Testing;

/// <summary>The equations of an <see cref="Unfolding"/> in straight coordinates, those of the centre first, with what is known of its normal form there.</summary>
internal sealed class UnfoldingPlan
{
    /// <summary>Where branches begin: at values of μ and κ this large.</summary>
    private const double StartOfMu = 0.3, StartOfKappa = 0.2;

    private readonly List<bool> _isComplex = [];
    private readonly List<(int Variable, Func<double, double, Complex> Coefficient, int[] Powers)> _terms = [];
    private readonly List<(Complex Rate, double Slope, double Bend)> _others = [];
    private double _root;

    /// <summary>μ and κ at the start.</summary>
    public (double Mu, double Kappa) Start { get; private set; } = (StartOfMu, StartOfKappa);

    /// <summary>ω of the pairs, the larger first.</summary>
    public double[] Frequencies { get; private set; } = [];

    /// <summary>The coefficient of the normal form for vectors ∂/∂x and ∂/∂w, and the power of their length in it.</summary>
    public (double Value, int Power)? Coefficient { get; private set; }

    /// <summary>Double zero: b. Zero and pair: E.</summary>
    public double? Second { get; private set; }

    /// <summary>Zero and pair: s and θ. Two pairs: θ and δ.</summary>
    public (double First, double Second)? Ratios { get; private set; }

    /// <summary>Coordinates of the centre.</summary>
    public int Centre { get; private set; }

    /// <summary>All coordinates.</summary>
    public int Dimension => _isComplex.Sum(c => c ? 2 : 1);

    /// <summary>Whether the first variable is complex.</summary>
    public bool BeginsComplex => _isComplex[0];

    /// <summary>The plan of a kind.</summary>
    public static UnfoldingPlan Draw(UnfoldingKind kind, ref SplitMix random)
    {
        var plan = new UnfoldingPlan();
        switch (kind)
        {
            case UnfoldingKind.Fold or UnfoldingKind.Transcritical or UnfoldingKind.Pitchfork or UnfoldingKind.Cusp:
                plan.Line(kind, ref random);
                break;
            case UnfoldingKind.Hopf or UnfoldingKind.GeneralizedHopf:
                plan.Pair(kind, ref random);
                break;
            case UnfoldingKind.BogdanovTakens:
                plan.DoubleZero(ref random);
                break;
            case UnfoldingKind.ZeroHopf:
                plan.ZeroAndPair(ref random);
                break;
            case UnfoldingKind.DoubleHopf:
                plan.TwoPairs(ref random);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "must be a kind of bifurcation");
        }
        plan.Centre = plan.Dimension;
        plan.Others(ref random);
        return plan;
    }

    /// <summary>The field at values of μ and κ.</summary>
    public UnfoldedField At(double mu, double kappa)
    {
        int width = 2 * _isComplex.Count;
        return new UnfoldedField([.. _isComplex], [.. _terms.Select(t => (t.Variable, t.Coefficient(mu, kappa), (int[])[.. t.Powers, .. new int[width - t.Powers.Length]]))]);
    }

    /// <summary>The fixed point at the start.</summary>
    public double[] Rest()
    {
        var rest = new double[Dimension];
        rest[0] = _root;
        int place = Centre;
        foreach ((Complex rate, double slope, double bend) in _others)
        {
            Complex there = -bend * _root * _root / (rate + slope * _root);
            rest[place++] = there.Real;
            if (rate.Imaginary != 0)
                rest[place++] = there.Imaginary;
        }
        return rest;
    }

    private void Line(UnfoldingKind kind, ref SplitMix random)
    {
        double sign = Sign(ref random), more = Between(-0.15, 0.15, ref random);
        _isComplex.Add(false);
        switch (kind)
        {
            case UnfoldingKind.Fold:
                Add(0, (mu, _) => sign * mu);
                Add(0, (_, _) => -sign, 2, 0);
                Add(0, (_, _) => more, 3, 0);
                Coefficient = (1, 1);
                _root = Root(x => (sign * (StartOfMu - x * x) + more * x * x * x, -2 * sign * x + 3 * more * x * x), Math.Sqrt(StartOfMu));
                break;
            case UnfoldingKind.Transcritical:
                Add(0, (mu, _) => sign * mu, 1, 0);
                Add(0, (_, _) => -sign, 2, 0);
                Add(0, (_, _) => more, 3, 0);
                Coefficient = (1, 1);
                break;
            case UnfoldingKind.Pitchfork:
                double side = Sign(ref random);
                Add(0, (mu, _) => side * mu, 1, 0);
                Add(0, (_, _) => sign, 3, 0);
                Add(0, (_, _) => more, 5, 0);
                Coefficient = (sign, 2);
                break;
            default:
                // folds are at -sign κ > 0
                Start = (StartOfMu, -sign * StartOfKappa);
                Add(0, (mu, _) => mu);
                Add(0, (_, kappa) => kappa, 1, 0);
                Add(0, (_, _) => sign, 3, 0);
                Add(0, (_, _) => more, 4, 0);
                Coefficient = (sign, 2);
                _root = Root(x => (StartOfMu + Start.Kappa * x + sign * x * x * x + more * x * x * x * x, Start.Kappa + 3 * sign * x * x + 4 * more * x * x * x), -sign);
                break;
        }
    }

    private void Pair(UnfoldingKind kind, ref SplitMix random)
    {
        double omega = Between(0.7, 1.7, ref random), side = kind == UnfoldingKind.Hopf ? Sign(ref random) : 1;
        Complex third = new(Sign(ref random) * Between(0.3, 1, ref random), Between(-0.5, 0.5, ref random)), fifth = new(Sign(ref random) * Between(0.3, 1, ref random), Between(-0.3, 0.3, ref random));
        bool isPlain = kind == UnfoldingKind.Hopf;
        _isComplex.Add(true);
        Frequencies = [omega];
        Start = (StartOfMu, Sign(ref random) * StartOfKappa);
        Add(0, (mu, _) => new Complex(side * mu, omega), 1, 0);
        Add(0, (_, kappa) => isPlain ? third : new Complex(kappa, third.Imaginary), 2, 1);
        Add(0, (_, _) => fifth, 3, 2);
        Coefficient = isPlain ? (third.Real, 2) : (fifth.Real, 4);
    }

    private void DoubleZero(ref SplitMix random)
    {
        double a = Sign(ref random) * Between(0.5, 1, ref random), b = Sign(ref random) * Between(0.5, 1, ref random), more = Between(-0.1, 0.1, ref random), most = Between(-0.1, 0.1, ref random);
        double mu = -Math.Sign(a) * StartOfMu;
        _isComplex.AddRange([false, false]);
        Start = (mu, Sign(ref random) * StartOfKappa);
        Add(0, (_, _) => 1, 0, 0, 1, 0);
        Add(1, (m, _) => m);
        Add(1, (_, kappa) => kappa, 0, 0, 1, 0);
        Add(1, (_, _) => a, 2, 0);
        Add(1, (_, _) => b, 1, 0, 1, 0);
        Add(1, (_, _) => more, 3, 0);
        Add(1, (_, _) => most, 2, 0, 1, 0);
        (Coefficient, Second) = ((a, 1), b);
        _root = Root(u => (mu + a * u * u + more * u * u * u, 2 * a * u + 3 * more * u * u), Math.Sqrt(-mu / a));
    }

    private void ZeroAndPair(ref SplitMix random)
    {
        double omega = Between(0.7, 1.7, ref random), a = Sign(ref random) * Between(0.5, 1, ref random), b = Sign(ref random) * Between(0.3, 1, ref random), mu = -Math.Sign(a) * StartOfMu;
        Complex c = new(Sign(ref random) * Between(0.5, 1, ref random), Between(-0.3, 0.3, ref random));
        // small enough that the coefficient f - (c + 2ex)(b + dx)/(2ax + 3gx²) of the Hopf points does not vanish in the window
        double g = Between(-0.1, 0.1, ref random), d = 0.2 * b * Between(-1, 1, ref random);
        Complex e = new(0.1 * c.Real * Between(-1, 1, ref random), Between(-0.3, 0.3, ref random)), f = new(0.5 * c.Real * b / a * Sign(ref random) * Between(0.1, 0.35, ref random), Between(-0.3, 0.3, ref random));
        _isComplex.AddRange([false, true]);
        Frequencies = [omega];
        Start = (mu, Sign(ref random) * StartOfKappa);
        Add(0, (m, _) => m);
        Add(0, (_, _) => a, 2, 0);
        Add(0, (_, _) => b, 0, 0, 1, 1);
        Add(0, (_, _) => g, 3, 0);
        Add(0, (_, _) => d, 1, 0, 1, 1);
        Add(1, (_, kappa) => new Complex(kappa, omega), 0, 0, 1, 0);
        Add(1, (_, _) => c, 1, 0, 1, 0);
        Add(1, (_, _) => e, 2, 0, 1, 0);
        Add(1, (_, _) => f, 0, 0, 2, 1);
        // with w = √2 w₁: G₂₀₀ = 2a, G₀₁₁ = 2b, G₁₁₀ = c, G₃₀₀ = 6g, G₁₁₁ = 2d, G₂₁₀ = 2e, G₀₂₁ = 4f
        Coefficient = (2 * a, 1);
        Second = 2 * e.Real + c.Real * (2 * f.Real / b - 3 * g / a + d / b) - 2 * f.Real * a / b;
        Ratios = (Math.Sign(a * b), 0.5 * c.Real / a);
        _root = Root(x => (mu + a * x * x + g * x * x * x, 2 * a * x + 3 * g * x * x), Math.Sqrt(-mu / a));
    }

    private void TwoPairs(ref SplitMix random)
    {
        // the ratio of the frequencies is none of the low resonances
        double omega = Between(0.9, 1.7, ref random), other = omega / Between(2.2, 2.4, ref random);
        var p = new Complex[4];
        for (int k = 0; k < 4; k++)
            p[k] = new Complex(Sign(ref random) * Between(0.3, 1, ref random), Between(-0.3, 0.3, ref random));
        _isComplex.AddRange([true, true]);
        Frequencies = [omega, other];
        Add(0, (mu, _) => new Complex(mu, omega), 1, 0);
        Add(0, (_, _) => p[0], 2, 1);
        Add(0, (_, _) => p[1], 1, 0, 1, 1);
        Add(1, (_, kappa) => new Complex(kappa, other), 0, 0, 1, 0);
        Add(1, (_, _) => p[2], 1, 1, 1, 0);
        Add(1, (_, _) => p[3], 0, 0, 2, 1);
        Coefficient = (p[0].Real, 2);
        Ratios = (p[1].Real / p[3].Real, p[2].Real / p[0].Real);
    }

    /// <summary>Further directions, up to two coordinates, along which motions decay or grow; they feel the centre and do not act on it.</summary>
    private void Others(ref SplitMix random)
    {
        int choice = (int)(4 * random.NextUniform());
        for (int k = 0; k < (choice == 3 ? 1 : choice); k++)
        {
            Complex rate = new(Sign(ref random) * Between(0.6, 1.6, ref random), choice == 3 ? Between(0.5, 1.5, ref random) : 0);
            double slope = Between(-0.3, 0.3, ref random), bend = Between(-0.5, 0.5, ref random);
            int variable = _isComplex.Count;
            _isComplex.Add(choice == 3);
            int[] one = new int[2 * variable + 2];
            one[2 * variable] = 1;
            Add(variable, (_, _) => rate, one);
            Add(variable, (_, _) => bend, 2, 0);
            if (!BeginsComplex)
                Add(variable, (_, _) => slope, [1, .. one.Skip(1)]);
            _others.Add((rate, slope, bend));
        }
    }

    private void Add(int variable, Func<double, double, Complex> coefficient, params int[] powers) => _terms.Add((variable, coefficient, powers));

    private static double Root(Func<double, (double Value, double Slope)> function, double from)
    {
        double x = from;
        for (int k = 0; k < 60; k++)
        {
            (double value, double slope) = function(x);
            x -= value / slope;
        }
        return x;
    }

    private static double Between(double low, double high, ref SplitMix random) => low + (high - low) * random.NextUniform();

    private static double Sign(ref SplitMix random) => random.NextUniform() < 0.5 ? -1 : 1;
}
