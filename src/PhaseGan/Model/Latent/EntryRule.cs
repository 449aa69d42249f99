namespace PhaseGan;

/// <summary>A mixture Σ_k w_k N(μ_k, s_k) on the line, with s_k = 0 for the nodes of a quadrature rule or a discrete law.</summary>
internal sealed class EntryRule(double[] weights, double[] means, double[] variances)
{
    public double[] Weights => weights;

    public double[] Means => means;

    public double[] Variances => variances;

    public int Count => weights.Length;
}
