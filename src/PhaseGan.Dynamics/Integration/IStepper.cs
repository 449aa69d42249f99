namespace PhaseGan.Dynamics;

/// <summary>A method that moves a state along a field in steps of its own choice, explicit or implicit.</summary>
internal interface IStepper
{
    /// <summary>Time after the last accepted step.</summary>
    double Time { get; }

    /// <summary>Time before the last accepted step.</summary>
    double TimeBefore { get; }

    /// <summary>The step that the controller proposes next.</summary>
    double NextStep { get; }

    /// <summary>State at <see cref="Time"/>.</summary>
    ReadOnlySpan<double> State { get; }

    /// <summary>State at <see cref="TimeBefore"/>.</summary>
    ReadOnlySpan<double> StateBefore { get; }

    /// <summary>The field at <see cref="State"/>.</summary>
    ReadOnlySpan<double> Derivative { get; }

    /// <summary>Steps that met the tolerances.</summary>
    long Accepted { get; }

    /// <summary>Steps that were tried and are repeated shorter.</summary>
    long Rejected { get; }

    /// <summary>Evaluations of the field.</summary>
    long Evaluations { get; }

    /// <summary>Puts the stepper at a state; false if the field is not finite there.</summary>
    bool Start(double time, ReadOnlySpan<double> y, double? firstStep = null, double end = double.PositiveInfinity);

    /// <summary>Tries one step, not beyond <paramref name="end"/>. On success the state has moved; on rejection only the proposed step has changed.</summary>
    StepOutcome TryStep(double end);

    /// <summary>Writes the dense output at the fraction θ ∈ [0, 1] of the last accepted step.</summary>
    void Interpolate(double theta, Span<double> destination);

    /// <summary>One coordinate of the dense output.</summary>
    double Interpolate(double theta, int coordinate);
}
