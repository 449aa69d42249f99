namespace PhaseGan.Dynamics;

/// <summary>What the controller of a step remembers: the error of the last accepted step, that of the last refused one, and the refusals since.</summary>
internal struct ErrorMemory
{
    public double Accepted, Refused;

    public int Refusals;
}
