using System.Text.Json;
using Xunit;

namespace PhaseGan.Tests.Cli;

public class AttractorCommandTests
{
    private static readonly string[] s_names = ["phase", "kind", "period", "recovery", "state", "spectrum", "multipliers", "exponents", "evaluations", "reason"];

    [Fact]
    public void AFixedPoint_ComesWithKindStateSpectrumAndRecovery()
    {
        JsonElement json = Json("--lambda 1 --tau 0.2 --tau-tilde 0.2 --eta 0.5 --p0 0.05 --q0 0.05 --r0 0.02");
        Assert.Equal(("Success", "Undeceived"), (json.GetProperty("phase").GetString(), json.GetProperty("kind").GetString()));
        JsonElement state = json.GetProperty("state");
        double p = state.GetProperty("p")[0][0].GetDouble(), q = state.GetProperty("q")[0].GetDouble(), r = state.GetProperty("r")[0].GetDouble();
        // the closed form at these parameters: P = 0.921, q = 0.849, r = 0.921
        Assert.Equal(0.921, Math.Abs(p), 1e-3);
        Assert.Equal(p * r, q, 1e-12);
        Assert.Equal(1, state.GetProperty("s")[0][0].GetDouble());
        Assert.Equal(p * p, Assert.Single(json.GetProperty("recovery").EnumerateArray()).GetDouble(), 1e-12);
        Assert.Equal(3, json.GetProperty("spectrum").GetArrayLength());
        Assert.All(json.GetProperty("spectrum").EnumerateArray(), v => Assert.True(v.GetProperty("re").GetDouble() < 0 && double.IsFinite(v.GetProperty("im").GetDouble())));
        Absent(json, "period", "multipliers", "exponents", "reason");
    }

    [Fact]
    public void ALimitCycle_ComesWithPeriodAndMultipliers()
    {
        JsonElement json = Json("--lambda 1 --tau 0.2 --tau-tilde 0.1 --eta 1 --epsilon 0.05 --seed 3 --exponents 1");
        Assert.Equal(("Oscillation", "LimitCycle"), (json.GetProperty("phase").GetString(), json.GetProperty("kind").GetString()));
        LimitCycle cycle = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(new ReducedOde(new GanParameters([1], [1], 0.2, 0.1, 1, 1)), [0.05, 0.05, 0.02])).Cycle;
        Assert.Equal(cycle.Period, json.GetProperty("period").GetDouble(), 1e-6);
        Assert.Equal(cycle.Multipliers[0].Real, json.GetProperty("multipliers")[0].GetProperty("re").GetDouble(), 1e-6);
        Assert.Equal(JsonValueKind.Object, json.GetProperty("state").ValueKind);
        Absent(json, "recovery", "spectrum", "exponents", "reason");
    }

    [Fact]
    public void Chaos_ComesWithItsExponents_AndWithoutThemIsOnlyAperiodic()
    {
        const string point = "--lambda 5,3 --tau 0.2 --tau-tilde 0.2 --eta 1";
        JsonElement json = Json(point + " --exponents 2");
        Assert.Equal(("Oscillation", "Chaotic"), (json.GetProperty("phase").GetString(), json.GetProperty("kind").GetString()));
        JsonElement exponents = json.GetProperty("exponents");
        Assert.Equal(2, exponents.GetArrayLength());
        double value = exponents[0].GetProperty("value").GetDouble(), error = exponents[0].GetProperty("standard_error").GetDouble();
        Assert.True(value > 5 * error && error > 0);
        Assert.True(exponents[1].GetProperty("value").GetDouble() < value);
        Assert.Equal(2, json.GetProperty("state").GetProperty("p")[1].GetArrayLength());
        Absent(json, "period", "recovery", "spectrum", "multipliers", "reason");

        JsonElement plain = Json(point);
        Assert.Equal("Aperiodic", plain.GetProperty("kind").GetString());
        Absent(plain, "exponents");
    }

    [Fact]
    public void WhatIsNotShown_ComesWithAReason_AndNoAttractor()
    {
        JsonElement json = Json("--lambda 1 --tau 0.2 --eta 1 --p0 0 --q0 0 --r0 0");
        Assert.Equal(("Undetermined", "Undetermined"), (json.GetProperty("phase").GetString(), json.GetProperty("kind").GetString()));
        Assert.Contains("start off it", json.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Absent(json, "period", "recovery", "state", "spectrum", "multipliers", "exponents");
    }

    [Fact]
    public void ASearchThatRunsOutOfItsBudget_SaysWhatToRaise_AndFindsTheAttractorWithMore()
    {
        const string point = "--lambda 1 --tau 0.2 --tau-tilde 0.1 --eta 1";
        JsonElement little = Json(point + " --max-evaluations 1000");
        Assert.Equal("Undetermined", little.GetProperty("kind").GetString());
        Assert.Contains("budget of 1000 evaluations; raise MaxEvaluations", little.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.InRange(little.GetProperty("evaluations").GetInt64(), 1, 201_000);
        Assert.Equal("LimitCycle", Json(point + " --max-evaluations 1000000").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("--lambda 1 --tau-tilde 0.04 --eta 2", "Deceived", "Spectrum ", "Recovery ")]
    [InlineData("--lambda 1 --tau-tilde 0.1 --eta 1", "LimitCycle", "Period       79.0586", "Multipliers ")]
    [InlineData("--lambda 5,3 --tau-tilde 0.2 --eta 1", "Aperiodic", "Exponents    not measured; ask with --exponents 1", "Return time ")]
    public void ForAPerson_TheEvidenceStandsInLines(string arguments, params string[] parts)
    {
        Terminal run = Terminal.Run(["attractor", .. arguments.Split(' ')]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(parts, part => Assert.Contains(part, run.Output, StringComparison.Ordinal));
        Assert.Contains("evaluations of the field\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lambda 1 --exponents -1", "--exponents must be ≥ 0; got -1")]
    [InlineData("--lambda 1 --max-evaluations 999", "--max-evaluations must be ≥ 1000; got 999")]
    [InlineData("--lambda 1 --exponents 3", "--exponents must be ≤ 2 here")]
    [InlineData("--lambda 2,2 --exponents 8", "--exponents must be ≤ 7 here, the 9 coordinates less time translation and rotations of equal features; got 8")]
    [InlineData("--lambda 1 --format xml", "'xml'")]
    [InlineData("--lambda 1 --p0 0.1", "--p0, --q0 and --r0 go together")]
    public void BadUsage_IsExplained_WithExitCode2(string arguments, string message)
    {
        Terminal run = Terminal.Run(["attractor", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptedSearch_EndsWith130()
    {
        Terminal run = Terminal.Run(new Terminal.Settings(Cancellation: new CancellationToken(true)), "attractor", "--lambda", "5,3", "--tau-tilde", "0.1", "--eta", "1");
        Assert.Equal((130, ""), (run.ExitCode, run.Output));
    }

    private static JsonElement Json(string arguments)
    {
        Terminal run = Terminal.Run(["attractor", .. arguments.Split(' '), "--format", "json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(s_names, json.EnumerateObject().Select(p => p.Name));
        Assert.True(json.GetProperty("evaluations").GetInt64() > 0);
        return json;
    }

    private static void Absent(JsonElement json, params string[] names) =>
        Assert.All(names, name => Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind));
}
