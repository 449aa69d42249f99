using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>A rectangle of the plane, edges included.</summary>
public sealed class PlaneWindow
{
    /// <summary>Makes a window.</summary>
    /// <param name="xFrom">Left edge, finite.</param>
    /// <param name="xTo">Right edge, finite, above the left one.</param>
    /// <param name="yFrom">Lower edge, finite.</param>
    /// <param name="yTo">Upper edge, finite, above the lower one.</param>
    /// <exception cref="ArgumentOutOfRangeException">An edge is not finite, or a pair of edges is reversed or infinitely far apart.</exception>
    public PlaneWindow(double xFrom, double xTo, double yFrom, double yTo)
    {
        (XFrom, XTo) = (Guard.Finite(xFrom, "the left edge"), Above(xFrom, xTo, nameof(xTo)));
        (YFrom, YTo) = (Guard.Finite(yFrom, "the lower edge"), Above(yFrom, yTo, nameof(yTo)));
    }

    /// <summary>Left edge.</summary>
    public double XFrom { get; }

    /// <summary>Right edge.</summary>
    public double XTo { get; }

    /// <summary>Lower edge.</summary>
    public double YFrom { get; }

    /// <summary>Upper edge.</summary>
    public double YTo { get; }

    /// <summary>Whether a point lies in the window.</summary>
    /// <param name="x">Its first coordinate.</param>
    /// <param name="y">Its second coordinate.</param>
    public bool Contains(double x, double y) => x >= XFrom && x <= XTo && y >= YFrom && y <= YTo;

    /// <summary>Its edges.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{XFrom}, {XTo}] × [{YFrom}, {YTo}]");

    /// <summary>x from a share of the window's width; the edges come back exactly.</summary>
    internal double X(double u) => u == 1 ? XTo : XFrom + u * (XTo - XFrom);

    /// <summary>y from a share of the window's height; the edges come back exactly.</summary>
    internal double Y(double v) => v == 1 ? YTo : YFrom + v * (YTo - YFrom);

    private static double Above(double from, double to, string name)
    {
        Guard.Finite(to, "an edge", name);
        return to > from && double.IsFinite(to - from) ? to : throw Guard.OutOfRange(name, to, "must lie above the opposite edge, at a finite distance");
    }
}
