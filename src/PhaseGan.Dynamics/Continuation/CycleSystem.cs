namespace PhaseGan.Dynamics;

/// <summary>The equations of a cycle in the unknowns of a frame: each segment ends where the next one begins, and the phase is that of another cycle nearby.</summary>
/// <remarks>
/// The condition on the phase is the integral one, Σ wᵢ⟨xᵢ − x̂ᵢ, f(x̂ᵢ)⟩ = 0 over the starts of the segments with their shares of the period. Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>,
/// 3rd ed., section 10.2. Of f the part across x̂ and across states that rest is taken, as the integral leaves no other: then cycles of any size meet the condition, down to the fixed point itself.
/// </remarks>
/// <param name="frame">The frame.</param>
/// <param name="flow">Follows motions.</param>
/// <param name="reference">Unknowns of the cycle that gives the phase.</param>
/// <param name="velocity">Its velocity in the units of the unknowns, of any length; states alone.</param>
internal sealed class CycleSystem(CycleFrame frame, CycleFlow flow, double[] reference, double[] velocity)
{
    /// <summary>Where less of the velocity than this share, squared, is left, the sum over a few places is no integral, and the whole velocity gives the phase.</summary>
    private const double LeastPhase = 0.25;

    /// <summary>A reference that is smaller, in units of the sizes, is a fixed point, with the rounding of it.</summary>
    private const double LeastDeviation = 1e-9;

    /// <summary>A finer segment ends where it shrinks a direction by this share of what it makes of the largest one; there are so many of them at most.</summary>
    private const double Flat = 1e-3;

    private const int MostFine = 1000;

    private readonly double _speed = VectorMath.Norm(velocity);
    private readonly double[] _phase = PhaseRow(frame, reference, velocity);

    /// <summary>The frame.</summary>
    public CycleFrame Frame => frame;

    /// <summary>Follows motions.</summary>
    public CycleFlow Flow => flow;

    /// <summary>The system whose phase is that of states near a cycle; null outside of the family's domain.</summary>
    public static CycleSystem? Of(CycleFrame frame, CycleFlow flow, double[] u)
    {
        if (CycleField.At(frame, frame.Place(u)) is not { } field)
            return null;
        int n = frame.Dimension;
        double[] velocity = new double[frame.PeriodPlace], rate = new double[field.Dimension];
        for (int s = 0; s < frame.Segments; s++)
        {
            field.Evaluate(CycleFlow.Start(frame, u, s), rate);
            for (int i = 0; i < n; i++)
                velocity[s * n + i] = rate[i] * frame.Weight(s);
        }
        return VectorMath.Norm(velocity) is > 0 and < double.PositiveInfinity ? new CycleSystem(frame, flow, u, velocity) : null;
    }

    /// <summary>The cosine of the angle between the velocities of the reference and of a cycle.</summary>
    public double Alignment(CycleEvaluation cycle) => VectorMath.Dot(velocity, cycle.Velocity) / (_speed * VectorMath.Norm(cycle.Velocity));

    /// <summary>The same equations with another tolerance of integration.</summary>
    public CycleSystem With(double tolerance) => With(flow.With(tolerance));

    /// <summary>The same equations with another way to follow motions.</summary>
    public CycleSystem With(CycleFlow other) => new(frame, other, reference, velocity);

    /// <summary>The equations and their derivatives at unknowns; null with a reason.</summary>
    /// <param name="u">The unknowns.</param>
    /// <param name="failure">Why there is nothing.</param>
    /// <param name="isHeld">Whether derivatives by the parameters are not wanted: they are then zero, and motions cost less.</param>
    /// <param name="like">Equations nearby, on the same mesh, whose steps are repeated as long as they serve; null for steps of its own.</param>
    public CycleEvaluation? Evaluate(double[] u, out StepFailure failure, bool isHeld = false, CycleEvaluation? like = null)
    {
        int n = frame.Dimension, m = frame.Segments, columns = frame.Unknowns, full = isHeld ? n : n + frame.Varied;
        failure = StepFailure.NonFinite;
        if (!VectorMath.AllFinite(u) || !double.IsFinite(frame.Period(u)))
            return null;
        if (CycleField.At(frame, frame.Place(u), isHeld) is not { } field)
        {
            failure = StepFailure.OutsideDomain;
            return null;
        }
        double[][]? known = flow.IsStiff ? null : like?.Steps;
        double[][] steps = new double[m][];
        var result = new CycleEvaluation(this, [.. u]);
        double period = frame.Period(u);
        IStepper stepper = flow.Stepper(field, isRepeated: known is not null);
        double? firstStep = null;
        double[] rate = new double[n];
        for (int s = 0; s < m; s++)
        {
            double[] start = CycleFlow.Start(frame, u, s)[..full];
            field.Evaluate(start, rate);
            for (int i = 0; i < n; i++)
                result.Velocity[s * n + i] = rate[i] * frame.Weight(s);
            double time = frame.Shares[s] * period;
            failure = Reach(ref stepper, field, start, time, firstStep, known?[s], out steps[s]);
            if (failure != StepFailure.None)
                return known is null ? null : Evaluate(u, out failure, isHeld);
            firstStep = stepper.NextStep;
            field.Evaluate(stepper.State[..n], rate);
            Fill(result, s, stepper.State, rate, full, time);
        }
        result.Steps = flow.IsStiff ? null : steps;
        int phase = frame.PeriodPlace;
        for (int i = 0; i < phase; i++)
        {
            result.Matrix[phase * columns + i] = _phase[i];
            result.Values[phase] += _phase[i] * (u[i] - reference[i]);
        }
        if (VectorMath.AllFinite(result.Values) && VectorMath.AllFinite(result.Matrix))
            return result;
        failure = StepFailure.NonFinite;
        return null;
    }

