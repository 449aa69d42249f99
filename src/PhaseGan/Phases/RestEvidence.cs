using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>The evidence of <see cref="OdePhaseClassifier"/> for a fixed point that attracts, as numbers: a sweep has one for each of its cells, and most are never read.</summary>
/// <param name="growthRate">Largest real part of the spectrum.</param>
/// <param name="time">Time after which the end was known.</param>
/// <param name="evaluations">Evaluations of the field, ≥ 0.</param>
internal readonly struct RestEvidence(double growthRate, double time, long evaluations)
{
    /// <summary>Length of <see cref="Text"/>.</summary>
    public const int Count = 5;

    /// <summary>The format of numbers in evidence: the shortest text from which the same bits are read back.</summary>
    public const string NumberFormat = "R";

    // one more than the evaluations, so that the default is none
    private readonly long _stored = evaluations + 1;

    /// <summary>Whether it is evidence and not the default.</summary>
    public bool IsPresent => _stored > 0;

    /// <summary>Largest real part of the spectrum.</summary>
    public double GrowthRate => growthRate;

    /// <summary>Time after which the end was known.</summary>
    public double Time => time;

    /// <summary>Evaluations of the field.</summary>
    public long Evaluations => _stored - 1;

    /// <summary>The values of the evidence columns.</summary>
    public ImmutableArray<string> Text() =>
        [OdeSearch.Text(GrowthRate), "", OdeSearch.Text(Time), Evaluations.ToString(CultureInfo.InvariantCulture), ""];
}
