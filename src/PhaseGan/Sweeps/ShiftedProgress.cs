namespace PhaseGan;

/// <summary>Progress of a part as that of the whole.</summary>
internal sealed class ShiftedProgress(IProgress<SweepProgress> whole, int before, int total) : IProgress<SweepProgress>
{
    public void Report(SweepProgress value) => whole.Report(new SweepProgress(before + value.Completed, total));
}
