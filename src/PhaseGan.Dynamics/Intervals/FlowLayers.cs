namespace PhaseGan.Dynamics;

/// <summary>
/// What surrounds the center of a <see cref="FlowSet"/> as a sum of parallelepipeds Mρ, |ρᵢ| ≤ Rᵢ: each step adds one for its own errors, and two are put into one when both stand for equally many steps.
/// </summary>
/// <remarks>
/// A single frame that turns with the flow is drawn around its image at every step. Where rotations are not orthogonal each time adds a part, and after hundreds of turns the frame is wide though the flow stretches nothing. Here what came in at one step is enclosed
/// anew log₂ of the number of steps times only: as the digits of a binary counter carry.
/// </remarks>
internal sealed class FlowLayers
{
    private readonly int _n;
    private readonly List<(double[] Matrix, double[] Radius, int Level)> _layers = [];

    /// <param name="n">The number of coordinates.</param>
    public FlowLayers(int n)
    {
        _n = n;
    }

    /// <summary>The same layers, to be changed apart.</summary>
    public FlowLayers Copy()
    {
        var copy = new FlowLayers(_n);
        copy._layers.AddRange(_layers.Select(l => ((double[])[.. l.Matrix], (double[])[.. l.Radius], l.Level)));
        return copy;
    }

    /// <summary>Adds bounds of the distances from the center along the coordinates, to be enlarged once more for the rounding of the sum over the layers.</summary>
    public void AddReach(Span<double> reach)
    {
        foreach ((double[] matrix, double[] radius, _) in _layers)
            for (int i = 0; i < _n; i++)
            {
                double sum = 0;
                for (int j = 0; j < _n; j++)
                    sum += Math.Abs(matrix[i * _n + j]) * radius[j];
                reach[i] += sum * TaylorBalls.Enlarge;
            }
    }

    /// <summary>Moves all layers by every D within e of d, and adds a layer for what is within <paramref name="loose"/> along the coordinates and for the rounding of the others.</summary>
    public void Advance(ReadOnlySpan<double> d, ReadOnlySpan<double> e, ReadOnlySpan<double> loose)
    {
        int n = _n;
        Span<double> carried = stackalloc double[n * n], error = stackalloc double[n * n];
        double[] fresh = loose.ToArray(), unit = new double[n * n];
        foreach ((double[] matrix, double[] radius, _) in _layers)
        {
            FlowAlgebra.Multiply(d, e, matrix, carried, error, n);
            carried.CopyTo(matrix);
            for (int i = 0; i < n; i++)
            {
                double sum = 0;
                for (int j = 0; j < n; j++)
                    sum += error[i * n + j] * radius[j];
                fresh[i] += sum * TaylorBalls.Enlarge;
            }
        }
        for (int i = 0; i < n; i++)
            (unit[i * n + i], fresh[i]) = (1, fresh[i] * TaylorBalls.Enlarge + TaylorBalls.Underflow);
        _layers.Add((unit, fresh, 0));
        while (_layers.Count > 1 && _layers[^1].Level == _layers[^2].Level)
        {
            (double[] Matrix, double[] Radius, int Level) merged = Merge(_layers[^2], _layers[^1]);
            _layers.RemoveRange(_layers.Count - 2, 2);
            _layers.Add(merged);
        }
    }

    /// <summary>Whether all numbers are finite.</summary>
    public bool IsFinite => _layers.TrueForAll(l => VectorMath.AllFinite(l.Matrix) && VectorMath.AllFinite(l.Radius));

    /// <summary>One parallelepiped, with orthogonal edges, around the sum of two.</summary>
    private (double[] Matrix, double[] Radius, int Level) Merge((double[] Matrix, double[] Radius, int Level) a, (double[] Matrix, double[] Radius, int Level) b)
    {
        double[] frame = FlowAlgebra.Pivoted(a.Matrix, a.Radius, b.Matrix, b.Radius, _n), radius = new double[_n];
        AddTurned(frame, a.Matrix, a.Radius, radius);
        AddTurned(frame, b.Matrix, b.Radius, radius);
        // Q⁻¹ = (QᵀQ)⁻¹Qᵀ, and QᵀQ = I − E
        double defect = FlowAlgebra.Defect(frame, _n), most = VectorMath.Largest(radius);
        double extra = defect < 0.5 ? defect / (1 - defect) * most * TaylorBalls.Enlarge : double.PositiveInfinity;
        for (int i = 0; i < _n; i++)
            radius[i] = (radius[i] + extra) * TaylorBalls.Enlarge + TaylorBalls.Underflow;
        return (frame, radius, a.Level + 1);
    }

    /// <summary>Adds |QᵀM|R with its rounding.</summary>
    private void AddTurned(double[] frame, double[] matrix, double[] from, double[] to)
    {
        for (int i = 0; i < _n; i++)
        {
            double sum = 0;
            for (int k = 0; k < _n; k++)
            {
                double entry = 0, size = 0;
                for (int l = 0; l < _n; l++)
                {
                    double p = frame[l * _n + i] * matrix[l * _n + k];
                    entry += p;
                    size += Math.Abs(p);
                }
                sum += (Math.Abs(entry) + (_n + 2) * TaylorBalls.Rounding * size) * from[k];
            }
            to[i] += sum * TaylorBalls.Enlarge;
        }
    }
}
