using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>Where trajectories start: a generic seeded state near the origin, or overlaps given one by one.</summary>
internal sealed class StartOptions
{
    private readonly Option<double> _epsilon = Values.Positive("--epsilon", "Size of the overlaps of the generic start, at most 1.", 0.03);
    private readonly Option<int> _seed;
    private readonly Option<double[]> _p0 = Values.Overlaps("--p0", "P of the start, row-major; with --q0 and --r0, instead of the generic start.");
    private readonly Option<double[]> _q0 = Values.Overlaps("--q0", "q of the start.");
    private readonly Option<double[]> _r0 = Values.Overlaps("--r0", "r of the start.");
    private readonly Option<double[]> _s0 = Values.Overlaps("--s0", "S of the start, row-major; its diagonal is 1 without --strength [default: the identity]");
    private readonly Option<double> _z0 = Values.Positive("--z0", "z = w·w of the start, with --strength [default: 1]");

    /// <summary>Makes the options.</summary>
    /// <param name="seedName">What the seed of the generic start is called, where <c>--seed</c> means another.</param>
    public StartOptions(string seedName = "--seed")
    {
        _seed = Values.Whole(seedName, "Seed of the generic start.", minimum: null, fallback: 1);
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_epsilon, _seed, _p0, _q0, _r0, _s0, _z0])
            command.Options.Add(option);
    }

    /// <summary>The first option that was given; null if the start is the default one.</summary>
    public string? FirstGiven(ParseResult parse) => ((Option[])[_epsilon, _seed, _p0, _q0, _r0, _s0, _z0]).FirstOrDefault(parse.IsGiven)?.Name;

    /// <summary>Size and seed of the generic start.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="what">What has no other start, in words.</param>
    /// <exception cref="UsageException">Overlaps were given one by one, or the size is above 1.</exception>
    public (double Size, int Seed) Generic(ParseResult parse, string what)
    {
        if (((Option[])[_p0, _q0, _r0, _s0, _z0]).FirstOrDefault(parse.IsGiven) is { } stray)
            throw new UsageException($"{stray.Name} has no place with {what}, which starts near the origin: --epsilon and {_seed.Name} say where");
        double epsilon = parse.GetValue(_epsilon);
        return epsilon <= 1 ? (epsilon, parse.GetValue(_seed)) : throw new UsageException($"--epsilon is the size of an overlap and must be ≤ 1; got {Values.Text(epsilon)}");
    }

    /// <summary>The start that the user asked for.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="featureCount">d where it is known before the points are.</param>
    /// <param name="rule">The rule of training, which says whether vectors have unit length; they have if absent.</param>
    /// <exception cref="UsageException">There is no such start.</exception>
    public Start Read(ParseResult parse, int? featureCount = null, TrainingRule? rule = null)
    {
        int given = new Option[] { _p0, _q0, _r0 }.Count(parse.IsGiven);
        if (given == 0 && !parse.IsGiven(_s0) && !parse.IsGiven(_z0))
        {
            (double epsilon, int seed) = Generic(parse, "the generic start");
            return Spread(new Start(gan => MacroState.NearOrigin(gan, epsilon, seed), $"generic start of size {Values.Text(epsilon)}, seed {seed}"), rule);
        }
        if (given < 3)
            throw new UsageException($"--p0, --q0 and --r0 go together{(parse.IsGiven(_z0) ? ", and --z0 with them" : "")}");
        if (parse.IsGiven(_epsilon) || parse.IsGiven(_seed))
            throw new UsageException($"--epsilon and {_seed.Name} belong to the generic start; leave them out, or --p0, --q0 and --r0");
        double[] q = parse.GetRequiredValue(_q0);
        int k = rule?.DiscriminatorFeatures ?? 1;
        bool hasColumns = k > 1 && Math.Max(1, parse.GetRequiredValue(_p0).Length) is var square && q.Length == k * (int)Math.Round(Math.Sqrt(square));
        if (hasColumns)
            return Columns(parse, featureCount ?? q.Length / k, k, rule!);
        int d = featureCount ?? q.Length;
        double[] p = Sized(parse, _p0, d * d), r = Sized(parse, _r0, d), s = parse.IsGiven(_s0) ? Sized(parse, _s0, d * d) : [];
        Sized(parse, _q0, d);
        bool unitNorms = rule is null || rule.HasUnitNorms;
        double z = parse.Given(_z0) ?? 1;
        if (unitNorms)
            CheckUnit(parse, d, s);
        try
        {
            MacroState state = MacroState.Create(p.AsSpan(), q.AsSpan(), r.AsSpan(), s.AsSpan(), z);
            bool shown = d == 1 && parse.IsGiven(_s0) && !unitNorms;
            return Spread(new Start(_ => state, $"from {state}{(shown ? $", S = {Values.Text(state.S(0, 0))}" : "")}{(z != 1 ? $", z = {Values.Text(z)}" : "")}"), rule);
        }
        catch (ArgumentException)
        {
            throw new UsageException(unitNorms
                ? "no unit vectors have the overlaps of --p0, --q0, --r0 and --s0: their Gram matrix must be symmetric and positive semidefinite"
                : $"no vectors have the overlaps of --p0, --q0, --r0, --s0 and --z0 (S = I and z = 1 where they are not given): their Gram matrix must be symmetric and positive semidefinite");
        }
    }

    /// <summary>A start of one discriminator feature for a rule with several; if there is none, where it is made.</summary>
    private static Start Spread(Start start, TrainingRule? rule) => rule is not { DiscriminatorFeatures: > 1 and var k } ? start : new Start(gan => Spread(start.State(gan), k), $"{start.Text}, spread over {k} discriminator features");

    private static MacroState Spread(MacroState state, int features)
    {
        try
        {
            return state.Spread(features);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"the overlaps of the start with the discriminator are too large to be spread over {features} orthonormal features; give smaller ones, or --q0 and --r0 with an entry for each feature and each of {features}");
        }
    }

    /// <summary>Q and R whole, row-major.</summary>
    private Start Columns(ParseResult parse, int d, int k, TrainingRule rule)
    {
        double[] p = Sized(parse, _p0, d * d), q = Sized(parse, _q0, d * k), r = Sized(parse, _r0, d * k), s = parse.IsGiven(_s0) ? Sized(parse, _s0, d * d) : [];
        if (parse.IsGiven(_z0))
            throw new UsageException($"--z0 is for one discriminator feature; {k} start with Z = I");
        if (rule.HasUnitNorms)
            CheckUnit(parse, d, s);
        try
        {
            MacroState state = MacroState.Create(Matrix(p, d, d), Matrix(q, d, k), Matrix(r, d, k), s.Length > 0 ? Matrix(s, d, d) : null, z: null);
            return new Start(_ => state, $"from {state}");
        }
        catch (ArgumentException)
        {
            throw new UsageException("no vectors have the overlaps of --p0, --q0, --r0 and --s0 with Z = I: their Gram matrix must be symmetric and positive semidefinite");
        }
    }

    private static double[,] Matrix(double[] values, int rows, int columns)
    {
        var matrix = new double[rows, columns];
        Buffer.BlockCopy(values, 0, matrix, 0, values.Length * sizeof(double));
        return matrix;
    }

    /// <summary>Vectors of unit length have overlaps in [−1, 1], a unit diagonal of S and z = 1.</summary>
    private void CheckUnit(ParseResult parse, int d, double[] s)
    {
        if (parse.IsGiven(_z0) && parse.GetValue(_z0) is var z and not 1)
            throw new UsageException($"--z0 needs --strength: without it w has unit length and z = 1; got {Values.Text(z)}");
        foreach (Option<double[]> option in (Option<double[]>[])[_p0, _q0, _r0, _s0])
            foreach (double value in parse.IsGiven(option) ? parse.GetRequiredValue(option) : [])
                if (Math.Abs(value) > 1)
                    throw new UsageException($"{option.Name} is an overlap of unit vectors and must lie in [-1, 1]; got {Values.Text(value)}. Vectors of other lengths need --strength");
        for (int l = 0; l < d && s.Length > 0; l++)
            if (s[l * d + l] != 1)
                throw new UsageException($"--s0 must have a unit diagonal without --strength, which keeps the columns of V at unit length; got {Values.Text(s[l * d + l])}");
    }

    private static double[] Sized(ParseResult parse, Option<double[]> option, int length)
    {
        double[] values = parse.GetRequiredValue(option);
        return values.Length == length ? values : throw new UsageException($"{option.Name} must have {length} {(length == 1 ? "number" : "numbers")}; got {values.Length}");
    }
}
