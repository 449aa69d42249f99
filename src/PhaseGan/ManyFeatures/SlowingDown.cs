namespace PhaseGan;

/// <summary>Whether a motion becomes slower again and again, by the mean speeds in pieces of its way.</summary>
internal sealed class SlowingDown
{
    /// <summary>A motion that falls like 1/√t has half of its speed after four times as long; it is said a few times only.</summary>
    private const double Part = 0.5;

    private const int MostTimes = 2;

    private double _speed;
    private int _times;

    /// <summary>Takes the mean speed of the next piece: whether it is half of what it was when that was last said, or at first.</summary>
    public bool Add(double speed)
    {
        bool isFirst = _speed == 0;
        if (!isFirst && (speed > Part * _speed || _times == MostTimes))
            return false;
        _speed = speed;
        _times += isFirst ? 0 : 1;
        return !isFirst;
    }
}
