namespace PhaseGan.Dynamics;

/// <summary>What is kept of a path: interpolants between the ends of all steps, or states at some times.</summary>
/// <param name="Dimension">N.</param>
/// <param name="IsOfSteps">Whether it is interpolants, 5N numbers a step, in blocks; otherwise one state a time.</param>
/// <param name="Times">The times, increasing.</param>
/// <param name="Blocks">The numbers.</param>
internal sealed record KeptPath(int Dimension, bool IsOfSteps, double[] Times, double[][] Blocks)
{
    /// <summary>Writes the state at a time before the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nothing was kept of that time.</exception>
    public void At(double time, Span<double> destination)
    {
        int step = Array.BinarySearch(Times, time);
        if (!IsOfSteps)
        {
            if (step < 0)
                throw Guard.OutOfRange(nameof(time), time, $"is none of the {Times.Length} times that were kept of the path; keep {nameof(PathOutput)}.{nameof(PathOutput.Steps)} to ask for any time");
            Blocks[step].CopyTo(destination);
            return;
        }
        step = step >= 0 ? step : ~step - 1;
        double theta = (time - Times[step]) / (Times[step + 1] - Times[step]);
        double other = 1 - theta;
        int n = Dimension;
        ReadOnlySpan<double> c = PathRecord.Interpolant(Blocks, step, n);
        for (int i = 0; i < n; i++)
            destination[i] = c[i] + theta * (c[n + i] + other * (c[2 * n + i] + theta * (c[3 * n + i] + other * c[4 * n + i])));
    }
}
