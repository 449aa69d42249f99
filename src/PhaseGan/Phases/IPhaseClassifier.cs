using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>A source of phase labels: the claim, the ODE, or simulation. Implement it and sweeps, files and pictures work for your rule.</summary>
/// <remarks>
/// Contract for implementers: <see cref="Classify"/> is a pure function of the parameters and of the options the classifier was made with
/// (the same bits whatever the thread), is safe to call from several threads at once, ends within a stated budget, and says
/// <see cref="Phase.Undetermined"/> rather than guess.
/// </remarks>
public interface IPhaseClassifier
{
    /// <summary>Short lower-case name of the source, for files and messages: <c>claim</c>, <c>ode</c>, <c>simulation</c>.</summary>
    string Name { get; }

    /// <summary>Names of the evidence values that verdicts carry, in order; they become columns of files.</summary>
    ImmutableArray<string> EvidenceColumns { get; }

    /// <summary>
    /// Everything besides the parameters that decides the label of a point, by name: options with their defaults, starts, seeds. Stores of
    /// sweeps compare it before they mix results, so two classifiers that may disagree at the point must differ here.
    /// </summary>
    /// <param name="parameters">The point; a start may depend on it.</param>
    /// <returns>Names and culture-invariant values in a fixed order, numbers such that the same bits are read back; empty if there is nothing to choose.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">The classifier's options do not fit the parameters.</exception>
    ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters);

    /// <summary>Labels one point of parameter space.</summary>
    /// <param name="parameters">The point.</param>
    /// <param name="cancellationToken">Stops the work early with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The label with its evidence.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">The classifier's options do not fit the parameters (for example a start with another d).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default);
}
