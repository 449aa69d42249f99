using System.Numerics;
using System.Runtime.CompilerServices;
using static PhaseGan.Dynamics.DormandPrinceTable;

namespace PhaseGan.Dynamics;

/// <summary>
/// The step of the Dormand–Prince pair 5(4) with first-same-as-last stages, proportional-integral step control and 4th-order dense output:
/// the engine under <see cref="DormandPrince"/>.
/// </summary>
/// <remarks>
/// Coefficients: <see cref="DormandPrinceTable"/>. Continuous extension: Hairer, Nørsett and Wanner, <em>Solving Ordinary Differential Equations I</em>, 2nd ed.,
/// section II.6 (β = 0.04).
/// </remarks>
internal sealed class DormandPrinceStepper<TField> : ExplicitStepper<TField>, ITrajectoryStepper
    where TField : IVectorField
{
    private readonly double[] _k2, _k3, _k4, _k5, _k6;
    private readonly double[][] _dense;

    public DormandPrinceStepper(TField field, double relativeTolerance, double absoluteTolerance, double maxStep = double.PositiveInfinity)
        : this(field, StepTolerance.Of(relativeTolerance, absoluteTolerance), maxStep)
    {
    }

    public DormandPrinceStepper(TField field, StepTolerance tolerance, double maxStep = double.PositiveInfinity)
        : base(field, tolerance, maxStep, order: 5, beta: 0.04, shrink: 0.2, grow: 10)
    {
        (_k2, _k3, _k4, _k5, _k6) = (NewVector(), NewVector(), NewVector(), NewVector(), NewVector());
        _dense = [new double[Dimension], new double[Dimension], new double[Dimension], new double[Dimension], new double[Dimension]];
    }

    /// <summary>Writes the five coefficient vectors of the dense output of the last accepted step, one after the other.</summary>
    public void CopyDense(Span<double> destination)
    {
        ReadyDense();
        for (int c = 0; c < 5; c++)
            _dense[c].CopyTo(destination[(c * Dimension)..]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override double Attempt(double h)
    {
        int n = Dimension, count = Now.Length / Vector<double>.Count;
        ref Vector<double> y = ref Registers(Now), w = ref Registers(Work), next = ref Registers(Old);
        ref Vector<double> k1 = ref Registers(First), k2 = ref Registers(_k2), k3 = ref Registers(_k3), k4 = ref Registers(_k4);
        ref Vector<double> k5 = ref Registers(_k5), k6 = ref Registers(_k6), k7 = ref Registers(Last);
        Span<double> work = Work.AsSpan(0, n);

        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + At(ref k1, v) * (h * A21);
        Field.Evaluate(work, _k2.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * A31 + At(ref k2, v) * A32) * h;
        Field.Evaluate(work, _k3.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * A41 + At(ref k2, v) * A42 + At(ref k3, v) * A43) * h;
        Field.Evaluate(work, _k4.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * A51 + At(ref k2, v) * A52 + At(ref k3, v) * A53 + At(ref k4, v) * A54) * h;
        Field.Evaluate(work, _k5.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * A61 + At(ref k2, v) * A62 + At(ref k3, v) * A63 + At(ref k4, v) * A64 + At(ref k5, v) * A65) * h;
        Field.Evaluate(work, _k6.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref next, v) = At(ref y, v) + (At(ref k1, v) * B1 + At(ref k3, v) * B3 + At(ref k4, v) * B4 + At(ref k5, v) * B5 + At(ref k6, v) * B6) * h;
        Field.Evaluate(Old.AsSpan(0, n), Last.AsSpan(0, n));
        Evaluations += 6;

        for (int v = 0; v < count; v++)
        {
            Vector<double> error = (At(ref k1, v) * E1 + At(ref k3, v) * E3 + At(ref k4, v) * E4 + At(ref k5, v) * E5 + At(ref k6, v) * E6 + At(ref k7, v) * E7) * h;
            error /= Tolerance(v, ref At(ref y, v), ref At(ref next, v));
            At(ref w, v) = error * error;
        }
        double sum = 0;
        foreach (double square in work)
            sum += square;
        return Math.Sqrt(sum / n);
    }

    /// <summary>Nothing to do: the last stage is the field at the new state.</summary>
    protected override void Arrive()
    {
    }

    /// <inheritdoc/>
    protected override double Dense(double theta, int i)
    {
        double other = 1 - theta;
        return _dense[0][i] + theta * (_dense[1][i] + other * (_dense[2][i] + theta * (_dense[3][i] + other * _dense[4][i])));
    }

    /// <inheritdoc/>
    protected override void PrepareDense()
    {
        // after an accepted step: Old and Last are the state and derivative before, Now and First the new ones
        double h = StepLength;
        double[] old = Old, now = Now, k1 = Last, k7 = First, k3 = _k3, k4 = _k4, k5 = _k5, k6 = _k6;
        for (int i = 0; i < Dimension; i++)
        {
            double difference = now[i] - old[i];
            double bend = h * k1[i] - difference;
            _dense[0][i] = old[i];
            _dense[1][i] = difference;
            _dense[2][i] = bend;
            _dense[3][i] = difference - h * k7[i] - bend;
            _dense[4][i] =
                h * (-12715105075.0 / 11282082432 * k1[i] + 87487479700.0 / 32700410799 * k3[i] - 10690763975.0 / 1880347072 * k4[i]
                    + 701980252875.0 / 199316789632 * k5[i] - 1453857185.0 / 822651844 * k6[i] + 69997945.0 / 29380423 * k7[i]);
        }
    }
}
