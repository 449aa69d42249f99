using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// Polynomials z^n + c_1 z^(n−1) + … + c_n of degree 5 or 6 whose coefficients are linear in one or two parameters while c_1 is the same for all: whether all roots of any member have negative
/// real parts.
/// </summary>
/// <remarks>
/// <para>
/// By Liénard and Chipart's theorem a member is stable if and only if all its coefficients and two determinants are positive: for n = 5 X = c_1c_2 − c_3 and XY − Z² with
/// Y = c_3c_4 − c_2c_5 and Z = c_1c_4 − c_5; for n = 6, with a = c_1c_2 − c_3 and b = c_1c_4 − c_5, X = c_3a − c_1b and XY − Z² with Y = c_5b − c_1c_3c_6 and Z = c_5a − c_1²c_6. Since
/// XY must exceed Z², Y is positive too. With c_1 constant X, Y and Z have degree 2 at most in the parameters, and XY − Z² degree 4.
/// </para>
/// <para>
/// On a triangle of parameters, or a segment, a polynomial in Bernstein's form lies between its smallest and its largest coefficient. A piece on which one of the conditions fails in
/// this way, by more than rounding, has no stable member; the middle of any other is tested, and then it is halved. Nothing between points of a grid is left out.
/// </para>
/// </remarks>
internal static class HurwitzFamily
{
    /// <summary>Most pieces that are looked at.</summary>
    private const int MaxPieces = 4000;

    /// <summary>A piece this short that is neither stable nor without stable members stays undecided.</summary>
    private const double ShortestSide = 1e-6;

    /// <summary>On pieces shorter than this the conditions are asked of moved roots, too.</summary>
    private const double SmallSide = 0.1;

    /// <summary>Coefficients of a polynomial of degree 2, and of degree 4, on a triangle.</summary>
    private const int Two = 6, Four = 15;

    /// <summary>The pairs of corners that the coefficients of degree 2 belong to.</summary>
    private static ReadOnlySpan<int> First => [0, 1, 2, 0, 0, 1];

    private static ReadOnlySpan<int> Second => [0, 1, 2, 1, 2, 2];

    /// <summary>For each pair of coefficients of degree 2 the coefficient of degree 4 that their product is a part of, and its share.</summary>
    private static readonly (int Place, double Share)[] s_products = Products();

    /// <summary>Whether a member is stable where the parameters s and t run over s ≥ 0, t ≥ 0, s + t ≤ 1.</summary>
    /// <param name="origin">c_1, …, c_n at s = t = 0.</param>
    /// <param name="first">At s = 1, t = 0; c_1 is that of the origin.</param>
    /// <param name="second">At s = 0, t = 1; empty for a family of one parameter s in [0, 1].</param>
    /// <param name="errors">Bound on the error of each coefficient.</param>
    public static StableMember Search(ReadOnlySpan<double> origin, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> errors)
    {
        int n = origin.Length;
        bool isSegment = second.IsEmpty;
        if (isSegment)
            second = origin;
        Span<double> at = stackalloc double[3 * n], middle = stackalloc double[n];
        Conditions conditions = Conditions.For(origin, first, second, errors);
        var waiting = new PieceStack();
        int top = 0;
        waiting[0] = new Piece(new(0, 0), new(1, 0), isSegment ? new(1, 0) : new(0, 1));
        bool isUndecided = false;
        for (int looked = 0; top >= 0; looked++)
        {
            Piece piece = waiting[top--];
            piece.Coefficients(origin, first, second, at);
            if (conditions.FailEverywhere(at, errors))
                continue;
            for (int k = 0; k < n; k++)
                middle[k] = (at[k] + at[n + k] + at[2 * n + k]) / 3;
            if (Hurwitz.IsStable(middle))
                return StableMember.Found;
            if (looked == MaxPieces || top + 2 >= PieceStack.Length)
                return StableMember.Undecided;
            double side = piece.LongestSide;
            if (side < SmallSide && FailMoved(at, errors))
                continue;
            if (side < ShortestSide)
            {
                isUndecided = true;
                continue;
            }
            (waiting[top + 1], waiting[top + 2]) = piece.Halves();
            top += 2;
        }
        return isUndecided ? StableMember.Undecided : StableMember.None;
    }

