using System.Numerics;
using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// The step of the Dormand–Prince method of order 8 with its error estimates of orders 5 and 3 and dense output of order 7: at the tolerances of searches for
/// attractors it needs about half the evaluations of the pair 5(4).
/// </summary>
/// <remarks>
/// DOP853: Hairer, Nørsett and Wanner, <em>Solving Ordinary Differential Equations I</em>, 2nd ed., sections II.5 and II.6, with the coefficients of
/// their program. The dense output costs three evaluations in a step where it is asked for.
/// </remarks>
internal sealed class Dop853Stepper<TField> : ExplicitStepper<TField>, IStiffnessGauge
    where TField : IVectorField
{
    private readonly double[] _k2, _k3, _k4, _k5, _k6, _k7, _k8, _k9, _k10, _k11, _k12;
    private readonly double[][] _dense = new double[7][];

    public Dop853Stepper(TField field, double relativeTolerance, double absoluteTolerance)
        : this(field, StepTolerance.Of(relativeTolerance, absoluteTolerance))
    {
    }

    public Dop853Stepper(TField field, StepTolerance tolerance)
        : base(field, tolerance, double.PositiveInfinity, order: 8, beta: 0, shrink: 1.0 / 3, grow: 6)
    {
        (_k2, _k3, _k4, _k5, _k6, _k7) = (NewVector(), NewVector(), NewVector(), NewVector(), NewVector(), NewVector());
        (_k8, _k9, _k10, _k11, _k12) = (NewVector(), NewVector(), NewVector(), NewVector(), NewVector());
        for (int c = 0; c < _dense.Length; c++)
            _dense[c] = NewVector();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override double Attempt(double h)
    {
        int n = Field.Dimension, count = (n + Vector<double>.Count - 1) / Vector<double>.Count;
        Span<double> work = Work.AsSpan(0, n);
        Stages(h);
        LastStage(h, Now, First, Work);
        Field.Evaluate(work, _k12.AsSpan(0, n));
        Evaluations += 11;

        ref Vector<double> y = ref Registers(Now), w = ref Registers(Work), next = ref Registers(Old), k1 = ref Registers(First), k2 = ref Registers(_k2);
        ref Vector<double> k6 = ref Registers(_k6), k7 = ref Registers(_k7), k8 = ref Registers(_k8), k9 = ref Registers(_k9);
        ref Vector<double> k10 = ref Registers(_k10), k11 = ref Registers(_k11), k12 = ref Registers(_k12);
        for (int v = 0; v < count; v++)
        {
            At(ref next, v) = At(ref y, v) + (At(ref k1, v) * 0.054293734116568765 + At(ref k6, v) * 4.450312892752409 + At(ref k7, v) * 1.8915178993145003
                - At(ref k8, v) * 5.801203960010585 + At(ref k9, v) * 0.3111643669578199 - At(ref k10, v) * 0.1521609496625161
                + At(ref k11, v) * 0.20136540080403034 + At(ref k12, v) * 0.04471061572777259) * h;
            Vector<double> scale = Tolerance(v, ref At(ref y, v), ref At(ref next, v));
            Vector<double> e5 = (At(ref k1, v) * 0.01312004499419488 - At(ref k6, v) * 1.2251564463762044 - At(ref k7, v) * 0.4957589496572502
                + At(ref k8, v) * 1.6643771824549864 - At(ref k9, v) * 0.35032884874997366 + At(ref k10, v) * 0.3341791187130175
                + At(ref k11, v) * 0.08192320648511571 - At(ref k12, v) * 0.022355307863886294) / scale;
            Vector<double> e3 = (At(ref k6, v) * 4.450312892752409 - At(ref k1, v) * 0.18980075407240762 + At(ref k7, v) * 1.8915178993145003
                - At(ref k8, v) * 5.801203960010585 - At(ref k9, v) * 0.4226823213237919 - At(ref k10, v) * 0.1521609496625161
                + At(ref k11, v) * 0.20136540080403034 + At(ref k12, v) * 0.02265179219836082) / scale;
            At(ref w, v) = e5 * e5;
            At(ref k2, v) = e3 * e3;
        }
        double five = 0, three = 0;
        foreach (double square in work)
            five += square;
        foreach (double square in _k2.AsSpan(0, n))
            three += square;
        double mixed = five + 0.01 * three;
        return mixed > 0 ? h * five / Math.Sqrt(mixed * n) : mixed;
    }

    /// <summary>Evaluates the second to the eleventh stage.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stages(double h)
    {
        int n = Field.Dimension, count = (n + Vector<double>.Count - 1) / Vector<double>.Count;
        ref Vector<double> y = ref Registers(Now), w = ref Registers(Work), k1 = ref Registers(First), k2 = ref Registers(_k2), k3 = ref Registers(_k3);
        ref Vector<double> k4 = ref Registers(_k4), k5 = ref Registers(_k5), k6 = ref Registers(_k6), k7 = ref Registers(_k7);
        ref Vector<double> k8 = ref Registers(_k8), k9 = ref Registers(_k9), k10 = ref Registers(_k10);
        Span<double> work = Work.AsSpan(0, n);

        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.05260015195876773) * h;
        Field.Evaluate(work, _k2.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.0197250569845379 + At(ref k2, v) * 0.0591751709536137) * h;
        Field.Evaluate(work, _k3.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.02958758547680685 + At(ref k3, v) * 0.08876275643042054) * h;
        Field.Evaluate(work, _k4.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.2413651341592667 - At(ref k3, v) * 0.8845494793282861 + At(ref k4, v) * 0.924834003261792) * h;
        Field.Evaluate(work, _k5.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.037037037037037035 + At(ref k4, v) * 0.17082860872947386 + At(ref k5, v) * 0.12546768756682242) * h;
        Field.Evaluate(work, _k6.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.037109375 + At(ref k4, v) * 0.17025221101954405 + At(ref k5, v) * 0.06021653898045596
                - At(ref k6, v) * 0.017578125) * h;
        }
        Field.Evaluate(work, _k7.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.03709200011850479 + At(ref k4, v) * 0.17038392571223998 + At(ref k5, v) * 0.10726203044637328
                - At(ref k6, v) * 0.015319437748624402 + At(ref k7, v) * 0.008273789163814023) * h;
        }
        Field.Evaluate(work, _k8.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.6241109587160757 - At(ref k4, v) * 3.3608926294469414 - At(ref k5, v) * 0.868219346841726
                + At(ref k6, v) * 27.59209969944671 + At(ref k7, v) * 20.154067550477894 - At(ref k8, v) * 43.48988418106996) * h;
        }
        Field.Evaluate(work, _k9.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 0.47766253643826434 - At(ref k4, v) * 2.4881146199716677 - At(ref k5, v) * 0.590290826836843
                + At(ref k6, v) * 21.230051448181193 + At(ref k7, v) * 15.279233632882423 - At(ref k8, v) * 33.28821096898486
                - At(ref k9, v) * 0.020331201708508627) * h;
        }
        Field.Evaluate(work, _k10.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref y, v) + (At(ref k4, v) * 5.186372428844064 - At(ref k1, v) * 0.9371424300859873 + At(ref k5, v) * 1.0914373489967295
                - At(ref k6, v) * 8.149787010746927 - At(ref k7, v) * 18.52006565999696 + At(ref k8, v) * 22.739487099350505
                + At(ref k9, v) * 2.4936055526796523 - At(ref k10, v) * 3.0467644718982196) * h;
        }
        Field.Evaluate(work, _k11.AsSpan(0, n));
    }

    /// <summary>Where the last stage of a step from a state evaluates the field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LastStage(double h, double[] from, double[] derivative, double[] destination)
    {
        ref Vector<double> w = ref Registers(destination), y = ref Registers(from), k1 = ref Registers(derivative), k4 = ref Registers(_k4);
        ref Vector<double> k5 = ref Registers(_k5), k6 = ref Registers(_k6), k7 = ref Registers(_k7), k8 = ref Registers(_k8);
        ref Vector<double> k9 = ref Registers(_k9), k10 = ref Registers(_k10), k11 = ref Registers(_k11);
        int count = from.Length / Vector<double>.Count;
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * 2.273310147516538 - At(ref k4, v) * 10.53449546673725 - At(ref k5, v) * 2.0008720582248625
                - At(ref k6, v) * 17.9589318631188 + At(ref k7, v) * 27.94888452941996 - At(ref k8, v) * 2.8589982771350235
                - At(ref k9, v) * 8.87285693353063 + At(ref k10, v) * 12.360567175794303 + At(ref k11, v) * 0.6433927460157636) * h;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// From the field at the new state and at that of the last stage, which belongs to the same time: Hairer and Wanner, <em>Solving Ordinary Differential
    /// Equations II</em>, 2nd ed., section IV.2. To be asked before the dense output, which needs the stages' places.
    /// </remarks>
    public double StepTimesRate
    {
        get
        {
            LastStage(StepLength, Old, Last, _k2);
            double apart = 0, change = 0;
            for (int i = 0; i < Dimension; i++)
            {
                apart = Math.Max(apart, Math.Abs(Now[i] - _k2[i]));
                change = Math.Max(change, Math.Abs(First[i] - _k12[i]));
            }
            double product = StepLength * change / apart;
            return double.IsFinite(product) ? product : 0;
        }
    }

    /// <summary>Evaluates the field at the new state.</summary>
    protected override void Arrive()
    {
        Field.Evaluate(Old.AsSpan(0, Dimension), Last.AsSpan(0, Dimension));
        Evaluations++;
    }

    /// <inheritdoc/>
    protected override double Dense(double theta, int i)
    {
        double other = 1 - theta;
        double[][] f = _dense;
        return Old[i] + theta * (f[0][i] + other * (f[1][i] + theta * (f[2][i] + other * (f[3][i] + theta * (f[4][i] + other * (f[5][i] + theta * f[6][i]))))));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void PrepareDense()
    {
        // Old and Last are the state and derivative before, Now and First the new ones; the stages 2, 3 and 4 are not needed any more
        int n = Dimension, count = Now.Length / Vector<double>.Count;
        double h = StepLength;
        ref Vector<double> old = ref Registers(Old), now = ref Registers(Now), w = ref Registers(Work);
        ref Vector<double> k1 = ref Registers(Last), k6 = ref Registers(_k6), k7 = ref Registers(_k7), k8 = ref Registers(_k8), k9 = ref Registers(_k9);
        ref Vector<double> k10 = ref Registers(_k10), k11 = ref Registers(_k11), k12 = ref Registers(_k12), k13 = ref Registers(First);
        ref Vector<double> k14 = ref Registers(_k2), k15 = ref Registers(_k3), k16 = ref Registers(_k4);
        Span<double> work = Work.AsSpan(0, n);
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref old, v) + (At(ref k1, v) * 0.056167502283047954 + At(ref k7, v) * 0.25350021021662483 - At(ref k8, v) * 0.2462390374708025
                - At(ref k9, v) * 0.12419142326381637 + At(ref k10, v) * 0.15329179827876568 + At(ref k11, v) * 0.00820105229563469
                + At(ref k12, v) * 0.007567897660545699 - At(ref k13, v) * 0.008298) * h;
        }
        Field.Evaluate(work, _k2.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref old, v) + (At(ref k1, v) * 0.03183464816350214 + At(ref k6, v) * 0.028300909672366776 + At(ref k7, v) * 0.053541988307438566
                - At(ref k8, v) * 0.05492374857139099 - At(ref k11, v) * 0.00010834732869724932 + At(ref k12, v) * 0.0003825710908356584
                - At(ref k13, v) * 0.00034046500868740456 + At(ref k14, v) * 0.1413124436746325) * h;
        }
        Field.Evaluate(work, _k3.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref old, v) + (At(ref k7, v) * 7.683421196062599 - At(ref k1, v) * 0.42889630158379194 - At(ref k6, v) * 4.697621415361164
                + At(ref k8, v) * 4.06898981839711 + At(ref k9, v) * 0.3567271874552811 - At(ref k13, v) * 0.0013990241651590145
                + At(ref k14, v) * 2.9475147891527724 - At(ref k15, v) * 9.15095847217987) * h;
        }
        Field.Evaluate(work, _k4.AsSpan(0, n));
        Evaluations += 3;
        ref Vector<double> f0 = ref Registers(_dense[0]), f1 = ref Registers(_dense[1]), f2 = ref Registers(_dense[2]), f3 = ref Registers(_dense[3]);
        ref Vector<double> f4 = ref Registers(_dense[4]), f5 = ref Registers(_dense[5]), f6 = ref Registers(_dense[6]);
        for (int v = 0; v < count; v++)
        {
            Vector<double> difference = At(ref now, v) - At(ref old, v), from = At(ref k1, v) * h, to = At(ref k13, v) * h;
            At(ref f0, v) = difference;
            At(ref f1, v) = from - difference;
            At(ref f2, v) = difference + difference - (from + to);
            At(ref f3, v) = (At(ref k6, v) * 0.5667149535193777 - At(ref k1, v) * 8.428938276109013 - At(ref k7, v) * 3.0689499459498917
                + At(ref k8, v) * 2.38466765651207 + At(ref k9, v) * 2.117034582445028 - At(ref k10, v) * 0.871391583777973
                + At(ref k11, v) * 2.2404374302607883 + At(ref k12, v) * 0.6315787787694688 - At(ref k13, v) * 0.08899033645133331
                + At(ref k14, v) * 18.148505520854727 - At(ref k15, v) * 9.194632392478356 - At(ref k16, v) * 4.436036387594894) * h;
            At(ref f4, v) = (At(ref k1, v) * 10.427508642579134 + At(ref k6, v) * 242.28349177525817 + At(ref k7, v) * 165.20045171727028
                - At(ref k8, v) * 374.5467547226902 - At(ref k9, v) * 22.113666853125306 + At(ref k10, v) * 7.733432668472264
                - At(ref k11, v) * 30.674084731089398 - At(ref k12, v) * 9.332130526430229 + At(ref k13, v) * 15.697238121770845
                - At(ref k14, v) * 31.139403219565178 - At(ref k15, v) * 9.35292435884448 + At(ref k16, v) * 35.81684148639408) * h;
            At(ref f5, v) = (At(ref k1, v) * 19.985053242002433 - At(ref k6, v) * 387.0373087493518 - At(ref k7, v) * 189.17813819516758
                + At(ref k8, v) * 527.8081592054236 - At(ref k9, v) * 11.57390253995963 + At(ref k10, v) * 6.8812326946963
                - At(ref k11, v) * 1.0006050966910838 + At(ref k12, v) * 0.7777137798053443 - At(ref k13, v) * 2.778205752353508
                - At(ref k14, v) * 60.19669523126412 + At(ref k15, v) * 84.32040550667716 + At(ref k16, v) * 11.99229113618279) * h;
            At(ref f6, v) = (At(ref k8, v) * 357.6391179106141 - At(ref k1, v) * 25.69393346270375 - At(ref k6, v) * 154.18974869023643
                - At(ref k7, v) * 231.5293791760455 + At(ref k9, v) * 93.40532418362432 - At(ref k10, v) * 37.45832313645163
                + At(ref k11, v) * 104.0996495089623 + At(ref k12, v) * 29.8402934266605 - At(ref k13, v) * 43.53345659001114
                + At(ref k14, v) * 96.32455395918828 - At(ref k15, v) * 39.17726167561544 - At(ref k16, v) * 149.72683625798564) * h;
        }
    }
}
