using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>Numbers of lanes that say when a trajectory is looked at.</summary>
/// <param name="start">Where they are: <see cref="Count"/> for each lane.</param>
internal readonly unsafe struct LaneLimits<T>(double* start)
    where T : unmanaged, IWideLanes<T>
{
    /// <summary>Numbers of a lane.</summary>
    public const int Count = 4;

    /// <summary>A trigger is forgotten when the overlaps have risen above it by this factor.</summary>
    private const double Rise = 8;

    /// <summary>The largest overlap with the discriminator below which the deceived manifold is looked at.</summary>
    public T* Trigger => (T*)start;

    /// <summary>The speed below which a state is slow.</summary>
    public T* Slowness => Trigger + 1;

    /// <summary>The steps after which a slow state may be looked at.</summary>
    public T* Resume => Trigger + 2;

    /// <summary>The sum of the speeds of late.</summary>
    public T* Sum => Trigger + 3;

    /// <summary>
    /// The lanes that are below their trigger, those that have risen well above it, and those in which nothing moves faster than the limit and that have made the steps after which they may be looked
    /// at. Adds up the speeds.
    /// </summary>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="transverseStart">The first overlap with the discriminator.</param>
    /// <param name="transverseCount">Number of overlaps with it.</param>
    /// <param name="near">The largest trigger.</param>
    /// <param name="y">The states.</param>
    /// <param name="derivative">The field there.</param>
    /// <param name="steps">Steps that were made.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (uint Near, uint Far, uint Still) Look(int dimension, int transverseStart, int transverseCount, double near, T* y, T* derivative, T* steps)
    {
        T size = T.AllBits(0x7FFF_FFFF_FFFF_FFFF);
        T transverse = T.All(0), speed = T.All(0);
        for (int i = transverseStart; i < transverseStart + transverseCount; i++)
        {
            T v = y[i] & size;
            transverse = T.Select(T.Less(transverse, v), v, transverse);
        }
        for (int i = 0; i < dimension; i++)
        {
            T v = derivative[i] & size;
            speed = T.Select(T.Less(speed, v), v, speed);
        }
        *Sum = *Sum + speed;
        T trigger = *Trigger, isLow = T.Less(trigger, T.All(near));
        return (T.Signs(T.Less(transverse, trigger)), T.Signs(isLow & T.Less(T.All(Rise) * trigger, transverse)), T.Signs(T.Less(speed, *Slowness) & T.Less(*Resume, *steps)));
    }
}
