using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PhaseGan.Native;

/// <summary><c>phasegan_labels</c>: arrays of the caller that take labels, each of them where it is not null.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeLabels
{
    /// <summary>PHASEGAN_ATTRACTOR_SIZE.</summary>
    private const int AttractorSize = 32;

    /// <summary>In the place of a recovery where there is none.</summary>
    private const double None = -1;

    public int* Phases;
    public double* Recoveries;
    public byte* Attractors;

    /// <summary>Writes the labels of all points.</summary>
    public readonly void Write(ImmutableArray<PhaseVerdict> verdicts, int features)
    {
        for (int i = 0; i < verdicts.Length; i++)
        {
            PhaseVerdict verdict = verdicts[i];
            if (Phases != null)
                Phases[i] = (int)verdict.Phase;
            if (Recoveries != null)
            {
                var to = new Span<double>(Recoveries + (nint)i * features, features);
                to.Fill(None);
                verdict.Recovery.AsSpan().CopyTo(to);
            }
            if (Attractors != null)
                NativeText.Copy(verdict.Attractor, Attractors + (nint)i * AttractorSize, AttractorSize);
        }
    }
}
