using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace PhaseGan.Tests.Inequality;

/// <summary>Keeps what FsCheck reports: how many cases passed, or the counterexample before and after shrinking.</summary>
internal sealed class CounterexampleRunner : IRunner
{
    public int Passed { get; private set; }

    public object? Original { get; private set; }

    public object? Shrunk { get; private set; }

    /// <summary>Runs a property that is expected to be false and returns its shrunk counterexample.</summary>
    public static (T Original, T Shrunk) Falsify<T>(Property property, ulong seed, ulong gamma, int cases = 1000)
    {
        var runner = new CounterexampleRunner();
        Check.One(Config.Quick.WithMaxTest(cases).WithReplay(seed, gamma).WithRunner(runner), property);
        return runner.Shrunk is T shrunk
            ? ((T)runner.Original!, shrunk)
            : throw new Xunit.Sdk.XunitException($"no counterexample in {runner.Passed} cases");
    }

    public void OnStartFixture(Type value)
    {
    }

    public void OnArguments(int value1, FSharpList<object> value2, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> value3)
    {
    }

    public void OnShrink(FSharpList<object> value1, FSharpFunc<FSharpList<object>, string> value2)
    {
    }

    public void OnFinished(string value1, TestResult value2)
    {
        switch (value2)
        {
            case TestResult.Failed failed:
                Original = failed.Item2.Head;
                Shrunk = failed.Item3.Head;
                break;
            case TestResult.Passed passed:
                Passed = passed.Item1.NumberOfTests;
                break;
        }
    }
}
