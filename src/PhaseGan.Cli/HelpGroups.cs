using System.CommandLine;
using System.CommandLine.Help;

namespace PhaseGan.Cli;

/// <summary>The headings of the help: commands by what they are for, options by what they decide.</summary>
internal static class HelpGroups
{
    private const string Own = "Options";
    private const string Trainings = "Simulated trainings";

    private static readonly (string Heading, string[] Names)[] s_commands =
    [
        ("See what training does", ["diagram", "classify", "attractor", "trajectory", "simulate", "particles", "codes"]),
        ("See why", ["check", "map", "branch", "curve", "boundaries", "prove"]),
        ("Long sweeps, in parts and on clusters", ["status", "merge", "slurm"]),
        ("Your shell", ["completion"]),
    ];

    private static readonly (string Heading, string[] Names)[] s_options =
    [
        ("Model", ["--lambda", "--lambda-fake", "--tau", "--tau-tilde", "--eta", "--eta-t", "--eta-g", "--batch"]),
        ("Training rule",
        [
            "--loss", "--regulariser", "--strength", "--latent", "--penalty", "--penalty-real", "--penalty-fake", "--multiplier-real", "--multiplier-fake", "--instance-noise", "--noisy-generator",
            "--discriminator-steps", "--momentum", "--momentum-generator", "--extragradient", "--clip", "--normalised-gradient", "--sign-gradient", "--slow-momentum", "--slow-momentum-generator", "--discriminator-features", "--discriminator-norms",
        ]),
        ("Learned codes", ["--code-rate", "--code-scales", "--code-matrix", "--signs"]),
        ("Start", ["--epsilon", "--seed", "--start-seed", "--p0", "--q0", "--r0", "--s0", "--z0"]),
        ("Labels", ["--method", "--refine"]),
        (Trainings, ["--n", "--engine", "--replicas", "--training-seed", "--windows", "--max-steps"]),
        ("Work", ["--threads", "--max-evaluations", "--native-linear-algebra"]),
        ("Stored sweeps", ["--store", "--resume", "--shard"]),
        ("Files and formats", ["--input", "--output", "--out", "--figure", "--cycles", "--certificates", "--plotly", "--picture", "--format"]),
    ];

    /// <summary>The commands of the program, each once, under headings in order; what has none yet comes last.</summary>
    public static IEnumerable<(string Heading, Command[] Commands)> Of(IReadOnlyList<Command> commands) =>
        s_commands.Select(g => (g.Heading, Commands: g.Names.Select(n => commands.FirstOrDefault(c => c.Name == n)).OfType<Command>().ToArray()))
            .Append(("More", [.. commands.Where(c => !s_commands.Any(g => g.Names.Contains(c.Name)))]))
            .Where(g => g.Item2.Length > 0);

    /// <summary>The options of a command, each once, under headings: first those that no other command has, and at the end the help.</summary>
    public static IEnumerable<(string Heading, Option[] Options)> Of(Command command)
    {
        Option[] options = [.. command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive))).Where(o => !o.Hidden)];
        string[] headings = [Own, .. s_options.Select(g => g.Heading), "Help"];
        return headings.Select(h => (h, options.Where(o => Heading(o, options) == h).ToArray())).Where(g => g.Item2.Length > 0);
    }

    private static string Heading(Option option, Option[] all) => option switch
    {
        HelpOption or VersionOption => "Help",
        // a command that simulates has a seed of its trainings beside the one of their start
        { Name: "--seed" } when all.Any(o => o.Name == "--start-seed") => Trainings,
        _ => s_options.FirstOrDefault(g => g.Names.Contains(option.Name)).Heading ?? Own,
    };
}
