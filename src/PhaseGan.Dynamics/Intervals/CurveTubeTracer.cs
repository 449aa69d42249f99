namespace PhaseGan.Dynamics;

/// <summary>Follows a curve by proved pieces (<see cref="CurveTube"/>).</summary>
internal sealed class CurveTubeTracer(IIntervalCurve curve, double scale)
{
    private const int MostPieces = 20_000;

    /// <summary>The first step and the least, as fractions of the whole.</summary>
    private const double First = 1.0 / 64, Least = 1e-10;

    /// <summary>Sections reach this much of a step further than joints, so that a joint's box lies on them.</summary>
    private const double Overlap = 1e-3;

    /// <summary>Pieces after which a curve that comes back to its start is closed.</summary>
    private const int LeastOfLoop = 3;

    private readonly int _n = curve.Dimension;
    private readonly int _conditions = curve.Conditions.Length;

    /// <summary>A point of the curve with the direction in which it is left.</summary>
    public sealed record Joint(CurveTubePiece At, double[] Tangent)
    {
        public double[] Middle => [.. At.Box.Select(i => i.Middle)];
    }

    /// <summary>What a piece leads to: the next joint, or an end.</summary>
    private sealed record Step(CurveTubePiece Piece, Joint? Next, CurveTubeEnd? End);

    /// <summary>The joint from which both arms start: the curve's point nearest to one in the direction across it.</summary>
    public Joint? Start(double[] near)
    {
        double[]? best = null;
        for (int k = 0; k < _n; k++)
        {
            double[] unit = new double[_n];
            unit[k] = 1;
            // the unit vector that is nearest to the tangent has the smallest tangent of unit product
            if (Direction(near, unit) is { } tangent && (best is null || VectorMath.Norm(tangent) < VectorMath.Norm(best)))
                best = tangent;
        }
        if (best is null)
            return null;
        VectorMath.Divide(best, VectorMath.Norm(best));
        return JointAt(best, near, 0, near) is { } joint && Conditions(joint.At.Box.AsSpan()).All(v => v.Low > 0) ? joint : null;
    }

