namespace PhaseGan;

/// <summary>One step of the chain that the rows (v̂, ŵ) of given û make at chosen times: x ↦ Φx + Kû + √N ξ.</summary>
internal sealed class Transition
{
    private readonly TransitionField _field;
    private readonly double[] _y;
    private readonly double[] _feature;
    private readonly double[] _root;

    /// <param name="field">The field.</param>
    /// <param name="y">Its coordinates at the end of the step, with Φ = I at the beginning.</param>
    /// <param name="feature">û.</param>
    public Transition(TransitionField field, double[] y, ReadOnlySpan<double> feature)
    {
        int size = feature.Length + 1;
        (_field, _y, _feature) = (field, y, feature.ToArray());
        _root = WeightLaw.Root(y.AsSpan(field.Noise, size * size), size, out _);
    }

    /// <summary>Writes Φμ + Kû.</summary>
    public static void Mean(TransitionField field, ReadOnlySpan<double> y, ReadOnlySpan<double> feature, ReadOnlySpan<double> from, Span<double> to)
    {
        int d = feature.Length, size = d + 1;
        ReadOnlySpan<double> propagator = y.Slice(field.Propagator, size * size), drift = y.Slice(field.Drift, size * d);
        for (int i = 0; i < size; i++)
        {
            double sum = 0;
            for (int k = 0; k < size; k++)
                sum += propagator[i * size + k] * from[k];
            for (int l = 0; l < d; l++)
                sum += drift[i * d + l] * feature[l];
            to[i] = sum;
        }
    }

    /// <summary>Draws the end of the step.</summary>
    public void Sample(ReadOnlySpan<double> from, ref SplitMix random, Span<double> to)
    {
        Mean(_field, _y, _feature, from, to);
        WeightLaw.AddNoise(_root, ref random, to);
    }
}
