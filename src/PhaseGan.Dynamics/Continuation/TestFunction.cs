namespace PhaseGan.Dynamics;

/// <summary>A smooth function of a linearised field whose zeros are bifurcations. Evaluated exactly; only its derivatives are taken by differences.</summary>
internal abstract class TestFunction
{
    /// <summary>Whether the value needs the derivatives by the parameters.</summary>
    public virtual bool NeedsSlopes => false;

    /// <summary>The value, not finite where there is none.</summary>
    /// <param name="at">The place.</param>
    public abstract double Value(Linearisation at);

    /// <summary>By how much the value may be off beyond rounding, where derivatives of the field come from differences.</summary>
    /// <param name="at">The place.</param>
    public virtual double Noise(Linearisation at) => 0;
}
