namespace PhaseGan.Dynamics;

/// <summary>Decides from step to step whether stability limits the steps of the method of order 8, so that an implicit method would follow the motion in far fewer.</summary>
/// <remarks>After Hairer and Wanner, <em>Solving Ordinary Differential Equations II</em>, 2nd ed., section IV.2.</remarks>
/// <param name="stepsToStiffness">How many steps at the bound are stiffness: more where tolerances are so tight that an implicit method of low order follows the motion in many steps too.</param>
internal sealed class StiffnessWatch(int stepsToStiffness = StiffnessWatch.StepsToStiffness)
{
    /// <summary>The method of order 8 is stable for real eigenvalues down to −6.1/h.</summary>
    private const double Bound = 6.1;

    /// <summary>The controller leads steps about the bound; above this fraction of it a step is limited by it.</summary>
    private const double Limited = 0.6;

    /// <summary>An implicit step costs about so many explicit ones, and pays if it is as long as more of them.</summary>
    private const double CostOfImplicit = 3;

    /// <summary>So many steps at the bound are stiffness. Fewer are not worth a change of method, as rests of ordinary motions have some hundreds.</summary>
    public const int StepsToStiffness = 600;

    /// <summary>So many implicit steps that do not pay are the end of it; a jump of a relaxation cycle has fewer.</summary>
    private const int StepsToEase = 1000;

    /// <summary>Explicit steps are gauged one in so many until one is at the bound.</summary>
    private const int StepsBetweenLooks = 16;

    /// <summary>The steps to stiffness double each time that the implicit method has not paid, so that the two methods do not alternate, up to this factor.</summary>
    private const int LargestReluctance = 32;

    private int _limited;
    private int _eased;
    private int _reluctance = 1;
    private double _saved;

    /// <summary>Looks at an accepted step of an explicit stepper; true if the field is stiff along its path.</summary>
    public bool IsStiff(IStiffnessGauge stepper)
    {
        if (_limited == 0 && stepper.Accepted % StepsBetweenLooks != 0)
            return false;
        _limited = stepper.StepTimesRate > Limited * Bound ? _limited + 1 : Math.Max(0, _limited - 4);
        if (_limited < stepsToStiffness * _reluctance)
            return false;
        (_limited, _eased, _saved) = (0, 0, 0);
        return true;
    }

    /// <summary>Looks at an accepted step of an implicit stepper; true if it pays no longer.</summary>
    public bool HasEased(IStiffnessGauge stepper)
    {
        double gain = stepper.StepTimesRate / Bound - CostOfImplicit;
        _saved += gain;
        _eased = gain < 0 ? _eased + 1 : 0;
        if (_eased < StepsToEase)
            return false;
        _reluctance = _saved > 0 ? 1 : Math.Min(2 * _reluctance, LargestReluctance);
        return true;
    }
}
