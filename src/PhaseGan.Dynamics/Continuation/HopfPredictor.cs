using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Small cycles next to a Hopf point to second order: y = y₀ + 2r Re(q e^{iφ}) + r²(h₁₁ + Re(h₂₀ e^{2iφ})) + y₀′δp with δp = −Re G r²/Re λ′ and the frequency ω + Im λ′ δp + Im G r².
/// Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., sections 3.5 and 5.4.
/// </summary>
internal sealed class HopfPredictor
{
    /// <summary>The step of the difference for the rate of the eigenvalue, in units of the range.</summary>
    private const double Step = 1e-4;

    /// <summary>A component that is the largest but for rounding is as large.</summary>
    private const double SameSize = 0.999;

    private readonly Linearisation _at;
    private readonly double[][] _along;
    private readonly double[] _mean;
    private readonly Complex[] _vector, _harmonic;
    private readonly double _omega;

    private HopfPredictor(Linearisation at, double omega, double[][] along, double[] mean, Complex[] vector, Complex[] harmonic) =>
        (_at, _omega, _along, _mean, _vector, _harmonic) = (at, omega, along, mean, vector, harmonic);

    /// <summary>G of z′ = iωz + Gz|z|² with |q| = 1.</summary>
    public Complex Cubic { get; private init; }

    /// <summary>The rates of the eigenvalue λ by the parameters in units of their ranges, along the fixed points.</summary>
    public Complex[] Rates { get; private init; } = [];

    /// <summary>Beside a zero eigenvalue: by the parameters, ⟨p₀, f⟩ and the rate of that eigenvalue, along what the fixed points move by besides q₀.</summary>
    public (double Push, double Rate)[] Zero { get; private init; } = [];

    /// <summary>The predictor at a fixed point with eigenvalues ±iω; null where a derivative is missing, or with one parameter the pair does not cross the axis.</summary>
    /// <param name="frame">The family.</param>
    /// <param name="u">The fixed point in its units.</param>
    /// <param name="omega">ω.</param>
    /// <param name="zero">Where zero is an eigenvalue too, its vectors in coordinates of the field; else null.</param>
    public static HopfPredictor? At(BranchFrame frame, double[] u, double omega, (double[] Q, double[] P)? zero = null)
    {
        if (frame.Linearise(u, SlopeAccuracy.Exact, out _) is not { } at)
            return null;
        int n = frame.Dimension;
        double[] sizes = frame.Sizes;
        var derivatives = new FieldDerivatives(at.Field, at.Coordinates, sizes);
        (Complex[] q, Complex[] p) = NormalForms.Eigenvectors(at, omega);
        Complex turn = TurnToReal(q, sizes);
        for (int i = 0; i < n; i++)
            (q[i], p[i]) = (q[i] * turn, p[i] * turn);
        Complex[] conjugate = [.. q.Select(Complex.Conjugate)], twice = derivatives.Second(q, q);
        Func<double[], (double[] Solution, double Push)> solve = Solver(at, zero);
        double[] mean = [.. solve([.. derivatives.Second(q, conjugate).Zip(sizes, (x, s) => -x.Real / s)]).Solution.Zip(sizes, (x, s) => x * s)];
        var moves = new (double[] Solution, double Push)[frame.Varied];
        for (int j = 0; j < moves.Length; j++)
            moves[j] = solve([.. at.Slopes.AsSpan(j * n, n).ToArray().Select(x => -x)]);
        var shifted = new ShiftedLu(n, n);
        shifted.Factor(at.Jacobian, new Complex(0, 2 * omega));
        Complex[] harmonic = [.. twice.Zip(sizes, (x, s) => -x / s)];
        double length = shifted.Solve(harmonic);
        harmonic = [.. harmonic.Zip(sizes, (x, s) => x * length * s)];
        Complex[] cubic = derivatives.ThirdWithConjugate(q), withMean = derivatives.Second(q, [.. mean.Select(x => new Complex(x, 0))]), withHarmonic = derivatives.Second(conjugate, harmonic);
        Complex g = 0.5 * Product(p, [.. cubic.Select((c, i) => c + 2 * withMean[i] + withHarmonic[i])]);
        var rates = new Complex[moves.Length];
        var zeros = new (double, double)[zero is null ? 0 : moves.Length];
        for (int j = 0; j < rates.Length; j++)
        {
            if (Change(frame, u, moves[j].Solution, j) is not { } change)
                return null;
            rates[j] = Product(p, Image(frame, change, q));
            if (zero is var (q0, p0))
                zeros[j] = (-moves[j].Push, VectorMath.Dot(p0, [.. Image(frame, change, [.. q0.Select(x => new Complex(x, 0))]).Select(z => z.Real)]));
        }
        bool isKnown = VectorMath.AllFinite(mean) && double.IsFinite(g.Imaginary) && rates.All(Complex.IsFinite) && (rates.Length > 1 || double.IsFinite(-g.Real / rates[0].Real));
        return isKnown ? new HopfPredictor(at, omega, [.. moves.Select(m => m.Solution.Zip(sizes, (x, s) => x * s).ToArray())], mean, q, harmonic) { Cubic = g, Rates = rates, Zero = zeros } : null;
    }

