using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>A proved end of a curve: the point at which one of its conditions vanishes, and along the curve changes its sign.</summary>
public sealed class CurveTubeEnd
{
    internal CurveTubeEnd(string condition, RestProof proof)
    {
        (Condition, Proof) = (condition, proof);
    }

    /// <summary>The name of the condition.</summary>
    public string Condition { get; }

    /// <summary>The proof that in its box there is one point of the curve at which the condition vanishes, and no second.</summary>
    public RestProof Proof { get; }

    /// <summary>The condition and the box.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Condition} at {string.Join(" × ", Proof.Box)}");
}
