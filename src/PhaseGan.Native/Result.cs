namespace PhaseGan.Native;

/// <summary>What a call came to, as the header numbers it.</summary>
internal enum Result
{
    Ok = 0,
    BadArgument = 1,
    Stopped = 2,
    Failure = 3,
}
