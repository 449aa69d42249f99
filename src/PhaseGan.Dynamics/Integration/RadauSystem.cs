namespace PhaseGan.Dynamics;

/// <summary>The linear systems of a step of <see cref="RadauStepper{TField}"/>: the Jacobian and the factors of γ/h − J and (α + iβ)/h − J.</summary>
internal abstract class RadauSystem
{
    /// <summary>Below this multiple of the rounding of J the sign of det(γ/h − J) says nothing.</summary>
    protected const double RoundingOfSign = 1e3 * 2.2e-16;

    private double _step = double.NaN;

    /// <summary>Whether an odd number of directions grow faster than γ/h, so that a step would damp what grows.</summary>
    public bool DampsGrowth { get; private set; }

    /// <summary>The systems of a field, in the form that its Jacobian has.</summary>
    public static RadauSystem Of(IVectorField field) => IArrowField.Of(field) is { } arrow ? new ArrowRadauSystem(arrow) : new DenseRadauSystem(field);

    /// <summary>Takes the Jacobian at a state; false if it is not finite. The factors are those of no step then.</summary>
    public bool MoveTo(ReadOnlySpan<double> y)
    {
        _step = double.NaN;
        return TakeJacobian(y);
    }

    /// <summary>Sees to it that the factors are those of a step of length h; false if a matrix is singular or not finite.</summary>
    public bool Prepare(double h)
    {
        if (_step == h)
            return true;
        _step = double.NaN;
        if (!TryFactor(RadauTable.Gamma / h, RadauTable.Alpha / h, RadauTable.Beta / h, out bool dampsGrowth))
            return false;
        (DampsGrowth, _step) = (dampsGrowth, h);
        return true;
    }

    /// <summary>Writes J v.</summary>
    public abstract void Multiply(ReadOnlySpan<double> v, Span<double> product);

    /// <summary>Writes Σ_j |J_ij v_j| and J_ii for each i.</summary>
    public abstract void Drive(ReadOnlySpan<double> v, Span<double> drive, Span<double> diagonal);

    /// <summary>Solves (γ/h − J)x = b in place.</summary>
    public abstract void SolveReal(Span<double> b);

    /// <summary>Solves ((α + iβ)/h − J)x = b in place.</summary>
    public abstract void SolveComplex(Span<double> re, Span<double> im);

    /// <summary>Takes the Jacobian at a state; false if it is not finite.</summary>
    protected abstract bool TakeJacobian(ReadOnlySpan<double> y);

    /// <summary>Factors γ/h − J and (α + iβ)/h − J, and says whether an odd number of directions grow faster than γ/h; false if a matrix is singular or not finite.</summary>
    protected abstract bool TryFactor(double gamma, double alpha, double beta, out bool dampsGrowth);
}
