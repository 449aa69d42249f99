namespace PhaseGan.Dynamics;

/// <summary>A continuous scalar function of time and state whose zeros are events.</summary>
/// <param name="time">Time t.</param>
/// <param name="y">The state at t, length N; valid only during the call.</param>
public delegate double EventFunction(double time, ReadOnlySpan<double> y);
