namespace PhaseGan;

/// <summary>The mean speeds of a motion in pieces of its way of as many steps each: whether it keeps its speed. Those of chaotic motion differ far less than the largest ones do.</summary>
internal sealed class SpeedPieces
{
    /// <summary>Pieces that must agree, the steps of the first, and how many times longer all of them are when they are begun anew.</summary>
    private const double Number = 12, FirstLength = 1500, Longer = 2;

    /// <summary>The smallest may be this fraction of the largest: the slowest spirals that are known, which fall like 1/√t, fall to 0.29 from the first piece to the twelfth.</summary>
    private const double Steady = 0.75;

    private double _smallest = double.PositiveInfinity, _largest, _length = FirstLength;
    private int _count;

    /// <summary>The steps at the end of the present piece.</summary>
    public double End { get; private set; } = FirstLength;

    /// <summary>The time at the end of the last of the first pieces that was lively; 0 while none was.</summary>
    public double LivelyUntil { get; set; }

    /// <summary>Whether pieces once did not agree: the motion was another before.</summary>
    public bool HaveChanged { get; private set; }

    /// <summary>Whether half of the pieces are there, are much the same, and none is slow: enough where nothing is known that could end the motion.</summary>
    public bool AreHalfSteady(double slow) => AreSteady(slow, 0.5 * Number);

    /// <summary>Whether all pieces are there, are much the same, and none is slow.</summary>
    public bool AreSteady(double slow) => AreSteady(slow, Number);

    private bool AreSteady(double slow, double number) => _count >= number && _smallest >= slow && _smallest >= Steady * _largest;

    /// <summary>Whether the motion is as fast after the last piece, by the sum of the speeds at its steps since.</summary>
    public bool HaveGoneOn(double sum, double steps) => sum >= Steady * _largest * (steps - (End - _length));

    /// <summary>Takes the sum of the speeds at the steps of the present piece, and begins the next; pieces that do not agree are begun anew. Returns the mean speed of the piece.</summary>
    public double Add(double sum)
    {
        double speed = sum / _length;
        (_smallest, _largest) = (Math.Min(_smallest, speed), Math.Max(_largest, speed));
        _count++;
        if (!(_smallest >= Steady * _largest))
            Restart();
        else
            End += _length;
        return speed;
    }

    /// <summary>Begins the pieces anew, longer if much of the way is behind.</summary>
    private void Restart()
    {
        _length = Math.Max(_length, Math.Floor(End * Longer / Number));
        (_smallest, _largest, _count) = (double.PositiveInfinity, 0, 0);
        HaveChanged = true;
        End += _length;
    }
}
