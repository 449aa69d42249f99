using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The reduced ODE (13) over intervals of one of its parameters, with the derivatives that proofs of branches, folds and Hopf points need: the formulas of <see cref="ReducedOde"/> with intervals that carry derivatives.</summary>
/// <remarks>
/// Coordinates can be held, such as those that vanish all over a family and those that tell its members: then the field is over the others alone, and what is proved is proved within them.
/// </remarks>
public sealed unsafe class EnclosedFamily : IIntervalFamily
{
    private readonly string _name;
    private readonly int[] _kept;
    private readonly Interval[] _held;

    /// <summary>Makes the family.</summary>
    /// <param name="parameters">All parameters; the one that moves is replaced.</param>
    /// <param name="name">Which moves: alpha (τ̃ = ατ), tau (with τ̃ held), tau-tilde, eta (both noises), eta-t or eta-g.</param>
    /// <param name="held">Coordinates that are held, from 0, with their values. Default none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">The name is none of these.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate that is held is no coordinate, or its value is not finite; or all are held.</exception>
    public EnclosedFamily(ParameterBox parameters, string name, IReadOnlyDictionary<int, double>? held = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(name);
        if (!Names.Contains(name))
            throw new ArgumentException($"name must be one of {string.Join(", ", Names)}; got '{name}'", nameof(name));
        (Parameters, _name) = (parameters, name);
        int n = ReducedEquations.Dimension(parameters.FeatureCount);
        _held = new Interval[n];
        foreach ((int place, double value) in held ?? ImmutableDictionary<int, double>.Empty)
            _held[(int)Guard.InRange(place, 0, n - 1, "a coordinate", nameof(held))] = Guard.Finite(value, "a coordinate", nameof(held));
        _kept = [.. Enumerable.Range(0, n).Where(i => held is null || !held.ContainsKey(i))];
        Guard.AtLeast(_kept.Length, 1, "the number of coordinates that are not held", nameof(held));
    }

    /// <summary>Names of the parameters that may move.</summary>
    public static ImmutableArray<string> Names { get; } = ["alpha", "tau", "tau-tilde", "eta", "eta-t", "eta-g"];

    /// <summary>The parameters; the one that moves has no meaning in them.</summary>
    public ParameterBox Parameters { get; }

    /// <summary>The name of the parameter that moves.</summary>
    public string Name => _name;

    /// <summary>Number of coordinates that are not held.</summary>
    public int Dimension => _kept.Length;

    /// <inheritdoc/>
    public IIntervalField At(Interval parameter)
    {
        // where the parameter leaves its range nothing is known
        if (!parameter.IsFinite || !(_name.StartsWith("eta", StringComparison.Ordinal) ? parameter.Low >= 0 : parameter.Low > 0))
            return new UnknownField(_kept.Length);
        ParameterBox box = Parameters;
        Interval tau = _name == "tau" ? parameter : box.DiscriminatorRate;
        Interval rate = _name switch { "alpha" => parameter * tau, "tau-tilde" => parameter, _ => box.GeneratorRate };
        var field = new EnclosedOde(new ParameterBox(
            box.RealVariances, box.FakeVariances, tau, rate, _name is "eta" or "eta-t" ? parameter : box.RealNoise, _name is "eta" or "eta-g" ? parameter : box.FakeNoise, box.BatchSize));
        return _kept.Length == field.Dimension ? field : new CoordinateField(field, _kept, _held);
    }

    /// <inheritdoc/>
    public void EncloseSlope(Interval parameter, ReadOnlySpan<Interval> y, Span<Interval> slope)
    {
        HyperInterval[] result = Evaluate(State(y), Numbers(new(parameter, 1, 0, 0)));
        for (int i = 0; i < _kept.Length; i++)
            slope[i] = result[_kept[i]].First;
    }

    /// <inheritdoc/>
    public void EncloseSecond(Interval parameter, ReadOnlySpan<Interval> y, ReadOnlySpan<Interval> v, Span<Interval> second)
    {
        int n = _kept.Length;
        Guard.Length(v.Length, n, "a vector", nameof(v));
        HyperInterval[] state = State(y);
        for (int i = 0; i < n; i++)
            state[_kept[i]] = new(y[i], v[i], 0, 0);
        for (int j = 0; j <= n; j++)
        {
            if (j < n)
                state[_kept[j]] = new(y[j], v[j], 1, 0);
            HyperInterval[] result = Evaluate(state, Numbers(new(parameter, 0, j == n ? 1 : 0, 0)));
            if (j < n)
                state[_kept[j]] = new(y[j], v[j], 0, 0);
            for (int i = 0; i < n; i++)
                second[i * (n + 1) + j] = result[_kept[i]].Mixed;
        }
    }

    /// <summary>The parameters and the one that moves.</summary>
    public override string ToString() => $"ODE (13) over {_name} and {Parameters}";

    private HyperInterval[] State(ReadOnlySpan<Interval> y)
    {
        Guard.Length(y.Length, _kept.Length, "a box of states", nameof(y));
        HyperInterval[] state = [.. _held.Select(v => new HyperInterval(v, 0, 0, 0))];
        for (int i = 0; i < _kept.Length; i++)
            state[_kept[i]] = new(y[i], 0, 0, 0);
        return state;
    }

    /// <summary>The numbers of the equations, with the derivatives of the parameter that moves.</summary>
    private HyperInterval[] Numbers(HyperInterval moved)
    {
        ParameterBox box = Parameters;
        int d = box.FeatureCount;
        HyperInterval one = HyperInterval.All(1), tau = _name == "tau" ? moved : Constant(box.DiscriminatorRate);
        HyperInterval real = _name is "eta" or "eta-t" ? moved : Constant(box.RealNoise), fake = _name is "eta" or "eta-g" ? moved : Constant(box.FakeNoise);
        HyperInterval share = tau / HyperInterval.All(2.0 * box.BatchSize);
        var numbers = new HyperInterval[ReducedEquations.ParameterCount(d)];
        numbers[ReducedEquations.Tau] = tau;
        numbers[ReducedEquations.TauTilde] = _name switch { "alpha" => moved * tau, "tau-tilde" => moved, _ => Constant(box.GeneratorRate) };
        numbers[ReducedEquations.FakeGain] = one - share * fake;
        numbers[ReducedEquations.RealGain] = one + share * real;
        numbers[ReducedEquations.Noise] = share * (real * real + fake * fake);
        for (int l = 0; l < d; l++)
            (numbers[ReducedEquations.Real + l], numbers[ReducedEquations.Real + d + l]) = (Constant(box.RealVariances[l]), Constant(box.FakeVariances[l]));
        return numbers;

        static HyperInterval Constant(Interval value) => new(value, 0, 0, 0);
    }

    private HyperInterval[] Evaluate(HyperInterval[] state, HyperInterval[] numbers)
    {
        var result = new HyperInterval[state.Length];
        fixed (HyperInterval* parameters = numbers, from = state, to = result)
            ReducedEquations.Evaluate(Parameters.FeatureCount, parameters, from, to);
        return result;
    }

    private sealed class UnknownField(int n) : IIntervalField
    {
        public int Dimension => n;

        public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative) => derivative[..n].Fill(Interval.Entire);

        public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian) => jacobian[..(n * n)].Fill(Interval.Entire);
    }
}
