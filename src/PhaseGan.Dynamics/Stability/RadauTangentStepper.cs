namespace PhaseGan.Dynamics;

/// <summary>
/// Radau IIA steps of a field that carry k tangent vectors along: the implicit counterpart of an explicit method on a <see cref="VariationalField{TField}"/>,
/// with the same coordinates.
/// </summary>
/// <remarks>
/// The tangents are those of the discrete step: with stages z_i = hΣa_ij f(y + z_j) their derivatives solve δz_i − hΣa_ij J_j δz_j = hΣa_ij J_j δy with the Jacobians J_j
/// at the stages, one linear system of 3N unknowns a step. Hairer, Nørsett and Wanner, <em>Solving Ordinary Differential Equations I</em>, 2nd ed., section II.6
/// ("internal differentiation").
/// </remarks>
internal sealed class RadauTangentStepper<TField> : IStepper
    where TField : IVectorField
{
    private const int Stages = 3;

    private readonly TField _field;
    private readonly RadauStepper<TField> _stepper;
    private readonly VariationalField<TField> _variational;
    private readonly RealLu _system;
    private readonly int _n, _k;
    private readonly double[] _state, _before, _derivative, _places, _jacobians, _moves, _column;
    private double _step;

    /// <param name="field">The field, of dimension N.</param>
    /// <param name="tangents">k in [1, N].</param>
    /// <param name="relativeTolerance">Relative tolerance on the local error of each coordinate of the field.</param>
    /// <param name="absoluteTolerance">Absolute tolerance.</param>
    public RadauTangentStepper(TField field, int tangents, double relativeTolerance, double absoluteTolerance)
    {
        (_field, _n, _k) = (field, field.Dimension, tangents);
        _stepper = new RadauStepper<TField>(field, relativeTolerance, absoluteTolerance);
        _variational = new VariationalField<TField>(field, tangents);
        _system = new RealLu(Stages * _n);
        int size = _variational.Dimension;
        (_state, _before, _derivative) = (new double[size], new double[size], new double[size]);
        (_places, _jacobians, _column) = (new double[Stages * _n], new double[Stages * _n * _n], new double[Stages * _n]);
        _moves = new double[Stages * _n * _k];
    }

    /// <inheritdoc/>
    public double Time => _stepper.Time;

    /// <inheritdoc/>
    public double TimeBefore => _stepper.TimeBefore;

    /// <inheritdoc/>
    public double NextStep => _stepper.NextStep;

    /// <inheritdoc/>
    public ReadOnlySpan<double> State => _state;

    /// <inheritdoc/>
    public ReadOnlySpan<double> StateBefore => _before;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Derivative
    {
        get
        {
            _variational.Evaluate(_state, _derivative);
            return _derivative;
        }
    }

    /// <inheritdoc/>
    public long Accepted => _stepper.Accepted;

    /// <inheritdoc/>
    public long Rejected => _stepper.Rejected;

    /// <inheritdoc/>
    public long Evaluations => _stepper.Evaluations;

    /// <inheritdoc/>
    public bool Start(double time, ReadOnlySpan<double> y, double? firstStep = null, double end = double.PositiveInfinity)
    {
        y.CopyTo(_state);
        y.CopyTo(_before);
        Array.Clear(_moves);
        return _stepper.Start(time, y[.._n], firstStep, end);
    }

    /// <inheritdoc/>
    public StepOutcome TryStep(double end)
    {
        StepOutcome outcome = _stepper.TryStep(end);
        if (outcome != StepOutcome.Accepted)
            return outcome;
        _state.CopyTo(_before, 0);
        _stepper.State.CopyTo(_state);
        _step = _stepper.StepLength;
        if (_step == 0)
        {
            Array.Clear(_moves);
            return outcome;
        }
        return Carry() ? outcome : StepOutcome.NonFinite;
    }

    /// <inheritdoc/>
    public void Interpolate(double theta, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = Interpolate(theta, i);
    }

    /// <inheritdoc/>
    public double Interpolate(double theta, int coordinate)
    {
        if (coordinate < _n)
            return _stepper.Interpolate(theta, coordinate);
        // the cubic through 0 at the start of the step and the moves at the stages
        const double c3 = 1;
        double c1 = RadauTable.C1, c2 = RadauTable.C2;
        double l1 = theta * (theta - c2) * (theta - c3) / (c1 * (c1 - c2) * (c1 - c3));
        double l2 = theta * (theta - c1) * (theta - c3) / (c2 * (c2 - c1) * (c2 - c3));
        double l3 = theta * (theta - c1) * (theta - c2) / (c3 * (c3 - c1) * (c3 - c2));
        int entry = coordinate - _n, size = _n * _k;
        return _before[coordinate] + l1 * _moves[entry] + l2 * _moves[size + entry] + l3 * _moves[2 * size + entry];
    }

    /// <summary>Moves the tangents over the step just taken; false if the system is singular or not finite.</summary>
    private bool Carry()
    {
        int n = _n, size = Stages * n;
        _stepper.CopyStages(_places);
        for (int j = 0; j < Stages; j++)
            _field.Jacobian(_places.AsSpan(j * n, n), _jacobians.AsSpan(j * n * n, n * n));
        for (int j = 0; j < Stages; j++)
        {
            for (int l = 0; l < n; l++)
            {
                Span<double> column = _system.Matrix.AsSpan((j * n + l) * size, size);
                for (int i = 0; i < Stages; i++)
                {
                    double weight = _step * RadauTable.A[Stages * i + j];
                    for (int m = 0; m < n; m++)
                        column[i * n + m] = -weight * _jacobians[(j * n + m) * n + l];
                }
                column[j * n + l]++;
            }
        }
        if (!_system.Factor())
            return false;
        for (int t = 0; t < _k; t++)
        {
            Array.Clear(_column);
            for (int j = 0; j < Stages; j++)
            {
                for (int m = 0; m < n; m++)
                {
                    double rate = 0;
                    for (int l = 0; l < n; l++)
                        rate += _jacobians[(j * n + m) * n + l] * _before[n + l * _k + t];
                    for (int i = 0; i < Stages; i++)
                        _column[i * n + m] += _step * RadauTable.A[Stages * i + j] * rate;
                }
            }
            _system.Solve(_column);
            for (int i = 0; i < Stages; i++)
                for (int m = 0; m < n; m++)
                    _moves[(i * n + m) * _k + t] = _column[i * n + m];
            for (int m = 0; m < n; m++)
                _state[n + m * _k + t] = _before[n + m * _k + t] + _column[2 * n + m];
        }
        return true;
    }
}
