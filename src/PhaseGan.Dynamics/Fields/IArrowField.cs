namespace PhaseGan.Dynamics;

/// <summary>
/// A vector field whose Jacobian is diagonal but for a border, an <see cref="ArrowMatrix"/>. Newton's method, stability and implicit steps then work on systems as large as
/// the border instead of N×N matrices.
/// </summary>
/// <remarks>The contract: the entries are those of <see cref="IVectorField.Jacobian"/>, which has no others that are not zero. Links to one coordinate differ from each other.</remarks>
internal interface IArrowField : ISizedField
{
    /// <summary>The least N for which the border alone is cheaper than the whole Jacobian.</summary>
    const int LeastOrder = 40;

    /// <summary>Where the Jacobian has entries; always the same instance.</summary>
    ArrowPattern Pattern { get; }

    /// <summary>Writes the Jacobian.</summary>
    /// <param name="y">The state, length N.</param>
    /// <param name="jacobian">Receives it; of the field's pattern.</param>
    void Jacobian(ReadOnlySpan<double> y, ArrowMatrix jacobian);

    /// <summary>The field, where its structure is known and worth its use; else null.</summary>
    static IArrowField? Of(IVectorField field) => field is IArrowField arrow && arrow.Dimension >= LeastOrder ? arrow : null;
}