    public CurveTubeArm Follow(Joint seed, bool backward, CancellationToken cancellation)
    {
        var arm = new CurveTubeArm();
        Joint at = backward ? seed with { Tangent = [.. seed.Tangent.Select(v => -v)] } : seed;
        double step = First * scale;
        while (step >= Least * scale && arm.Pieces.Count < MostPieces)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Try(at, step, backward) is not { } done)
            {
                step *= 0.5;
                continue;
            }
            arm.Pieces.Add(done.Piece);
            if (done.End is not null)
            {
                arm.End = done.End;
                return arm;
            }
            if (arm.Pieces.Count > LeastOfLoop && done.Piece.Holds(seed.At.Box.AsSpan()))
            {
                arm.IsClosed = true;
                return arm;
            }
            arm.Joints.Add(done.Next!.At);
            (at, step) = (done.Next, 1.5 * step);
        }
        if (arm.Joints.Count > 0)
            arm.Joints.RemoveAt(arm.Joints.Count - 1);
        return arm;
    }

    /// <summary>A piece of a given length; null where a test fails or a condition is neither positive nor seen to vanish once.</summary>
    private Step? Try(Joint at, double step, bool backward)
    {
        double[] origin = at.Middle, normal = at.Tangent, ahead = [.. origin];
        VectorMath.AddMultiple(ahead, step, normal);
        if (JointAt(normal, origin, step, ahead) is not { } next)
            return null;
        double[] middle = [.. origin.Zip(next.Middle, (a, b) => 0.5 * (a + b))];
        var range = new Interval(-Overlap * step, step + Overlap * step);
        if (RestProof.Try(new CurveSection(curve, normal, origin, range), middle, isCounted: false) is not { } proof)
            return null;
        var piece = new CurveTubePiece(normal, origin, range, proof, backward);
        if (!piece.Holds(at.At.Box.AsSpan()) || !piece.Holds(next.At.Box.AsSpan()))
            return null;
        // where a condition is not positive all over the box, it is seen to rise or to fall along the piece: then its values at both joints tell
        Interval[] over = Conditions(proof.Box.AsSpan()), here = Conditions(at.At.Box.AsSpan()), there = Conditions(next.At.Box.AsSpan());
        int ending = -1;
        for (int i = 0; i < _conditions; i++)
        {
            if (over[i].Low > 0)
                continue;
            Interval? speed = Speed(piece, i);
            if (speed is not { } known || known.Contains(0) || !(here[i].Low > 0))
                return null;
            if (there[i].Low > 0)
                continue;
            if (ending >= 0 || !(there[i].High < 0))
                return null;
            ending = i;
        }
        if (ending < 0)
            return new Step(piece, next, null);
        return EndOf(piece, ending, at, next) is { } end ? new Step(piece, null, end) : null;
    }

    private CurveTubeEnd? EndOf(CurveTubePiece piece, int condition, Joint from, Joint to)
    {
        double first = Conditions(from.At.Box.AsSpan())[condition].Middle, last = Conditions(to.At.Box.AsSpan())[condition].Middle, share = first / (first - last);
        double[] near = [.. from.Middle.Zip(to.Middle, (a, b) => a + share * (b - a))];
        var system = new CurveEndSystem(curve, condition);
        return NearestRoot.Of(system, near) is { } root && RestProof.Try(system, root, isCounted: false) is { } proof && piece.Holds(proof.Box.AsSpan())
            ? new CurveTubeEnd(curve.Conditions[condition], proof)
            : null;
    }

    /// <summary>The derivative of a condition along a piece, by t.</summary>
    private Interval? Speed(CurveTubePiece piece, int condition)
    {
        Interval[] slopes = new Interval[(_n - 1 + _conditions) * _n], matrix = new Interval[_n * _n], right = new Interval[_n];
        curve.EncloseSlopes(piece.Box.AsSpan(), slopes);
        slopes.AsSpan(0, (_n - 1) * _n).CopyTo(matrix);
        for (int k = 0; k < _n; k++)
            matrix[(_n - 1) * _n + k] = piece.Normal[k];
        right[_n - 1] = 1;
        if (IntervalMatrix.Solve(matrix, right, _n, [.. piece.Proof.Preconditioner]) is not { } along)
            return null;
        Interval speed = 0;
        for (int k = 0; k < _n; k++)
            speed += slopes[(_n - 1 + condition) * _n + k] * along[k];
        return speed;
    }

    private Joint? JointAt(double[] normal, double[] origin, double height, double[] near)
    {
        var section = new CurveSection(curve, normal, origin, height);
        if (NearestRoot.Of(section, near) is not { } root || RestProof.Try(section, root, isCounted: false) is not { } proof)
            return null;
        double[]? tangent = Direction([.. proof.Box.Select(i => i.Middle)], normal);
        if (tangent is null)
            return null;
        VectorMath.Divide(tangent, VectorMath.Norm(tangent));
        return new Joint(new CurveTubePiece(normal, origin, height, proof, isReversed: false), tangent);
    }

    /// <summary>The tangent whose product with a vector is 1; null where the equations with that vector are singular.</summary>
    private double[]? Direction(double[] at, double[] along)
    {
        var matrix = new Interval[_n * _n];
        new CurveSection(curve, along, at, 0).EncloseJacobian(IntervalMatrix.Of(at), matrix);
        if (IntervalMatrix.InverseOfMiddle(matrix, _n) is not { } inverse)
            return null;
        var tangent = new double[_n];
        for (int k = 0; k < _n; k++)
            tangent[k] = inverse[k * _n + _n - 1];
        return tangent;
    }

    private Interval[] Conditions(ReadOnlySpan<Interval> box)
    {
        var values = new Interval[_n - 1 + _conditions];
        curve.Enclose(box, values);
        return values[(_n - 1)..];
    }
}