    /// <summary>The derivatives over segments that end where motions have come together by much, and the velocities at their starts; null where a motion fails or there would be too many.</summary>
    /// <param name="u">The unknowns.</param>
    public (double[][] Blocks, double[][] Velocities)? Fine(double[] u)
    {
        int n = frame.Dimension;
        if (CycleField.At(frame, frame.Place(u), isHeld: true) is not { } field)
            return null;
        List<double[]> blocks = [], velocities = [];
        IStepper stepper = flow.Stepper(field);
        double? firstStep = null;
        for (int s = 0; s < frame.Segments; s++)
        {
            double[] start = CycleFlow.Start(frame, u, s)[..n];
            for (double left = frame.Shares[s] * frame.Period(u); left > 0; left -= stepper.Time)
            {
                if (blocks.Count == MostFine || flow.Carry(ref stepper, field, start, left, firstStep, reached => !IsFlat(Block(reached.State))) != StepFailure.None)
                    return null;
                var velocity = new double[n];
                field.Evaluate(start, velocity);
                velocities.Add(velocity);
                blocks.Add(Block(stepper.State));
                start = [.. stepper.State[..n]];
                firstStep = stepper.NextStep;
            }
        }
        return ([.. blocks], [.. velocities]);

        double[] Block(ReadOnlySpan<double> state) => [.. state.Slice(CycleFlow.TangentsFrom(state, n), n * n)];

        bool IsFlat(double[] block) => SingularValues.Of(block, n).Values is var values && values[^1] < Flat * values[0];
    }

    /// <summary>The unit row of the condition on the phase.</summary>
    private static double[] PhaseRow(CycleFrame frame, double[] reference, double[] velocity)
    {
        double[] row = frame.Deviations(velocity), deviations = frame.Deviations(reference);
        double size = VectorMath.Norm(deviations);
        if (size > LeastDeviation)
        {
            VectorMath.Divide(deviations, size);
            VectorMath.RemoveAlong(row, deviations);
        }
        if (!(VectorMath.SumOfSquares(row) > LeastPhase * VectorMath.SumOfSquares(velocity)))
            row = [.. velocity];
        VectorMath.Divide(row, VectorMath.Norm(row));
        return row;
    }

    /// <summary>Carries a state and its tangents over a segment, by known steps or by its own, which are then handed over.</summary>
    private StepFailure Reach(ref IStepper stepper, CycleField field, double[] start, double time, double? firstStep, double[]? known, out double[] steps)
    {
        if (known is not null)
        {
            steps = known;
            return flow.Repeat(stepper, field, start, time, known) ? StepFailure.None : StepFailure.NoConvergence;
        }
        var taken = new List<double>();
        StepFailure failure = flow.Carry(ref stepper, field, start, time, firstStep, steps: taken);
        steps = [.. taken];
        return failure;
    }

    /// <summary>The equations of one segment.</summary>
    private void Fill(CycleEvaluation result, int s, ReadOnlySpan<double> carried, ReadOnlySpan<double> rate, int full, double time)
    {
        int n = frame.Dimension, from = CycleFlow.TangentsFrom(carried, full), columns = frame.Unknowns, next = (s + 1) % frame.Segments;
        double weight = frame.Weight(s), ratio = weight / frame.Weight(next);
        for (int i = 0; i < n; i++)
        {
            int row = s * n + i;
            Span<double> matrix = result.Matrix.AsSpan(row * columns, columns);
            ReadOnlySpan<double> tangents = carried.Slice(from + i * full, full);
            for (int j = 0; j < n; j++)
            {
                matrix[s * n + j] += tangents[j];
                result.Blocks[s][i * n + j] = tangents[j];
            }
            matrix[next * n + i] -= ratio;
            matrix[frame.PeriodPlace] = weight * time * rate[i];
            for (int j = 0; j < full - n; j++)
                matrix[frame.PeriodPlace + 1 + j] = weight * tangents[n + j];
            result.Values[row] = weight * carried[i] - ratio * result.Unknowns[next * n + i];
        }
    }
}
