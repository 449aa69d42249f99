using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PhaseGan.Sqlite;

namespace PhaseGan.Cli;

/// <summary><c>phasegan status</c>: how far stores of sweeps are.</summary>
internal static class StatusCommand
{
    public const string Example = "phasegan status run.db";

    public static Command Create(Session session)
    {
        var command = new Command("status", "Says how far the sweep of a store is, what each run added to it and at what rate. Works while the sweep runs.");
        var stores = new Argument<string[]>("stores") { Description = "Stores of sweeps.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
        var check = new Option<bool>("--check") { Description = "Read every cell and report damage." };
        command.Arguments.Add(stores);
        command.Options.Add(check);
        Option<string> format = JsonText.OrText();
        command.Options.Add(format);
        command.SetAction(parse =>
        {
            bool isChecked = parse.GetValue(check), isJson = parse.IsJson(format);
            var json = new JsonArray();
            bool isComplete = true;
            foreach (string path in parse.GetRequiredValue(stores))
            {
                using SqliteSweepStore store = SqliteSweepStore.OpenRead(path);
                if (isChecked)
                    store.Check();
                SweepStoreState state = store.State();
                isComplete &= state.Sweep is not null && state.Finished == state.Total;
                if (isJson)
                    json.Add((JsonNode)Json(path, state, isChecked));
                else
                    Write(session.Output, path, state, isChecked);
            }
            if (isJson)
                session.Output.WriteJson(new JsonObject { ["stores"] = json });
            session.Next(isComplete
                ? "'phasegan merge' joins the parts of a sweep and draws it, of one part, too"
                : "'phasegan diagram' with the same options, --store and --resume goes on with what is not complete");
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(TextWriter output, string path, SweepStoreState state, bool isChecked)
    {
        if (state.Sweep is not { } sweep)
        {
            output.WriteLine($"{path}: empty");
            return;
        }
        int total = state.Total;
        string part = state.Shard.IsWhole ? "" : $"shard {state.Shard}, ";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{path}: {part}{state.Finished} of {total} cells, {(total == 0 ? 100 : 100.0 * state.Finished / total):F1} %{(isChecked ? ", every cell intact" : "")}"));
        foreach (string name in (ReadOnlySpan<string>)["x", "y", "method", "library"])
            foreach ((_, string value) in sweep.Fields.Where(f => f.Key == name))
                output.WriteLine($"  {name,-8} {value}");
        foreach ((int k, SweepSession run) in state.Sessions.Index())
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  run {k + 1,-4} {run.Started} on {run.Host}: {run.Cells} cells in {Duration(run.Elapsed)}, {Values.Text(run.Rate)} a second"));
        int left = total - state.Finished;
        if (left > 0 && state.Sessions is [.., { Rate: > 0 } last])
            output.WriteLine($"  left     {left} cells, {Duration(TimeSpan.FromSeconds(left / last.Rate))} at the rate of the last run");
    }

    private static JsonObject Json(string path, SweepStoreState state, bool isChecked) => new()
    {
        ["store"] = path,
        ["shard"] = state.Sweep is null || state.Shard.IsWhole ? null : state.Shard.ToString(),
        ["finished"] = state.Finished,
        ["total"] = state.Sweep is null ? null : state.Total,
        ["checked"] = isChecked,
        ["sweep"] = state.Sweep is not { } sweep ? null : new JsonObject([.. sweep.Fields.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))]),
        ["runs"] = new JsonArray([.. state.Sessions.Select(run => new JsonObject
        {
            ["started"] = run.Started,
            ["host"] = run.Host,
            ["cells"] = run.Cells,
            ["seconds"] = JsonText.Number(run.Elapsed.TotalSeconds),
            ["cells_per_second"] = JsonText.Number(run.Rate),
        })]),
    };

    private static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:D2}:{time.Seconds:D2}");
}
