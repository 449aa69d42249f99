using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>What the watches of one search share: the trajectory, its windows and section, scales, and what stood in the way so far.</summary>
internal sealed class SearchContext<TField>
    where TField : IVectorField
{
    private readonly IArrowField? _arrow;
    private readonly ArrowMatrix? _arrowJacobian;
    private readonly Lazy<double[]> _jacobian;
    private readonly double[] _diagonal;

    public SearchContext(TField field, AttractorOptions options, double elapsed, double absoluteTolerance)
    {
        (Field, Options, Elapsed, AbsoluteTolerance) = (field, options, elapsed, absoluteTolerance);
        Dimension = field.Dimension;
        Manifold = field as IRestManifold;
        (Original, TimeUnit) = field is ScaledField scaled ? (scaled.Original, scaled.TimeUnit) : (field, 1.0);
        Candidates = Original as ICaptureCandidates;
        Stepper = new SwitchingStepper<TField>(field, options.RelativeTolerance, absoluteTolerance);
        (Start, Work, _diagonal) = (new double[Dimension], new double[Dimension], new double[Dimension]);
        // with many features few ask for all of it
        _jacobian = new Lazy<double[]>(() => new double[Dimension * Dimension]);
        if (IArrowField.Of(field) is { } arrow)
            (_arrow, _arrowJacobian) = (arrow, new ArrowMatrix(arrow.Pattern));
        Section = new ReturnSection(Dimension);
        Sunk = new SunkCoordinates(Dimension, absoluteTolerance);
        Windows = [new MotionWindow(Dimension), new MotionWindow(Dimension), new MotionWindow(Dimension)];
    }

    public TField Field { get; }

    /// <summary>The field in its own coordinates, where the search has it in others.</summary>
    public IVectorField Original { get; }

    /// <summary>The unit of time of the search, in times of that field.</summary>
    public double TimeUnit { get; }

    public AttractorOptions Options { get; }

    /// <summary>Absolute tolerance of the integration; that of the options, or far smaller where the motion comes far below it.</summary>
    public double AbsoluteTolerance { get; }

    /// <summary>Time for which the trajectory has been followed before the search.</summary>
    public double Elapsed { get; }

    public int Dimension { get; }

    public IRestManifold? Manifold { get; }

    /// <summary>What the field knows of its stable fixed points; null where it knows nothing.</summary>
    public ICaptureCandidates? Candidates { get; }

    /// <summary>Whether the field's motion is bounded, with coordinates of order one.</summary>
    public bool IsBounded => Candidates is not null;

    public SwitchingStepper<TField> Stepper { get; }

    public ReturnSection Section { get; }

    /// <summary>What the absolute tolerance hides.</summary>
    public SunkCoordinates Sunk { get; }

    /// <summary>The present window and the two before, the latest first.</summary>
    public MotionWindow[] Windows { get; }

    /// <summary>Where the trajectory started.</summary>
    public double[] Start { get; }

    /// <summary>Room for a state.</summary>
    public double[] Work { get; }

    /// <summary>Size of the Jacobian along the path: an inverse time.</summary>
    public double Scale { get; set; }

    /// <summary>Slowest rate of decay of a stable point or cycle that was met.</summary>
    public double SlowestStable { get; set; } = double.PositiveInfinity;

    /// <summary>Whether a stable cycle was met that the trajectory has not gone to.</summary>
    public bool HasMetStableCycle { get; set; }

    /// <summary>Tries of shooting at a cycle.</summary>
    public int CycleAttempts { get; set; }

    /// <summary>Evaluations that were not made along the trajectory.</summary>
    public long Aside { get; set; }

    /// <summary>Why nothing is shown yet.</summary>
    public string Obstacle { get; set; } = "the motion had not settled";

    /// <summary>What a motion that goes on was seen to be, if it was examined.</summary>
    public MotionFinding? Finding { get; set; }

    /// <summary>What kind of reason the obstacle is.</summary>
    public UndeterminedCause ObstacleCause { get; set; }

    /// <summary>Evaluations along the trajectory and in the searches for cycles and examinations.</summary>
    public long Evaluations => Stepper.Evaluations + Aside;

    public UndeterminedAttractor Undetermined(string reason, UndeterminedCause cause) =>
        new(cause, string.Create(CultureInfo.InvariantCulture, $"followed up to t = {Options.TimeBefore + Stepper.Time * TimeUnit:G5} with {CycleAttempts} {(CycleAttempts == 1 ? "try" : "tries")} at a cycle: {reason}"), Stepper.Time, Evaluations);

    /// <summary>The unit of a coordinate in the search, in those of the original field.</summary>
    public double SizeOf(int coordinate) => Field is ScaledField scaled ? scaled.Sizes[coordinate] : 1;

    /// <summary>Frobenius norm of the Jacobian at a state; 0 where it is not finite.</summary>
    public double ScaleAt(ReadOnlySpan<double> y)
    {
        _arrow?.Jacobian(y, _arrowJacobian!);
        double norm = _arrow is null ? VectorMath.Norm(JacobianAt(y)) : _arrowJacobian!.Norm;
        return double.IsFinite(norm) ? norm : 0;
    }

    /// <summary>The diagonal of the Jacobian at a state, until the next call.</summary>
    public ReadOnlySpan<double> DiagonalAt(ReadOnlySpan<double> y)
    {
        if (_arrow is not null)
        {
            _arrow.Jacobian(y, _arrowJacobian!);
            _arrowJacobian!.CopyDiagonal(_diagonal);
            return _diagonal;
        }
        double[] jacobian = JacobianAt(y);
        for (int i = 0; i < Dimension; i++)
            _diagonal[i] = jacobian[i * Dimension + i];
        return _diagonal;
    }

    /// <summary>The Jacobian at a state, until the next call.</summary>
    public double[] JacobianAt(ReadOnlySpan<double> y)
    {
        Field.Jacobian(y, _jacobian.Value);
        return _jacobian.Value;
    }

    /// <summary>The largest of the transverse coordinates.</summary>
    public double Transverse(ReadOnlySpan<double> y) => VectorMath.Largest(y.Slice(Manifold!.TransverseStart, Manifold.TransverseCount));
}