    /// <summary>
    /// Whether the conditions fail on a piece for p(z + σ) at some σ &gt; 0, which is stable where p(z) is. X, Y and Z vanish together where four roots ±a ± ib lie about the origin, however far from
    /// stable a member with them is; where they are moved they do not.
    /// </summary>
    private static bool FailMoved(ReadOnlySpan<double> at, ReadOnlySpan<double> errors)
    {
        int n = errors.Length;
        Span<double> moved = stackalloc double[3 * n], error = stackalloc double[n];
        // from the size of the roots down
        double size = Math.Max(at[0], Math.Pow(Math.Abs(at[n - 1]), 1.0 / n));
        for (double sigma = 0.3 * size; sigma > 1e-3 * size; sigma *= 0.3)
        {
            at.CopyTo(moved);
            for (int k = 0; k < n; k++)
                error[k] = errors[k] + SizedPolynomial.Rounding * Math.Max(Math.Abs(at[k]), Math.Max(Math.Abs(at[n + k]), Math.Abs(at[2 * n + k])));
            for (int corner = 0; corner < 3; corner++)
                Move(moved.Slice(corner * n, n), sigma, 1);
            Move(error, sigma, SizedPolynomial.Rounding);
            if (Conditions.For(moved[..n], moved.Slice(n, n), moved.Slice(2 * n, n), error).FailEverywhere(moved, error))
                return true;
        }
        return false;
    }

    /// <summary>The coefficients in powers of z of a polynomial in z + σ, with a given leading one.</summary>
    private static void Move(Span<double> c, double sigma, double leading)
    {
        for (int last = c.Length - 1; last >= 0; last--)
        {
            double before = leading;
            for (int k = 0; k <= last; k++)
                before = c[k] += sigma * before;
        }
    }

    private static (int Place, double Share)[] Products()
    {
        var products = new (int Place, double Share)[Two * Two];
        for (int i = 0; i < Two; i++)
        {
            for (int k = 0; k < Two; k++)
            {
                Span<int> exponents = [0, 0, 0];
                exponents[First[i]]++;
                exponents[Second[i]]++;
                exponents[First[k]]++;
                exponents[Second[k]]++;
                int place = 0;
                for (int b = 0; b < exponents[1] + exponents[2]; b++)
                    place += b + 1;
                place += exponents[2];
                double share = Multinomial(First[i], Second[i]) * Multinomial(First[k], Second[k]) / (24.0 / (Factorial(exponents[0]) * Factorial(exponents[1]) * Factorial(exponents[2])));
                products[i * Two + k] = (place, share);
            }
        }
        return products;

        static double Multinomial(int a, int b) => a == b ? 1 : 2;
        static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
    }

    private readonly record struct Corner(double S, double T);

    private readonly record struct Piece(Corner A, Corner B, Corner C)
    {
        public double LongestSide => Math.Max(Distance(A, B), Math.Max(Distance(B, C), Distance(C, A)));

        /// <summary>The coefficients at the three corners, one after the other.</summary>
        public void Coefficients(ReadOnlySpan<double> origin, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> at)
        {
            int n = origin.Length;
            for (int k = 0; k < n; k++)
            {
                double alongS = first[k] - origin[k], alongT = second[k] - origin[k];
                at[k] = origin[k] + A.S * alongS + A.T * alongT;
                at[n + k] = origin[k] + B.S * alongS + B.T * alongT;
                at[2 * n + k] = origin[k] + C.S * alongS + C.T * alongT;
            }
        }

        /// <summary>Two halves, by the middle of the longest side; a segment is a triangle two corners of which are one.</summary>
        public (Piece Left, Piece Right) Halves()
        {
            double ab = Distance(A, B), bc = Distance(B, C), ca = Distance(C, A);
            (Corner from, Corner to) = ab >= bc && ab >= ca ? (A, B) : bc >= ca ? (B, C) : (C, A);
            var middle = new Corner(0.5 * (from.S + to.S), 0.5 * (from.T + to.T));
            return (Replace(to, middle), Replace(from, middle));
        }

        private Piece Replace(Corner old, Corner by) => new(A == old ? by : A, B == old ? by : B, C == old ? by : C);

        private static double Distance(Corner a, Corner b) => Math.Max(Math.Abs(a.S - b.S), Math.Abs(a.T - b.T));
    }

    /// <summary>The pieces that wait: one on each level of halving.</summary>
    [InlineArray(Length)]
    private struct PieceStack
    {
        public const int Length = 96;

        private Piece _first;
    }

