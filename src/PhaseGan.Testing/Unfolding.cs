using System.Collections.Immutable;

namespace PhaseGan.Testing;

/// <summary>
/// A family of fields with a fixed point that is known in closed form and one bifurcation of it at a known place, of codimension one or two, with its normal form: what programs that follow fixed points can be tested on. Further
/// directions, coordinates, the rate of time at each place, and the mixture of the parameters are random. All are drawn from a seed.
/// </summary>
public sealed class Unfolding
{
    /// <summary>Half of the window in the larger part of μ and κ.</summary>
    private const double Half = 0.5;

    private readonly UnfoldingPlan _plan;
    private readonly BentCoordinates _inner, _outer;
    private readonly double[][] _drift;
    private readonly double[] _matrix, _origin;
    private readonly double _rate;

    private Unfolding(UnfoldingKind kind, int seed)
    {
        (Kind, Seed) = (kind, seed);
        var random = new SplitMix(seed);
        _plan = UnfoldingPlan.Draw(kind, ref random);
        int n = _plan.Dimension;
        _inner = BentCoordinates.Rotated(BentCoordinates.Rotation(n, ref random), BentCoordinates.Quadratic(n, ref random));
        _outer = Stretched(n, ref random);
        _drift = [Vector(n, 0.2, ref random), Vector(n, 0.2, ref random)];
        double[] slopes = Vector(n, 0.15, ref random);
        _rate = 0.5 + 1.5 * random.NextUniform();
        double a = Signed(0.5, 2, ref random), d = Signed(0.5, 2, ref random), b = 0.3 * (random.NextUniform() - 0.5) * d, c = 0.3 * (random.NextUniform() - 0.5) * a;
        (_matrix, _origin) = ([a, b, c, d], [2 * random.NextUniform() - 1, 2 * random.NextUniform() - 1]);
        Family = FieldFamily.Of("p", "q", (p, q) =>
        {
            (double mu, double kappa) = UnfoldedOf([p, q]);
            return new RetimedField(new BentField(new BentField(_plan.At(mu, kappa), _inner), _outer), Offset(mu, kappa), _rate, slopes);
        });
    }

    /// <summary>The bifurcation.</summary>
    public UnfoldingKind Kind { get; }

    /// <summary>The seed it was drawn from.</summary>
    public int Seed { get; }

    /// <summary>The family over two parameters, whose affine functions are μ and κ. Kinds in one parameter have their bifurcation at μ = 0 for every κ, those in two at μ = κ = 0.</summary>
    public FieldFamily Family { get; }

    /// <summary>The parameters at which <see cref="Point"/> is a fixed point. From there the bifurcation is met while the first parameter varies, and with two pairs that of the second one while the second parameter does.</summary>
    public ImmutableArray<double> At => ParametersOf(_plan.Start.Mu, _plan.Start.Kappa);

    /// <summary>Lower ends of ranges of the parameters in which all that is said here holds.</summary>
    public ImmutableArray<double> Lower => [_origin[0] - Half / Math.Abs(_matrix[0]), _origin[1] - Half / Math.Abs(_matrix[3])];

    /// <summary>Upper ends of the ranges.</summary>
    public ImmutableArray<double> Upper => [_origin[0] + Half / Math.Abs(_matrix[0]), _origin[1] + Half / Math.Abs(_matrix[3])];

    /// <summary>A fixed point at <see cref="At"/>.</summary>
    public ImmutableArray<double> Point => StateOf(_plan.Rest(), _plan.Start.Mu, _plan.Start.Kappa);

    /// <summary>The frequencies ω &gt; 0 of the pairs ±iω at the bifurcation, the largest first.</summary>
    public ImmutableArray<double> Frequencies => [.. _plan.Frequencies.Select(w => w * _rate)];

    /// <summary>
    /// The coefficient of the normal form for a vector of length 1, as of <see cref="NormalForm.Coefficient"/>; null with two pairs. The sign is free of a fold, a crossing, a double zero and of a zero with a pair.
    /// </summary>
    public double? Coefficient
    {
        get
        {
            if (Kind == UnfoldingKind.DoubleHopf || _plan.Coefficient is not var (value, power))
                return null;
            return value * (Kind == UnfoldingKind.BogdanovTakens ? _rate * _rate : _rate) / Math.Pow(Length(), power);
        }
    }

