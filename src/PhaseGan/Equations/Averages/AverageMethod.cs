namespace PhaseGan;

/// <summary>How the averages over data are made.</summary>
public enum AverageMethod
{
    /// <summary>Closed forms: linear responses with any law of the codes, polynomial ones with Gaussian codes or mixtures of them.</summary>
    ClosedForm,

    /// <summary>The codes are summed out exactly; one integral over a normal variable is left for each component of their law.</summary>
    LineIntegral,

    /// <summary>The codes are integrated by tensor products of Gauss–Legendre rules, besides the integral over a normal variable.</summary>
    Quadrature,
}
