using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A field and its derivatives at a place of a <see cref="BranchFrame"/>.</summary>
/// <param name="Field">The field in its own coordinates.</param>
/// <param name="Parameters">Values of the parameters.</param>
/// <param name="Coordinates">The state in the field's own coordinates.</param>
/// <param name="Value">The field in units of the frame, length N.</param>
/// <param name="Jacobian">Its Jacobian in units of the frame, row-major.</param>
/// <param name="Slopes">Its derivatives by the parameters in units of the frame, one after another; empty if they were not asked for.</param>
internal sealed record Linearisation(IVectorField Field, double[] Parameters, double[] Coordinates, double[] Value, double[] Jacobian, double[] Slopes)
{
    private Complex[]? _eigenvalues;

    /// <summary>N.</summary>
    public int Dimension => Value.Length;

    /// <summary>Eigenvalues of the Jacobian; null if they could not be computed.</summary>
    public Complex[]? Eigenvalues => _eigenvalues ??= EigenSolver.Eigenvalues(Jacobian, Dimension);
}
