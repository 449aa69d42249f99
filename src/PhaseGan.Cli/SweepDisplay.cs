using System.Globalization;
using Spectre.Console;

namespace PhaseGan.Cli;

/// <summary>Shows how far a sweep is: a bar for a person, a line a tenth for a file.</summary>
internal static class SweepDisplay
{
    /// <summary>Does the work and shows its progress on the session's error stream.</summary>
    /// <param name="session">Streams.</param>
    /// <param name="unit">What is counted: cells, rows.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(Session session, string unit, Func<IProgress<SweepProgress>, T> work)
    {
        if (!session.ErrorIsTerminal)
            return work(new Lines(session.Error, unit));
        return session.Ansi(session.Error, terminal: true).Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bar(context.AddTask($"Labelling {unit}"))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => task.Value = 100 * value.Fraction;
    }

    private sealed class Lines(TextWriter error, string unit) : IProgress<SweepProgress>
    {
        private int _tenths;

        public void Report(SweepProgress value)
        {
            int tenths = (int)(10 * value.Fraction);
            if (tenths <= _tenths)
                return;
            _tenths = tenths;
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{10 * tenths,3} %  {value.Completed} of {value.Total} {unit}"));
        }
    }
}
