using System.Globalization;
using Spectre.Console;

namespace PhaseGan.Cli;

/// <summary>Shows how far long work is: a bar for a person, a line a tenth for a file.</summary>
internal static class SweepDisplay
{
    /// <summary>Labels points and shows the progress on the session's error stream.</summary>
    /// <param name="session">Streams.</param>
    /// <param name="unit">What is counted: cells, rows.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(Session session, string unit, Func<IProgress<SweepProgress>, T> work) => Run(
        session, $"Labelling {unit}", p => p.Fraction,
        p => string.Create(CultureInfo.InvariantCulture, $"{p.Completed} of {p.Total} {unit}"), work);

    /// <summary>Does any work and shows its progress on the session's error stream.</summary>
    /// <param name="session">Streams.</param>
    /// <param name="title">What is done, beside the bar.</param>
    /// <param name="fraction">The part that is done, in [0, 1].</param>
    /// <param name="words">The same in words, for a line.</param>
    /// <param name="work">The work; may report from several threads at once.</param>
    public static T Run<TProgress, T>(
        Session session, string title, Func<TProgress, double> fraction, Func<TProgress, string> words, Func<IProgress<TProgress>, T> work)
    {
        if (!session.PaintsError)
            return work(new Lines<TProgress>(session.Error, fraction, words));
        return session.Ansi(session.Error, terminal: true).Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bar<TProgress>(context.AddTask(title), fraction)));
    }

    private sealed class Bar<TProgress>(ProgressTask task, Func<TProgress, double> fraction) : IProgress<TProgress>
    {
        public void Report(TProgress value) => task.Value = 100 * fraction(value);
    }

    private sealed class Lines<TProgress>(TextWriter error, Func<TProgress, double> fraction, Func<TProgress, string> words) : IProgress<TProgress>
    {
        private readonly Lock _lock = new();
        private int _tenths;

        public void Report(TProgress value)
        {
            lock (_lock)
            {
                int tenths = (int)(10 * fraction(value));
                if (tenths <= _tenths)
                    return;
                _tenths = tenths;
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{10 * tenths,3} %  {words(value)}"));
            }
        }
    }
}
