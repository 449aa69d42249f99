using System.Collections.Immutable;

namespace PhaseGan.Cli;

/// <summary>Where curves in two parameters are looked for.</summary>
/// <param name="Gan">The other parameters.</param>
/// <param name="First">The parameter over which branches are followed, with its range.</param>
/// <param name="Second">The other one.</param>
/// <param name="Start">The value of the first at which fixed points are looked for.</param>
/// <param name="Held">The values of the second on the branches, one at least.</param>
internal sealed record CurveRequest(GanParameters Gan, ParameterAxis First, ParameterAxis Second, double Start, ImmutableArray<double> Held)
{
    /// <summary>The fields over both parameters.</summary>
    public FieldFamily Family
    {
        get
        {
            Func<double, double, GanParameters> parameters = ParameterAxis.At(Gan, First, Second);
            return FieldFamily.Of(First.Name, Second.Name, (first, second) => new ReducedOde(parameters(first, second)));
        }
    }

    /// <summary>The field at the start with a value of the second parameter.</summary>
    public ReducedOde Ode(double held) => (ReducedOde)Family.At(Start, held);
}
