using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;

namespace PhaseGan.Benchmarks;

/// <summary>One step of all lanes at once, with the widest registers that there are.</summary>
[MemoryDiagnoser]
public class LaneBenchmarks
{
    private Func<uint> _step = () => 0;

    /// <summary>d.</summary>
    [Params(1, 2, 3)]
    public int Features { get; set; }

    /// <summary>Every lane in the oscillating phase, with parameters of its own, and no end.</summary>
    [GlobalSetup]
    public void Setup() => _step = Features switch
    {
        1 => Wide(new OneFeature()),
        2 => Wide(new TwoFeatures()),
        _ => Wide(new ThreeFeatures()),
    };

    /// <summary>The step: 16 trajectories with AVX-512, else 8.</summary>
    [Benchmark]
    public uint Step() => _step();

    private Func<uint> Wide<TCount>(TCount count)
        where TCount : struct, IFeatureCount =>
        Vector512.IsHardwareAccelerated ? Begin<TCount, Lanes512Pair>(count)
        : Vector256.IsHardwareAccelerated ? Begin<TCount, Lanes256>(count)
        : Begin<TCount, LanesPlain>(count);

    private Func<uint> Begin<TCount, T>(TCount count)
        where TCount : struct, IFeatureCount
        where T : unmanaged, IWideLanes<T>
    {
        var field = new ReducedLanes<TCount>(count);
        var stepper = new LaneStepper<ReducedLanes<TCount>, T>(field, 1e-6, 1e-9, shareScale: true);
        double[] variances = [.. Enumerable.Range(0, Features).Select(l => 5 - 2.0 * l / Math.Max(1, Features - 1))], numbers = new double[field.ParameterCount];
        for (int lane = 0; lane < T.Width; lane++)
        {
            var gan = new GanParameters(variances, variances, 0.2, 0.1 + 0.002 * lane, 1, 1);
            ReducedEquations.Write(gan, numbers);
            stepper.Begin(lane, numbers, new ReducedOde(gan).Pack(MacroState.NearOrigin(gan, 0.3, seed: 1)), 0, double.MaxValue, 0.1, double.MaxValue);
        }
        stepper.Ready();
        return stepper.Step;
    }
}
