using BenchmarkDotNet.Attributes;

namespace PhaseGan.Benchmarks;

/// <summary>Time and memory of training steps, d = 2.</summary>
[MemoryDiagnoser]
public class SimulatorBenchmarks
{
    private const int Steps = 1000;
    private Training _micro = null!;
    private Training _gram = null!;
    private Training _ensemble = null!;

    /// <summary>The dimension n.</summary>
    [Params(1000, 5000)]
    public int N { get; set; }

    /// <summary>Begins the trainings.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        MacroState start = MacroState.NearOrigin(gan, 0.1, 1);
        var options = new SimulationOptions { Dimension = N, Threads = 1 };
        _micro = new MicroscopicSimulator().Begin(gan, start, options);
        _gram = new GramSimulator().Begin(gan, start, options);
        _ensemble = new GramSimulator().Begin(gan, start, options with { Replicas = 64 });
    }

    /// <summary>Steps with n-vectors.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void Microscopic() => _micro.Advance(Steps);

    /// <summary>Steps of the chain on the overlaps, one replica.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void Gram() => _gram.Advance(Steps);

    /// <summary>Steps of the chain on the overlaps, each of 64 replicas.</summary>
    [Benchmark(OperationsPerInvoke = 64 * Steps)]
    public void GramEnsemble() => _ensemble.Advance(Steps);
}
