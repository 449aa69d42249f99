namespace PhaseGan;

/// <summary>What random numbers are used for: numbers of different purposes come from counters that never coincide.</summary>
internal enum StreamPurpose : uint
{
    /// <summary>Latent codes and scalar normals of the training steps.</summary>
    Step = 0,

    /// <summary>n-vectors of normals of the training steps.</summary>
    Vector = 1,

    /// <summary>The uniform number of each step's chi-square variate.</summary>
    ChiSquareUniform = 2,

    /// <summary>Normals for a chi-square variate whose first proposal was rejected.</summary>
    ChiSquareRetryNormal = 3,

    /// <summary>Uniforms for a chi-square variate whose first proposal was rejected.</summary>
    ChiSquareRetryUniform = 4,

    /// <summary>Directions of the start weights.</summary>
    Start = 5,

    /// <summary>What <see cref="Step"/> is to the other engines, to the training as the paper writes it.</summary>
    PlainStep = 6,

    /// <summary>n-vectors of normals of the training as the paper writes it.</summary>
    PlainVector = 7,

    /// <summary>Directions of the start weights of the training as the paper writes it.</summary>
    PlainStart = 8,

    /// <summary>Normals that propose the chi-square variates of steps with several discriminator features.</summary>
    ChiSquareProposal = 9,
}
