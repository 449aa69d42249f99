namespace PhaseGan.Dynamics;

/// <summary>
/// The method of order 8 where the motion is smooth, and Radau IIA where stability would limit its steps: one stepper that goes from the one to the other as
/// the field along the path asks for it.
/// </summary>
/// <remarks>A change happens at the beginning of a step, so that the dense output of the last one stays until then. The implicit method takes its memory when it is first needed.</remarks>
internal sealed class SwitchingStepper<TField>(TField field, double relativeTolerance, double absoluteTolerance) : IStepper
    where TField : IVectorField
{
    private readonly Dop853Stepper<TField> _explicit = new(field, relativeTolerance, absoluteTolerance);
    private readonly StiffnessWatch _watch = new();
    private RadauStepper<TField>? _implicit;
    private bool _isChangeDue;

    /// <summary>Whether the implicit method is at work.</summary>
    public bool IsStiff { get; private set; }

    /// <inheritdoc/>
    public double Time => Current.Time;

    /// <inheritdoc/>
    public double TimeBefore => Current.TimeBefore;

    /// <inheritdoc/>
    public double NextStep => Current.NextStep;

    /// <inheritdoc/>
    public ReadOnlySpan<double> State => Current.State;

    /// <inheritdoc/>
    public ReadOnlySpan<double> StateBefore => Current.StateBefore;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Derivative => Current.Derivative;

    /// <inheritdoc/>
    public long Accepted => _explicit.Accepted + (_implicit?.Accepted ?? 0);

    /// <inheritdoc/>
    public long Rejected => _explicit.Rejected + (_implicit?.Rejected ?? 0);

    /// <inheritdoc/>
    public long Evaluations => _explicit.Evaluations + (_implicit?.Evaluations ?? 0);

    private IStiffnessGauge Current => IsStiff ? _implicit! : _explicit;

    /// <inheritdoc/>
    public bool Start(double time, ReadOnlySpan<double> y, double? firstStep = null, double end = double.PositiveInfinity)
    {
        (IsStiff, _isChangeDue) = (false, false);
        return _explicit.Start(time, y, firstStep, end);
    }

    /// <inheritdoc/>
    public StepOutcome TryStep(double end)
    {
        if (_isChangeDue)
            Change(end);
        StepOutcome outcome = Current.TryStep(end);
        if (outcome == StepOutcome.Accepted)
            _isChangeDue = IsStiff ? _watch.HasEased(_implicit!) : _watch.IsStiff(_explicit);
        return outcome;
    }

    /// <inheritdoc/>
    public void Interpolate(double theta, Span<double> destination) => Current.Interpolate(theta, destination);

    /// <inheritdoc/>
    public double Interpolate(double theta, int coordinate) => Current.Interpolate(theta, coordinate);

    /// <summary>Goes over to the other method, unless it finds the field or its Jacobian not finite.</summary>
    private void Change(double end)
    {
        _isChangeDue = false;
        bool isReady;
        if (IsStiff)
        {
            isReady = _explicit.Start(Time, State, null, end);
        }
        else
        {
            _implicit ??= new RadauStepper<TField>(field, relativeTolerance, absoluteTolerance);
            isReady = _implicit.Start(Time, State, _explicit.NextStep, end);
        }
        if (isReady)
            IsStiff = !IsStiff;
    }
}
