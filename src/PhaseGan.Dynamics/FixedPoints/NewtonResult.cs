namespace PhaseGan.Dynamics;

/// <summary>Why <see cref="Newton"/> stopped.</summary>
internal enum NewtonStatus
{
    /// <summary>The field vanishes to rounding.</summary>
    Converged,

    /// <summary>No step makes |f| smaller though it is above rounding: a local minimum of |f| that is not a root.</summary>
    Stalled,

    /// <summary>The step budget ran out first.</summary>
    StepBudget,

    /// <summary>The field or its Jacobian is not finite at the start.</summary>
    NonFinite,

    /// <summary>It went farther from the start than asked.</summary>
    TooFar,
}

/// <summary>Where <see cref="Newton"/> stopped and why.</summary>
/// <param name="Status">Why it stopped; only <see cref="NewtonStatus.Converged"/> makes the point a root.</param>
/// <param name="Point">The best point met, length N, always finite unless the start was not.</param>
/// <param name="Residual">Largest |f_i| at the point; +∞ when it is not finite.</param>
/// <param name="Iterations">Accepted and rejected steps together.</param>
/// <param name="Travel">Euclidean distance from the start to the point.</param>
internal sealed record NewtonResult(NewtonStatus Status, double[] Point, double Residual, int Iterations, double Travel)
{
    /// <summary>Whether the point is a root to rounding.</summary>
    public bool IsConverged => Status == NewtonStatus.Converged;
}
