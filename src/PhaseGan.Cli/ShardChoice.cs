using System.Globalization;

namespace PhaseGan.Cli;

/// <summary>Which part of a sweep this process labels, and what its scheduler said besides.</summary>
/// <param name="Shard">The part.</param>
/// <param name="Scheduler">Whether a scheduler named the part: it may stop the process and run it again.</param>
/// <param name="Resume">Whether the process goes on where an earlier one was.</param>
/// <param name="Threads">Processors that the scheduler gave, where it says so.</param>
internal sealed record ShardChoice(SweepShard Shard, bool Scheduler = false, bool Resume = false, int? Threads = null)
{
    /// <summary>What <see cref="Parse"/> reads.</summary>
    public const string Forms = "I/N|slurm|slurm/N|kubernetes/N";

    /// <summary>Reads <c>3/8</c>, <c>slurm</c>, <c>slurm/8</c> or <c>kubernetes/8</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="environment">Values of environment variables, null where there is none.</param>
    /// <exception cref="UsageException">The text names no shard, or the environment does not say which.</exception>
    public static ShardChoice Parse(string text, Func<string, string?> environment)
    {
        string[] parts = text.Split('/');
        int? count = parts.Length == 2 && TryWhole(parts[1], out int n) && n >= 1 ? n : null;
        if (parts.Length == 2 && count is null)
            throw new UsageException($"--shard must read {Forms} with N ≥ 1 shards; got '{text}'");
        switch (parts[0], parts.Length)
        {
            case ("slurm", 1 or 2):
                return OfSlurm(count, environment);
            case ("kubernetes", 2):
                int index = Required(environment, "JOB_COMPLETION_INDEX", "--shard kubernetes/N takes its shard from a Kubernetes indexed job");
                return Place(index, count!.Value, $"JOB_COMPLETION_INDEX is {index}, which must lie in [0, {count - 1}] for --shard {text}") with { Scheduler = true, Resume = true };
            case (_, 2) when TryWhole(parts[0], out int i):
                return Place(i - 1, count!.Value, $"--shard counts shards from 1 to N; got '{text}'");
            default:
                throw new UsageException($"--shard must read {Forms}; got '{text}'");
        }
    }

    private static ShardChoice OfSlurm(int? count, Func<string, string?> environment)
    {
        const string asked = "--shard slurm takes its shard from a Slurm job array";
        int id = Required(environment, "SLURM_ARRAY_TASK_ID", asked);
        ShardChoice choice;
        if (count is { } n)
        {
            choice = Place(id - 1, n, $"SLURM_ARRAY_TASK_ID is {id}, which must lie in [1, {n}] for --shard slurm/{n}");
        }
        else
        {
            int from = Required(environment, "SLURM_ARRAY_TASK_MIN", asked), tasks = Required(environment, "SLURM_ARRAY_TASK_COUNT", asked);
            int step = Math.Max(1, Optional(environment, "SLURM_ARRAY_TASK_STEP") ?? 1);
            string uneven = $"task {id} is none of {tasks} tasks from {from} in steps of {step}; give an array without holes, or the shards' number: --shard slurm/N with tasks from 1 to N";
            if ((id - from) % step != 0)
                throw new UsageException(uneven);
            choice = Place((id - from) / step, tasks, uneven);
        }
        return choice with
        {
            Scheduler = true,
            Resume = Optional(environment, "SLURM_RESTART_COUNT") > 0,
            Threads = Optional(environment, "SLURM_CPUS_PER_TASK") is { } cpus and >= 1 ? cpus : null,
        };
    }

    private static ShardChoice Place(int index, int count, string otherwise) =>
        index >= 0 && index < count ? new ShardChoice(new SweepShard(index + 1, count)) : throw new UsageException(otherwise);

    private static int Required(Func<string, string?> environment, string variable, string asked) =>
        Optional(environment, variable) ?? throw new UsageException($"{asked}, but {variable} is not set");

    private static int? Optional(Func<string, string?> environment, string variable)
    {
        if (environment(variable) is not { Length: > 0 } text)
            return null;
        return TryWhole(text, out int value) ? value : throw new UsageException($"{variable} must be a whole number; got '{text}'");
    }

    private static bool TryWhole(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
