namespace PhaseGan.Dynamics;

/// <summary>
/// Fixed points at which test functions vanish: the field and the functions in the unknowns of a frame, on a plane across a family where the frame has one. With one unknown more than equations its solutions are a curve;
/// with as many they are points.
/// </summary>
/// <param name="frame">The frame.</param>
/// <param name="functions">The functions.</param>
/// <param name="unfolding">A vector w: the field plus βw has to vanish, with the unknown β at the end. Null for no such unknown.</param>
internal sealed class AugmentedSystem(BranchFrame frame, TestFunction[] functions, double[]? unfolding = null)
{
    /// <summary>The step of differences of a test function in units of the frame: the cube root of rounding balances both errors, which only slow Newton's method.</summary>
    private const double Step = 6e-6;

    /// <summary>The frame.</summary>
    public BranchFrame Frame => frame;

    /// <summary>The same system on another plane across a family.</summary>
    public AugmentedSystem On(FamilySlice? slice) => ReferenceEquals(slice, frame.Slice) ? this : new(frame.On(slice), functions, unfolding);

    /// <summary>How many unknowns there are.</summary>
    public int Unknowns => frame.Dimension + frame.Varied + (unfolding is null ? 0 : 1);

    /// <summary>How many equations there are.</summary>
    public int Equations => frame.Dimension + functions.Length;

    /// <summary>Writes the equations' values and their matrix, a row for each of the equations in the first rows.</summary>
    /// <param name="u">The unknowns.</param>
    /// <param name="values">Receives the values.</param>
    /// <param name="matrix">Receives the derivatives, row-major, as many columns as unknowns.</param>
    /// <param name="failure">Why there is nothing.</param>
    /// <param name="accuracy">How well derivatives by the parameters are to be known where no value depends on them; tangents next to other curves need more than Newton's method does.</param>
    /// <returns>The linearised field; null if a value is missing.</returns>
    public Linearisation? Evaluate(ReadOnlySpan<double> u, Span<double> values, Span<double> matrix, out StepFailure failure, SlopeAccuracy accuracy = SlopeAccuracy.Quick)
    {
        int n = frame.Dimension, varied = frame.Varied, columns = Unknowns;
        if (frame.Linearise(u, Array.Exists(functions, f => f.NeedsSlopes) ? SlopeAccuracy.Exact : accuracy, out failure) is not { } at)
            return null;
        matrix[..(Equations * columns)].Clear();
        Linearisation across = at.Transverse;
        double[] jacobian = frame.Slice?.Rows(at.Jacobian) ?? at.Jacobian;
        for (int k = across.Dimension; k < n; k++)
        {
            frame.Slice!.Along(k - across.Dimension).CopyTo(matrix.Slice(k * columns, n));
            values[k] = frame.Slice.Offset(u[..n], k - across.Dimension);
        }
        for (int i = 0; i < across.Dimension; i++)
        {
            values[i] = across.Value[i];
            Span<double> row = matrix.Slice(i * columns, columns);
            jacobian.AsSpan(i * n, n).CopyTo(row);
            for (int j = 0; j < varied; j++)
                row[n + j] = across.Slopes[j * across.Dimension + i];
            if (unfolding is not null)
            {
                row[columns - 1] = unfolding[i];
                values[i] += u[columns - 1] * unfolding[i];
            }
        }
        for (int k = 0; k < functions.Length; k++)
            values[n + k] = functions[k].Value(across);
        if (functions.Length > 0 && !Gradients(u, matrix[(n * columns)..], out failure))
            return null;
        if (VectorMath.AllFinite(values[..Equations]) && VectorMath.AllFinite(matrix[..(Equations * columns)]))
            return at;
        failure = StepFailure.NonFinite;
        return null;
    }

    /// <summary>By how much the value of an equation may be off beyond rounding.</summary>
    public double Noise(int equation, Linearisation at) => equation < frame.Dimension || equation >= Equations ? 0 : functions[equation - frame.Dimension].Noise(at.Transverse);

    private bool Gradients(ReadOnlySpan<double> u, Span<double> rows, out StepFailure failure)
    {
        int columns = Unknowns;
        double[] moved = u.ToArray();
        SlopeAccuracy accuracy = Array.Exists(functions, f => f.NeedsSlopes) ? SlopeAccuracy.Exact : SlopeAccuracy.None;
        failure = StepFailure.None;
        for (int j = 0; j < frame.Dimension + frame.Varied; j++)
        {
            double step = Step * Math.Max(1, Math.Abs(u[j]));
            (double high, double low) = (u[j] + step, u[j] - step);
            moved[j] = high;
            Linearisation? after = frame.Linearise(moved, accuracy, out failure);
            moved[j] = low;
            Linearisation? before = after is null ? null : frame.Linearise(moved, accuracy, out failure);
            moved[j] = u[j];
            if (after is null || before is null)
                return false;
            for (int k = 0; k < functions.Length; k++)
                rows[k * columns + j] = (functions[k].Value(after.Transverse) - functions[k].Value(before.Transverse)) / (high - low);
        }
        return true;
    }
}
