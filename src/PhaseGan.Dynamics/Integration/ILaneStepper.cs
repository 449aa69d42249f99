namespace PhaseGan.Dynamics;

/// <summary>Trajectories side by side, one in each lane, each with its own parameters, step length, acceptance and end.</summary>
/// <typeparam name="T">The registers.</typeparam>
internal unsafe interface ILaneStepper<T>
    where T : unmanaged
{
    /// <summary>The states, all lanes of a coordinate together.</summary>
    T* State { get; }

    /// <summary>The parameters, all lanes of each together.</summary>
    T* Parameters { get; }

    /// <summary>Times reached.</summary>
    T* Time { get; }

    /// <summary>Lengths of the next steps.</summary>
    T* StepLength { get; }

    /// <summary>Steps tried in each lane since its trajectory began.</summary>
    T* Steps { get; }

    /// <summary>The lanes that cannot go on, lane k at bit k.</summary>
    uint Exhausted { get; }

    /// <summary>Puts a trajectory into a lane; call <see cref="Ready"/> before the next step.</summary>
    void Begin(int lane, ReadOnlySpan<double> parameters, ReadOnlySpan<double> y, double time, double end, double firstStep, double maxSteps);

    /// <summary>Stops a lane where it is.</summary>
    void Park(int lane);

    /// <summary>Makes lanes ready for a step after trajectories were put in. A lane that goes on gets the bits that it had.</summary>
    void Ready();

    /// <summary>Tries one step in every lane. A lane whose step is refused keeps its state and gets a shorter step; one at its end stays.</summary>
    /// <returns>The lanes that are at their end, lane k at bit k.</returns>
    uint Step();
}
