using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>The evidence of <see cref="OdePhaseClassifier"/> for a fixed point that attracts, as numbers: a sweep has one for each of its cells, and most are never read.</summary>
/// <param name="GrowthRate">Largest real part of the spectrum.</param>
/// <param name="Time">Time after which the end was known.</param>
/// <param name="Evaluations">Evaluations of the field.</param>
internal readonly record struct RestEvidence(double GrowthRate, double Time, long Evaluations)
{
    /// <summary>Length of <see cref="Text"/>.</summary>
    public const int Count = 5;

    /// <summary>The format of numbers in evidence.</summary>
    public const string NumberFormat = "G6";

    /// <summary>The values of the evidence columns.</summary>
    public ImmutableArray<string> Text() =>
        [OdeSearch.Text(GrowthRate), "", OdeSearch.Text(Time), Evaluations.ToString(CultureInfo.InvariantCulture), ""];
}