    /// <summary>The determinants, and the bounds on their errors.</summary>
    private readonly record struct Conditions(double ErrorOfX, double ErrorOfY, double ErrorOfLast)
    {
        /// <summary>Bounds that hold on the whole family.</summary>
        public static Conditions For(ReadOnlySpan<double> origin, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> errors)
        {
            int n = origin.Length;
            Span<double> c = stackalloc double[n];
            for (int k = 0; k < n; k++)
                c[k] = Math.Max(Math.Abs(origin[k]), Math.Max(Math.Abs(first[k]), Math.Abs(second[k]))) + errors[k];
            double a = c[0] * c[1] + c[2], b = c[0] * c[3] + c[4];
            double errorOfA = c[0] * errors[1] + c[1] * errors[0] + errors[2], errorOfB = c[0] * errors[3] + c[3] * errors[0] + errors[4];
            double x, y, z, ofX, ofY, ofZ;
            if (n == 5)
            {
                (x, y, z) = (a, c[2] * c[3] + c[1] * c[4], b);
                (ofX, ofY, ofZ) = (errorOfA, c[2] * errors[3] + c[3] * errors[2] + c[1] * errors[4] + c[4] * errors[1], errorOfB);
            }
            else
            {
                (x, y, z) = (c[2] * a + c[0] * b, c[4] * b + c[0] * c[2] * c[5], c[4] * a + c[0] * c[0] * c[5]);
                ofX = c[2] * errorOfA + a * errors[2] + c[0] * errorOfB + b * errors[0];
                ofY = c[4] * errorOfB + b * errors[4] + c[0] * c[2] * errors[5] + c[5] * (c[0] * errors[2] + c[2] * errors[0]);
                ofZ = c[4] * errorOfA + a * errors[4] + c[0] * c[0] * errors[5] + 2 * c[0] * c[5] * errors[0];
            }
            (ofX, ofY, ofZ) = (ofX + SizedPolynomial.Rounding * x, ofY + SizedPolynomial.Rounding * y, ofZ + SizedPolynomial.Rounding * z);
            return new Conditions(ofX, ofY, x * ofY + y * ofX + 2 * z * ofZ + SizedPolynomial.Rounding * (x * y + z * z));
        }

        /// <summary>Whether one of the conditions fails on all of a piece, given the coefficients at its corners.</summary>
        public bool FailEverywhere(ReadOnlySpan<double> at, ReadOnlySpan<double> errors)
        {
            int n = errors.Length;
            for (int k = 0; k < n; k++)
                if (Math.Max(at[k], Math.Max(at[n + k], at[2 * n + k])) < -errors[k])
                    return true;
            Span<double> x = stackalloc double[Two], y = stackalloc double[Two], z = stackalloc double[Two], last = stackalloc double[Four];
            Span<double> a = stackalloc double[3], b = stackalloc double[3];
            double trace = at[0];
            for (int v = 0; v < 3; v++)
                (a[v], b[v]) = (trace * at[v * n + 1] - at[v * n + 2], trace * at[v * n + 3] - at[v * n + 4]);
            double largestX = double.NegativeInfinity, largestY = double.NegativeInfinity;
            for (int i = 0; i < Two; i++)
            {
                int f = First[i], g = Second[i], ofF = f * n, ofG = g * n;
                if (n == 5)
                {
                    x[i] = 0.5 * (a[f] + a[g]);
                    y[i] = 0.5 * (at[ofF + 2] * at[ofG + 3] + at[ofG + 2] * at[ofF + 3] - at[ofF + 1] * at[ofG + 4] - at[ofG + 1] * at[ofF + 4]);
                    z[i] = 0.5 * (b[f] + b[g]);
                }
                else
                {
                    x[i] = 0.5 * (at[ofF + 2] * a[g] + at[ofG + 2] * a[f] - trace * (b[f] + b[g]));
                    y[i] = 0.5 * (at[ofF + 4] * b[g] + at[ofG + 4] * b[f] - trace * (at[ofF + 2] * at[ofG + 5] + at[ofG + 2] * at[ofF + 5]));
                    z[i] = 0.5 * (at[ofF + 4] * a[g] + at[ofG + 4] * a[f] - trace * trace * (at[ofF + 5] + at[ofG + 5]));
                }
                (largestX, largestY) = (Math.Max(largestX, x[i]), Math.Max(largestY, y[i]));
            }
            if (largestX < -ErrorOfX || largestY < -ErrorOfY)
                return true;
            // at the corners, which the first three pairs are, the coefficients are the values
            for (int corner = 0; corner < 3; corner++)
                if (!(x[corner] * y[corner] - z[corner] * z[corner] < -ErrorOfLast))
                    return false;
            last.Clear();
            for (int i = 0; i < Two; i++)
            {
                for (int k = 0; k < Two; k++)
                {
                    (int place, double share) = s_products[i * Two + k];
                    last[place] += share * (x[i] * y[k] - z[i] * z[k]);
                }
            }
            foreach (double v in last)
                if (!(v < -ErrorOfLast))
                    return false;
            return true;
        }
    }
}