    /// <summary>The same with one move more, along a vector beside the fixed points, by which the eigenvalue has a rate too.</summary>
    /// <param name="vector">The vector in coordinates of the field.</param>
    /// <param name="rate">The rate.</param>
    public HopfPredictor Beside(double[] vector, Complex rate) => new(_at, _omega, [.. _along, vector], _mean, _vector, _harmonic) { Cubic = Cubic, Rates = [.. Rates, rate], Zero = Zero };

    /// <summary>With one parameter, its move for a radius, in units of its range.</summary>
    public double ParameterMove(double radius) => -Cubic.Real / Rates[0].Real * radius * radius;

    /// <summary>The frequency for a radius and moves of the parameters.</summary>
    public double Frequency(double radius, ReadOnlySpan<double> moves)
    {
        double frequency = _omega + Cubic.Imaginary * radius * radius;
        for (int j = 0; j < moves.Length; j++)
            frequency += Rates[j].Imaginary * moves[j];
        return frequency;
    }

    /// <summary>The state at a share of the period.</summary>
    public double[] State(double radius, double share, ReadOnlySpan<double> moves)
    {
        Complex turn = Complex.FromPolarCoordinates(1, 2 * Math.PI * share);
        double square = radius * radius;
        double[] state = [.. _at.Coordinates.Select((y, i) => y + 2 * radius * (_vector[i] * turn).Real + square * (_mean[i] + (_harmonic[i] * turn * turn).Real))];
        for (int j = 0; j < moves.Length; j++)
            VectorMath.AddMultiple(state, moves[j], _along[j]);
        return state;
    }

    /// <summary>The direction 2 Re(q e^{iφ}) at a share of the period, and its derivative by φ.</summary>
    public (double[] Direction, double[] Velocity) First(double share)
    {
        Complex turn = Complex.FromPolarCoordinates(2, 2 * Math.PI * share);
        return ([.. _vector.Select(q => (q * turn).Real)], [.. _vector.Select(q => -(q * turn).Imaginary)]);
    }

    /// <summary>Solves Jx = b in units of the frame; beside a zero eigenvalue without the part ⟨p₀, b⟩ of b along q₀, the solution with ⟨p₀, x⟩ = 0.</summary>
    private static Func<double[], (double[] Solution, double Push)> Solver(Linearisation at, (double[] Q, double[] P)? zero)
    {
        if (zero is not var (q, p))
        {
            var factors = new ScaledLu(at.Jacobian, at.Dimension);
            return b => (factors.Solve(b), 0);
        }
        Complex[] right = [.. q.Zip(at.Sizes, (x, s) => new Complex(x / s, 0))], left = [.. p.Zip(at.Sizes, (x, s) => new Complex(x * s, 0))];
        return b =>
        {
            double push = left.Zip(b, (x, y) => x.Real * y).Sum();
            Complex[] load = [.. b.Zip(right, (x, z) => push * z - x)];
            return ([.. ShiftedSystem.Solve(at.Jacobian, at.Dimension, 0, load, right, left).Select(z => z.Real)], push);
        };
    }

    /// <summary>The rate of the Jacobian by a parameter along what the fixed points move by, by a difference.</summary>
    private static double[]? Change(BranchFrame frame, double[] u, double[] along, int parameter)
    {
        int n = frame.Dimension;
        double width = 0;
        var change = new double[n * n];
        foreach (double side in (double[])[1, -1])
        {
            double[] moved = [.. u];
            VectorMath.AddMultiple(moved.AsSpan(0, n), side * Step, along);
            moved[n + parameter] += side * Step;
            Linearisation? there = frame.Linearise(moved, SlopeAccuracy.None, out _);
            if (there is null && (there = frame.Linearise(u, SlopeAccuracy.None, out _)) is null)
                return null;
            width += there.Parameters[parameter] == frame.Parameters(u)[parameter] ? 0 : Step;
            VectorMath.AddMultiple(change, side, there.Jacobian);
        }
        VectorMath.Divide(change, width);
        return change;
    }

    private static Complex[] Image(BranchFrame frame, double[] change, Complex[] q)
    {
        int n = frame.Dimension;
        var image = new Complex[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                image[i] += change[i * n + j] * q[j] * (frame.Sizes[i] / frame.Sizes[j]);
        return image;
    }

    /// <summary>The turn that makes the first of the largest components, in units of the sizes, real: the phase at which cycles are cut depends on no unit.</summary>
    private static Complex TurnToReal(Complex[] q, double[] sizes)
    {
        double largest = Enumerable.Range(0, q.Length).Max(i => q[i].Magnitude / sizes[i]);
        Complex first = q[Enumerable.Range(0, q.Length).First(i => q[i].Magnitude / sizes[i] >= SameSize * largest)];
        return Complex.Conjugate(first) / first.Magnitude;
    }

    private static Complex Product(Complex[] a, Complex[] b)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < a.Length; i++)
            sum += Complex.Conjugate(a[i]) * b[i];
        return sum;
    }
}
