namespace PhaseGan.Dynamics;

/// <summary>What happens at a point of a branch.</summary>
public enum SpecialKind
{
    /// <summary>Two fixed points meet and vanish: the branch turns back.</summary>
    Fold,

    /// <summary>A pair of eigenvalues crosses the imaginary axis at ±iω, ω &gt; 0: cycles are born.</summary>
    Hopf,

    /// <summary>Two branches cross, and neither turns.</summary>
    Transcritical,

    /// <summary>Two branches cross, and one of them turns there: the field has a symmetry.</summary>
    Pitchfork,

    /// <summary>Two branches cross, or this one is an isolated point, and which of the kinds it is rounding does not tell.</summary>
    BranchPoint,

    /// <summary>
    /// Eigenvalues cross the axis together. Where it is located several of them vanish, as with symmetries, and more than two branches may meet; else rounding does not tell one crossing from another, and no more than
    /// how many is known.
    /// </summary>
    Multiple,

    /// <summary>On a curve of folds: two of its branches meet in a tip.</summary>
    Cusp,

    /// <summary>Two eigenvalues are zero: a curve of folds and one of Hopf points touch.</summary>
    BogdanovTakens,

    /// <summary>On a curve of Hopf points: the first Lyapunov coefficient vanishes (Bautin's point).</summary>
    GeneralizedHopf,

    /// <summary>A zero eigenvalue and a pair ±iω.</summary>
    ZeroHopf,

    /// <summary>Two pairs ±iω.</summary>
    DoubleHopf,

    /// <summary>The branch meets a family of fixed points of more dimensions than that to which its own points belong, at a point of both.</summary>
    FamilyChange,
}
