using System.Diagnostics;
using Xunit;

namespace PhaseGan.Tests.Numbers;

/// <summary>Eigenvalues of a large matrix take seconds, in which cancellation is heard.</summary>
public sealed class EigenSolverCancellationTests
{
    [Fact]
    public void EigenvaluesOfALargeMatrix_HearCancellation()
    {
        const int n = 1200;
        var matrix = new double[n * n];
        var random = new SplitMix(2);
        for (int k = 0; k < matrix.Length; k++)
            matrix[k] = random.NextNormal();
        using var cancellation = new CancellationTokenSource();
        long start = Stopwatch.GetTimestamp();
        // by a thread of its own: those of the pool have other tests to run
        var canceller = new Thread(() =>
        {
            Thread.Sleep(100);
            cancellation.Cancel();
        });
        canceller.Start();
        Assert.Throws<OperationCanceledException>(() => EigenSolver.Eigenvalues(matrix, n, cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => EigenvalueBounds.Of(matrix, n, [], out _, cancellation.Token));
        // the whole takes far longer, even on a machine with nothing else to do
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
        canceller.Join();
    }
}
