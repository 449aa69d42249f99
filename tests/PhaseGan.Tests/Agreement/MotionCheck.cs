using System.Globalization;
using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan.Tests.Agreement;

/// <summary>Integrates motions on that were called Oscillation because no fixed point attracts, and says which of them settle after all.</summary>
/// <remarks>
/// The trajectory is followed by Dormand–Prince 5(4) for twenty slow times, the slow time being the inverse of the smallest rate by which overlaps grow or
/// decay at the rests in closed form; while its largest speed in one of them falls, for three times as many. It has settled where almost nothing moves and every eigenvalue of the Jacobian there, taken by differences, that does not
/// vanish has a negative real part.
/// </remarks>
internal static class MotionCheck
{
    private const int SlowTimes = 20, MostSlowTimes = 60, Samples = 16, MostSteps = 200_000;

    /// <summary>Rates below this fraction of the largest are not waited for.</summary>
    private const double LeastRate = 1e-4;

    private static readonly IntegrationOptions Options = new() { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-13, MaxSteps = MostSteps };

    /// <summary>Where a trajectory settles, in words, or null if it goes on moving.</summary>
    /// <param name="gan">The point.</param>
    /// <param name="start">Where training starts.</param>
    /// <param name="isCut">Whether the steps ran out first.</param>
    public static string? Settles(GanParameters gan, MacroState start, out bool isCut)
    {
        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(start), f = new double[y.Length];
        double tau = gan.DiscriminatorRate, fast = tau * (gan.RealVariances.Max() + gan.FakeVariances.Max() + gan.EffectiveNoise) + gan.GeneratorRate * gan.FakeVariances.Max();
        double window = 1 / SlowestRate(gan, fast), time = 0, before = double.PositiveInfinity;
        long steps = 0;
        isCut = false;
        for (int piece = 0; piece < MostSlowTimes; piece++)
        {
            double peak = 0;
            for (int k = 0; k < Samples; k++)
            {
                Trajectory path = DormandPrince.Integrate(ode, y, window / Samples, Options);
                steps += path.AcceptedSteps;
                time += path.EndTime;
                y = [.. path.End];
                if (path.StopReason != StopReason.EndReached || steps > MostSteps)
                {
                    isCut = true;
                    return null;
                }
                ode.Evaluate(y, f);
                double speed = f.Max(Math.Abs);
                peak = Math.Max(peak, speed);
                if (speed < 1e-7 * fast && IsStable(ode, y))
                    return string.Create(CultureInfo.InvariantCulture, $"at rest at t = {time:G4}: {string.Join(' ', y.Select(v => v.ToString("G6", CultureInfo.InvariantCulture)))}");
            }
            if (piece >= SlowTimes && !(peak < 0.9 * before))
                return null;
            before = peak;
        }
        return null;
    }

    private static double SlowestRate(GanParameters gan, double fast)
    {
        double tau = gan.DiscriminatorRate, x = gan.EffectiveNoise, slow = fast;
        for (int l = 0; l < gan.FeatureCount; l++)
        {
            double real = gan.RealVariances[l], fake = gan.FakeVariances[l];
            // the growth of P and r where the discriminator has learned and the generator has not
            double trace = gan.GeneratorRate * fake - tau * (fake + real), drive = gan.GeneratorRate * fake * tau * Math.Max(0, real - x), root = Math.Sqrt(trace * trace + 4 * drive);
            double growth = drive == 0 ? fast : trace < 0 ? 2 * drive / (root - trace) : 0.5 * (root + trace);
            foreach (double rate in (ReadOnlySpan<double>)
                [
                    tau * (real - x), gan.GeneratorRate * fake, gan.GeneratorRate * fake - tau * (fake + x), 0.5 * (tau * (real - fake - 2 * x) + gan.GeneratorRate * fake), growth,
                ])
                slow = Math.Min(slow, Math.Max(Math.Abs(rate), LeastRate * fast));
        }
        return slow;
    }

    private static bool IsStable(ReducedOde ode, double[] y)
    {
        int n = y.Length;
        var jacobian = Matrix<double>.Build.Dense(n, n);
        double[] low = new double[n], high = new double[n], at = [.. y];
        const double h = 1e-5;
        for (int j = 0; j < n; j++)
        {
            at[j] = y[j] + h;
            ode.Evaluate(at, high);
            at[j] = y[j] - h;
            ode.Evaluate(at, low);
            at[j] = y[j];
            for (int i = 0; i < n; i++)
                jacobian[i, j] = (high[i] - low[i]) / (2 * h);
        }
        double scale = jacobian.FrobeniusNorm();
        try
        {
            // along a family eigenvalues vanish
            return jacobian.Evd().EigenValues.All(e => e.Magnitude < 1e-7 * scale || e.Real < 0);
        }
        catch (NonConvergenceException)
        {
            return false;
        }
    }
}
