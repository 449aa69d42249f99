using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>The modes of a member of a <see cref="StabilityFamily"/>: its eigenvalues, one of each pair, with their derivatives.</summary>
internal sealed class FamilyModes
{
    /// <summary>The step of differences of a Jacobian, the cube root of rounding.</summary>
    private const double Step = 6e-6;

    private readonly StabilityFamily _family;
    private readonly double[] _parameters, _member, _jacobian;

    private FamilyModes(StabilityFamily family, double[] parameters, double[] member, double[] jacobian, Complex[] values)
    {
        (_family, _parameters, _member, _jacobian, Values) = (family, parameters, member, jacobian, values);
        Size = VectorMath.Norm(jacobian);
    }

    /// <summary>The eigenvalues with imaginary parts ≥ 0 by falling real part.</summary>
    public Complex[] Values { get; }

    /// <summary>The size of the Jacobian.</summary>
    public double Size { get; }

    /// <summary>The largest real part.</summary>
    public double Rate => Values[0].Real;

    /// <summary>The modes of a member; null if there is none, or its eigenvalues are not to be had.</summary>
    public static FamilyModes? At(StabilityFamily family, double[] parameters, double[] member) =>
        family.JacobianAt(parameters, member) is { } jacobian && EigenSolver.Eigenvalues(jacobian, family.Order) is { } values
            ? new FamilyModes(family, parameters, member, jacobian, [.. values.Where(v => v.Imaginary >= 0).OrderByDescending(v => v.Real).ThenBy(v => v.Imaginary)])
            : null;

    /// <summary>The derivatives of a mode's real part by the coordinates of the member; null if a Jacobian beside is missing.</summary>
    public double[]? Gradient(Complex value)
    {
        int n = _family.Order;
        var shifted = new ShiftedLu(n, n);
        shifted.Factor(_jacobian, value);
        Complex[] right = [.. Enumerable.Range(0, n).Select(i => new Complex(1, 0.37 * i))], left = [.. right];
        for (int k = 0; k < 3; k++)
        {
            shifted.Solve(right);
            shifted.SolveAdjoint(left);
        }
        Complex overlap = Complex.Zero;
        for (int i = 0; i < n; i++)
            overlap += Complex.Conjugate(left[i]) * right[i];
        var gradient = new double[_member.Length];
        for (int j = 0; j < gradient.Length; j++)
        {
            double[] moved = [.. _member];
            moved[j] = _member[j] + Step;
            double[]? high = _family.JacobianAt(_parameters, moved);
            moved[j] = _member[j] - Step;
            if (high is null || _family.JacobianAt(_parameters, moved) is not { } low)
                return null;
            Complex change = Complex.Zero;
            for (int a = 0; a < n; a++)
                for (int b = 0; b < n; b++)
                    change += Complex.Conjugate(left[a]) * (high[a * n + b] - low[a * n + b]) * right[b];
            gradient[j] = (change / overlap).Real / (2 * Step);
        }
        return VectorMath.AllFinite(gradient) ? gradient : null;
    }
}
