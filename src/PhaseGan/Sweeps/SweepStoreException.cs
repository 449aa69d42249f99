namespace PhaseGan;

/// <summary>
/// A store of a sweep cannot be used as asked: it holds another sweep, is damaged, cannot be written, or the disk is full. The message names
/// the store and says what to do; what was there stays there.
/// </summary>
public sealed class SweepStoreException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Names the store, says what is wrong and what to do.</param>
    /// <param name="innerException">What was behind it, if anything.</param>
    public SweepStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
