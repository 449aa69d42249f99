namespace PhaseGan.Dynamics;

/// <summary>A set of states c + Cρ₀ + Qρ with |ρ₀ᵢ| ≤ R₀ᵢ and |ρᵢ| ≤ Rᵢ (Lohner): what the start spans, carried linearly, and the rest in a box that turns with the flow.</summary>
internal sealed class FlowSet
{
    private FlowSet(double[] center, double[] start, double[] startRadius)
    {
        int n = center.Length;
        (Center, Start, StartRadius, Frame, FrameRadius) = (center, start, startRadius, new double[n * n], new double[n]);
        for (int i = 0; i < n; i++)
            Frame[i * n + i] = 1;
    }

    /// <summary>c.</summary>
    public double[] Center { get; }

    /// <summary>C, row-major.</summary>
    public double[] Start { get; }

    /// <summary>R₀.</summary>
    public double[] StartRadius { get; }

    /// <summary>Q, nearly orthogonal, row-major.</summary>
    public double[] Frame { get; }

    /// <summary>R.</summary>
    public double[] FrameRadius { get; }

    /// <summary>Layers in place of Q and R, which then stay as they are; null for a single frame.</summary>
    public FlowLayers? Layers { get; private init; }

    /// <summary>A single state.</summary>
    public static FlowSet Of(ReadOnlySpan<double> state) => new(state.ToArray(), Unit(state.Length), new double[state.Length]);

    /// <summary>A box of states, or a single one, what surrounds which is kept in layers.</summary>
    public static FlowSet InLayers(ReadOnlySpan<double> center, double[] radius) => new(center.ToArray(), Unit(center.Length), [.. radius]) { Layers = new(center.Length) };

    /// <summary>A parallelepiped c + Cρ₀.</summary>
    public static FlowSet Of(ReadOnlySpan<double> center, double[] matrix, double[] radius) => new(center.ToArray(), [.. matrix], [.. radius]);

    /// <summary>The same set, where its start spans nothing, with C = I again: from here on C is the derivative of the flow.</summary>
    public FlowSet Restarted()
    {
        FlowSet fresh = Of(Center);
        Frame.CopyTo(fresh.Frame, 0);
        FrameRadius.CopyTo(fresh.FrameRadius, 0);
        return fresh;
    }

    /// <summary>The same set, to be changed apart.</summary>
    public FlowSet Copy()
    {
        var copy = new FlowSet([.. Center], [.. Start], [.. StartRadius]) { Layers = Layers?.Copy() };
        Frame.CopyTo(copy.Frame, 0);
        FrameRadius.CopyTo(copy.FrameRadius, 0);
        return copy;
    }

    /// <summary>Bounds of the distances of the set from its center along the coordinates.</summary>
    public void Reach(Span<double> radius)
    {
        int n = Center.Length;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
                sum += Math.Abs(Start[i * n + j]) * StartRadius[j] + Math.Abs(Frame[i * n + j]) * FrameRadius[j];
            radius[i] = sum;
        }
        Layers?.AddReach(radius);
        for (int i = 0; i < n; i++)
            radius[i] = radius[i] * TaylorBalls.Enlarge + TaylorBalls.Underflow;
    }

    /// <summary>The smallest box along the coordinates around it.</summary>
    public Interval[] Box()
    {
        var radius = new double[Center.Length];
        Reach(radius);
        return [.. Center.Select((c, i) => c + new Interval(-radius[i], radius[i]))];
    }

    private static double[] Unit(int n)
    {
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            matrix[i * n + i] = 1;
        return matrix;
    }
}
