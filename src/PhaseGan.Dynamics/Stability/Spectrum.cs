using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// The eigenvalues of the linearised field at a fixed point, in units of 1/t (t = k/n). Neutral modes, which only move along a family of
/// fixed points, are counted apart as exact zeros.
/// </summary>
public sealed class Spectrum : IEquatable<Spectrum>
{
    internal Spectrum((Complex Value, double Error)[] eigenvalues, int neutralCount, double scale)
    {
        int[] places = Places.Ordered(eigenvalues.Length, (a, b) => Compare(eigenvalues[a].Value, eigenvalues[b].Value));
        var (values, errors) = (new Complex[places.Length], new double[places.Length]);
        for (int k = 0; k < places.Length; k++)
            (values[k], errors[k]) = eigenvalues[places[k]];
        Eigenvalues = ImmutableCollectionsMarshal.AsImmutableArray(values);
        Errors = ImmutableCollectionsMarshal.AsImmutableArray(errors);
        NeutralCount = neutralCount;
        Scale = scale;
        Verdict = Judge(values, errors);
    }

    /// <summary>The eigenvalues that decide stability, by falling real part; empty if every mode is neutral.</summary>
    public ImmutableArray<Complex> Eigenvalues { get; }

    /// <summary>
    /// How far each real part may be wrong, in the order of <see cref="Eigenvalues"/>, ≥ 0 or +∞: what rounding of the Jacobian, of the eigenvalue iteration, and of the
    /// place of the fixed point can do, by the condition of each eigenvalue. A bound, usually far above the error.
    /// </summary>
    public ImmutableArray<double> Errors { get; }

    /// <summary>Number of neutral modes, whose eigenvalue is exactly zero because they are tangent to a family of fixed points.</summary>
    public int NeutralCount { get; }

    /// <summary>The eigenvalue of largest real part; 0 if every mode is neutral.</summary>
    public Complex Leading => Eigenvalues.IsEmpty ? Complex.Zero : Eigenvalues[0];

    /// <summary>The size of the linearised field: its Frobenius norm.</summary>
    internal double Scale { get; }

    /// <summary>Largest real part: the growth rate of the most dangerous perturbation; 0 if every mode is neutral.</summary>
    public double GrowthRate => Leading.Real;

    /// <summary>What the eigenvalues say together, each compared with its own error.</summary>
    public StabilityVerdict Verdict { get; }

    /// <summary>By falling real part, then by rising modulus of the imaginary part, the positive one first.</summary>
    private static int Compare(Complex a, Complex b)
    {
        int order = b.Real.CompareTo(a.Real);
        if (order == 0)
            order = Math.Abs(a.Imaginary).CompareTo(Math.Abs(b.Imaginary));
        return order != 0 ? order : b.Imaginary.CompareTo(a.Imaginary);
    }

    private static StabilityVerdict Judge(Complex[] values, double[] errors)
    {
        bool anyGrows = false, anyFalls = false, anyOpen = false;
        for (int k = 0; k < values.Length; k++)
        {
            (double real, double error) = (values[k].Real, errors[k]);
            if (real > error)
                anyGrows = true;
            else if (real < -error)
                anyFalls = true;
            else
                anyOpen = true;
        }
        if (anyGrows)
            return anyFalls || anyOpen ? StabilityVerdict.Saddle : StabilityVerdict.Unstable;
        return anyFalls && !anyOpen ? StabilityVerdict.Stable : StabilityVerdict.Marginal;
    }

    /// <summary>Whether eigenvalues, number of neutral modes and scale are the same.</summary>
    /// <param name="other">Another spectrum.</param>
    public bool Equals(Spectrum? other) =>
        other is not null && NeutralCount == other.NeutralCount && Scale.Equals(other.Scale) && Eigenvalues.AsSpan().SequenceEqual(other.Eigenvalues.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Spectrum);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ValueArray.Of(Eigenvalues), NeutralCount, Scale);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
