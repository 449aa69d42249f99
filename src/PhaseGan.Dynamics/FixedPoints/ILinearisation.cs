namespace PhaseGan.Dynamics;

/// <summary>A field with its Jacobian at a place, in the form in which <see cref="Newton"/> asks for it.</summary>
internal interface ILinearisation
{
    /// <summary>The Frobenius norm of the Jacobian.</summary>
    double Norm { get; }

    /// <summary>The largest sum of the moduli of a row.</summary>
    double RowNorm { get; }

    /// <summary>Writes f(y).</summary>
    void Evaluate(ReadOnlySpan<double> y, Span<double> derivative);

    /// <summary>Takes the Jacobian at y.</summary>
    void MoveTo(ReadOnlySpan<double> y);

    /// <summary>Writes δ that minimises |f + Jδ|² + μ|δ|².</summary>
    /// <param name="f">f, length N.</param>
    /// <param name="damping">μ ≥ 0.</param>
    /// <param name="step">Receives δ in its first N places; there is room for 2N.</param>
    void Solve(ReadOnlySpan<double> f, double damping, Span<double> step);

    /// <summary>|f + Jδ|.</summary>
    double ResidualNorm(ReadOnlySpan<double> f, ReadOnlySpan<double> step);
}
