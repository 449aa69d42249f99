namespace PhaseGan.Dynamics;

/// <summary>What proofs of folds and of Hopf points share: Krawczyk's test of the extended system, over (y, v, p) or (y, a, b, ω, p), from an eigenvector next to the axis.</summary>
internal static class CriticalProof
{
    /// <summary>A root of the extended system next to a point, and l, by which its eigenvector is normed.</summary>
    public static (RestProof Proof, double[] Norm)? Try(IIntervalFamily family, ReadOnlySpan<double> near, double parameter, bool isPair)
    {
        if (Start(family, near, parameter, isPair) is not var (norm, start))
            return null;
        IIntervalField system = System(family, norm, isPair);
        return NearestRoot.Of(system, start) is { } root && RestProof.Try(system, root, isCounted: false) is { } proof ? (proof, norm) : null;
    }

    /// <summary>A tube of the extended system over a second parameter.</summary>
    public static RestTube? Curve(
        Func<Interval, IIntervalFamily> family, double from, double to, ReadOnlySpan<double> near, double parameter, bool isPair, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(family);
        IIntervalFamily first = family(Guard.Finite(from, "a parameter"));
        if (Start(first, near, parameter, isPair) is not var (norm, start) || NearestRoot.Of(System(first, norm, isPair), start) is not { } root)
            return null;
        // the eigenvector at the start norms those of the curve
        norm = root[first.Dimension..(2 * first.Dimension)];
        VectorMath.Divide(norm, VectorMath.Dot(norm, norm));
        return RestTube.Follow(q => System(family(q), norm, isPair), from, to, root, isCounted: false, cancellationToken);
    }

    /// <summary>Numbers of the eigenvalues that are not on the axis.</summary>
    public static EigenvalueCount? Others(IIntervalFamily family, RestProof proof, int onAxis)
    {
        int n = family.Dimension;
        var jacobian = new Interval[n * n];
        family.At(proof.Box[^1]).EncloseJacobian(proof.Box.AsSpan()[..n], jacobian);
        return EigenvalueCount.Beside(jacobian, n, onAxis);
    }

    private static IIntervalField System(IIntervalFamily family, double[] norm, bool isPair) => isPair ? new HopfSystem(family, norm) : new FoldSystem(family, norm);

    /// <summary>l and a point to start from, with the eigenvector next to the axis there.</summary>
    private static (double[] Norm, double[] Start)? Start(IIntervalFamily family, ReadOnlySpan<double> near, double parameter, bool isPair)
    {
        ArgumentNullException.ThrowIfNull(family);
        double[] start = CriticalVector.Checked(family.Dimension, near, parameter);
        if (CriticalVector.Of(family, start, parameter, isPair) is not var (a, b, omega))
            return null;
        if (!isPair)
            return (a, [.. start, .. a, parameter]);
        double[] norm = [.. a];
        VectorMath.Divide(norm, VectorMath.Dot(a, a));
        return (norm, [.. start, .. a, .. b, omega, parameter]);
    }
}
