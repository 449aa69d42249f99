using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// The Jacobians across a family of fixed points, one for each member, over two parameters: what decides whether any member of the family attracts. Members are told by k ≥ 1 coordinates s ≥ 0 with
/// Σ s ≤ 1.
/// </summary>
/// <remarks>
/// The function is pure and smooth in the parameters and in s, also a little outside of the range of s. A field with a different Jacobian of the same eigenvalues will do, one that is linear in squares for example.
/// </remarks>
public sealed class StabilityFamily
{
    private readonly Func<double[], double[], double[]?> _jacobian;

    private StabilityFamily(ImmutableArray<string> parameters, int coordinates, int order, Func<double[], double[], double[]?> jacobian) =>
        (Parameters, Coordinates, Order, _jacobian) = (parameters, coordinates, order, jacobian);

    /// <summary>Names of both parameters.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>k, the number of coordinates of a member.</summary>
    public int Coordinates { get; }

    /// <summary>The order of the Jacobians.</summary>
    public int Order { get; }

    /// <summary>A family.</summary>
    /// <param name="first">Name of the first parameter.</param>
    /// <param name="second">Name of the second, another one.</param>
    /// <param name="coordinates">k, 1 or 2.</param>
    /// <param name="order">The order m ≥ 1 of the Jacobians.</param>
    /// <param name="jacobian">Of the parameters and the coordinates the Jacobian across the family, m×m row-major; null where there is no family.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentException">A name is empty, or both are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static StabilityFamily Of(string first, string second, int coordinates, int order, Func<double[], double[], double[]?> jacobian)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(first);
        ArgumentException.ThrowIfNullOrWhiteSpace(second);
        ArgumentNullException.ThrowIfNull(jacobian);
        if (first == second)
            throw new ArgumentException($"two parameters must have two names; got '{first}' twice", nameof(second));
        if (coordinates is not (1 or 2))
            throw Guard.OutOfRange(nameof(coordinates), coordinates, "must be 1 or 2 coordinates of a member");
        Guard.AtLeast(order, 1, "the order of the Jacobians", nameof(order));
        return new StabilityFamily([first, second], coordinates, order, jacobian);
    }

    /// <summary>The member whose largest real part among the eigenvalues is least, over all of the family; null where there is no family, or eigenvalues are not to be had.</summary>
    /// <param name="first">The first parameter, finite.</param>
    /// <param name="second">The second parameter, finite.</param>
    /// <remarks>Members are compared on a grid, and the best ones are refined: a dip narrower than 1/24 of the range can be missed.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public ExtremalMember? Best(double first, double second)
    {
        Guard.Finite(first, "the value of a parameter", nameof(first));
        Guard.Finite(second, "the value of a parameter", nameof(second));
        return ExtremalSearch.Best(this, [first, second], null);
    }

    /// <summary>The curve in both parameters on which the best member has a largest real part of zero, so that on one side some member attracts and on the other none does.</summary>
    /// <param name="first">Value of the first parameter at a point nearby, in its range.</param>
    /// <param name="second">The same of the second.</param>
    /// <param name="lower">Lower ends of both ranges.</param>
    /// <param name="upper">Upper ends, above the lower ones.</param>
    /// <param name="cancellationToken">Looked at before each point.</param>
    /// <returns>The points in the order of the curve; none if there is no curve near the point.</returns>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentException">A list has not two numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, a range is reversed, or the point lies outside.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ImmutableArray<ExtremalMember> Boundary(double first, double second, IReadOnlyList<double> lower, IReadOnlyList<double> upper, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        Guard.Length(lower.Count, 2, "the lower ends of both ranges", nameof(lower));
        Guard.Length(upper.Count, 2, "the upper ends of both ranges", nameof(upper));
        double[] at = [first, second];
        for (int j = 0; j < 2; j++)
        {
            Guard.Finite(lower[j], "the lower end of a range", nameof(lower));
            Guard.Finite(upper[j], "the upper end of a range", nameof(upper));
            if (!(upper[j] > lower[j]))
                throw Guard.OutOfRange(nameof(upper), upper[j], "must lie above the lower end");
            Guard.InRange(at[j], lower[j], upper[j], "the value of a parameter", j == 0 ? nameof(first) : nameof(second));
        }
        return [.. new ExtremalCurve(this, [.. lower], [.. upper]).Through(at, cancellationToken)];
    }

    /// <summary>The parameters by name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"members told by {Coordinates} coordinates, over {Parameters[0]} and {Parameters[1]}");

    /// <summary>The Jacobian of a member; null where there is none or it is not finite.</summary>
    internal double[]? JacobianAt(double[] parameters, double[] member)
    {
        try
        {
            return _jacobian([.. parameters], [.. member]) is { } jacobian && jacobian.Length == Order * Order && VectorMath.AllFinite(jacobian) ? jacobian : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
