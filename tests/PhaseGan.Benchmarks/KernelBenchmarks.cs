using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace PhaseGan.Benchmarks;

/// <summary>The kernels of a sweep, one at a time, for d features.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private ReducedOde _ode = null!;
    private double[] _y = [], _derivative = [], _jacobian = [], _block = [], _work = [], _point = [];
    private Complex[] _values = [];
    private DormandPrinceStepper<ReducedOde> _stepper = null!;

    /// <summary>d.</summary>
    [Params(1, 2, 3, 4, 5, 6)]
    public int Features { get; set; }

    /// <summary>A generic state in the oscillating phase.</summary>
    [GlobalSetup]
    public void Setup()
    {
        double[] variances = [.. Enumerable.Range(0, Features).Select(l => 5 - 2.0 * l / Math.Max(1, Features - 1))];
        var gan = new GanParameters(variances, variances, 0.2, 0.1, 1, 1);
        _ode = new ReducedOde(gan);
        _y = _ode.Pack(MacroState.NearOrigin(gan, 0.3, seed: 1));
        (_derivative, _jacobian, _block) = (new double[_y.Length], new double[_y.Length * _y.Length], new double[4 * Features * Features]);
        (_point, _values) = (new double[_y.Length], new Complex[2 * Features]);
        _work = new double[Math.Max(Newton.WorkSize(_y.Length), HessenbergQr.WorkSize(2 * Features))];
        _stepper = new DormandPrinceStepper<ReducedOde>(_ode, 1e-6, 1e-9);
        _stepper.Start(0, _y);
    }

    /// <summary>The field once.</summary>
    [Benchmark]
    public void Field() => _ode.Evaluate(_y, _derivative);

    /// <summary>The analytic Jacobian once.</summary>
    [Benchmark]
    public void Jacobian() => _ode.Jacobian(_y, _jacobian);

    /// <summary>A step of one trajectory.</summary>
    [Benchmark]
    public void Step() => _stepper.TryStep(double.PositiveInfinity);

    /// <summary>The eigenvalues of the transverse block.</summary>
    [Benchmark]
    public bool Spectrum()
    {
        _ode.TransverseBlock(_y, _block);
        return EigenSolver.TryEigenvalues(_block, 2 * Features, _values, _work);
    }

    /// <summary>Newton's method from the state.</summary>
    [Benchmark]
    public bool Root()
    {
        _y.CopyTo(_point, 0);
        return Newton.Polish(_ode, _point, 100, _work).Status == NewtonStatus.Converged;
    }
}
