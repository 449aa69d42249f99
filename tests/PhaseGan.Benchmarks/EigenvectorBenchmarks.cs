using System.Numerics;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics;

namespace PhaseGan.Benchmarks;

/// <summary>What MathNet decomposes with vectors when a point at rest is judged: the transverse block of 2d×2d; by Intel MKL where this was built with <c>-p:UseMkl=true</c>.</summary>
[MemoryDiagnoser]
public class EigenvectorBenchmarks
{
    private double[] _block = [];

    /// <summary>d.</summary>
    [Params(2, 8, 16, 50)]
    public int Features { get; set; }

    /// <summary>Whether MKL decomposes.</summary>
    [Params(false, true)]
    public bool Native { get; set; }

    /// <summary>A block at a generic state.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Control.UseManaged();
        if (Native && !Control.TryUseNativeMKL())
            throw new InvalidOperationException("Intel MKL is not there");
        double[] variances = [.. Enumerable.Range(0, Features).Select(l => 5 - 2.0 * l / (Features - 1))];
        var gan = new GanParameters(variances, variances, 0.2, 0.1, 1, 1);
        var ode = new ReducedOde(gan);
        _block = new double[4 * Features * Features];
        ode.TransverseBlock(ode.Pack(MacroState.NearOrigin(gan, 0.3, seed: 1)), _block);
    }

    /// <summary>Eigenvalues and how well their vectors are conditioned.</summary>
    [Benchmark]
    public Complex[]? Eigenvectors() => EigenSolver.Eigenvalues(_block, 2 * Features, out _);
}
