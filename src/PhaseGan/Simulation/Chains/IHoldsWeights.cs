namespace PhaseGan;

/// <summary>A replica that holds its n-vectors.</summary>
internal interface IHoldsWeights
{
    /// <summary>U, V and w as they are now.</summary>
    TrainingVectors Vectors { get; }
}