    /// <summary>Double zero: b, whose sign goes with that of <see cref="Coefficient"/>. Zero and pair: E of <see cref="ZeroHopfForm"/>. Null else.</summary>
    public double? SecondCoefficient => _plan.Second * _rate / Math.Pow(Length(), Kind == UnfoldingKind.ZeroHopf ? 2 : 1);

    /// <summary>Zero and pair: s and θ of <see cref="ZeroHopfForm"/>. Two pairs: θ and δ of <see cref="DoubleHopfForm"/>. Null else.</summary>
    public (double First, double Second)? Ratios => _plan.Ratios;

    /// <summary>The unfolding of a kind and a seed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="seed">The seed; the same one gives the same fields on every platform.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is none of the kinds.</exception>
    public static Unfolding Draw(UnfoldingKind kind, int seed) => new(kind, seed);

    /// <summary>μ and κ of both parameters.</summary>
    /// <param name="parameters">The parameters, two.</param>
    public (double Mu, double Kappa) UnfoldedOf(IReadOnlyList<double> parameters)
    {
        double p = parameters[0] - _origin[0], q = parameters[1] - _origin[1];
        return (_matrix[0] * p + _matrix[1] * q, _matrix[2] * p + _matrix[3] * q);
    }

    /// <summary>Both parameters at μ and κ.</summary>
    /// <param name="mu">μ.</param>
    /// <param name="kappa">κ.</param>
    public ImmutableArray<double> ParametersOf(double mu, double kappa)
    {
        double determinant = _matrix[0] * _matrix[3] - _matrix[1] * _matrix[2];
        return [_origin[0] + (_matrix[3] * mu - _matrix[1] * kappa) / determinant, _origin[1] + (_matrix[0] * kappa - _matrix[2] * mu) / determinant];
    }

    /// <summary>The coordinates of the equations as the kinds state them: x, u and v, or real and imaginary parts of w; further directions after those.</summary>
    /// <param name="state">A state.</param>
    /// <param name="parameters">Both parameters.</param>
    public ImmutableArray<double> StraightOf(IReadOnlyList<double> state, IReadOnlyList<double> parameters)
    {
        (double mu, double kappa) = UnfoldedOf(parameters);
        double[] x = [.. state];
        VectorMath.AddMultiple(x, -1, Offset(mu, kappa));
        return [.. _inner.StraightOf(_outer.StraightOf(x))];
    }

    private ImmutableArray<double> StateOf(double[] straight, double mu, double kappa)
    {
        double[] y = _outer.StateOf(_inner.StateOf(straight));
        VectorMath.AddMultiple(y, 1, Offset(mu, kappa));
        return [.. y];
    }

    private double[] Offset(double mu, double kappa)
    {
        double[] offset = [.. _drift[0].Select(x => mu * x)];
        VectorMath.AddMultiple(offset, kappa, _drift[1]);
        return offset;
    }

    /// <summary>The length of ∂/∂x, or of ∂/∂w, at the fixed point: w = Re ξ(1, −i).</summary>
    private double Length()
    {
        double[] origin = new double[_plan.Dimension], middle = _inner.StateOf(origin);
        double sum = 0;
        for (int i = 0; i < (_plan.BeginsComplex ? 2 : 1); i++)
        {
            var vector = new double[origin.Length];
            vector[i] = _plan.BeginsComplex ? 0.5 : 1;
            sum += VectorMath.SumOfSquares(_outer.Carried(middle, _inner.Carried(origin, vector)));
        }
        return Math.Sqrt(sum);
    }

    private static BentCoordinates Stretched(int n, ref SplitMix random)
    {
        double[] rotation = BentCoordinates.Rotation(n, ref random), linear = new double[n * n], inverse = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            double stretch = 0.6 + random.NextUniform();
            for (int j = 0; j < n; j++)
                (linear[i * n + j], inverse[j * n + i]) = (stretch * rotation[i * n + j], rotation[i * n + j] / stretch);
        }
        return new BentCoordinates(linear, inverse, BentCoordinates.Quadratic(n, ref random));
    }

    private static double[] Vector(int n, double size, ref SplitMix random)
    {
        var vector = new double[n];
        for (int i = 0; i < n; i++)
            vector[i] = size * random.NextNormal();
        return vector;
    }

    private static double Signed(double low, double high, ref SplitMix random) => (random.NextUniform() < 0.5 ? -1 : 1) * (low + (high - low) * random.NextUniform());

    /// <summary>The kind and the seed.</summary>
    public override string ToString() => $"{Kind}, seed {Seed}";
}
