using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.Phases;

public sealed class ReferenceLabels(ITestOutputHelper output)
{
    [Fact]
    public void Time()
    {
        var lines = new List<string>();
        foreach (ReferencePoint point in ReferencePoint.Take(int.Parse(Environment.GetEnvironmentVariable("ROWS") ?? "450")))
        {
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => point.Start }).Classify(point.Parameters);
            lines.Add($"{point.Row},{point.Start.FeatureCount},{point.Label},{verdict.Phase},{verdict.Attractor},{(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds},{verdict.Evidence[3]},{point.IsDecided},{verdict.Reason}");
        }
        File.WriteAllLines("/tmp/w/tst-times.csv", lines);
        output.WriteLine("done");
    }
}
