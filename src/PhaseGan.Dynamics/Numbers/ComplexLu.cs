using System.Numerics;
using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>Factors of a complex matrix by Gaussian elimination with partial pivoting, real and imaginary parts apart: <see cref="RealLu"/> for complex numbers.</summary>
internal sealed class ComplexLu(int size)
{
    private readonly int[] _pivots = new int[size];

    /// <summary>Real parts in column-major order.</summary>
    public double[] Real { get; } = new double[size * size];

    /// <summary>Imaginary parts in column-major order.</summary>
    public double[] Imaginary { get; } = new double[size * size];

    /// <summary>Factors the matrix in place; false if a pivot vanishes or is not finite.</summary>
    public bool Factor()
    {
        for (int k = 0; k < size; k++)
        {
            Span<double> re = Real.AsSpan(k * size, size), im = Imaginary.AsSpan(k * size, size);
            int pivot = Largest(re, im, k);
            var value = new Complex(re[pivot], im[pivot]);
            if (value == Complex.Zero || !Complex.IsFinite(value))
                return false;
            _pivots[k] = pivot;
            (re[pivot], im[pivot], re[k], im[k]) = (re[k], im[k], value.Real, value.Imaginary);
            for (int i = k + 1; i < size; i++)
            {
                Complex multiplier = new Complex(re[i], im[i]) / value;
                (re[i], im[i]) = (multiplier.Real, multiplier.Imaginary);
            }
            ReadOnlySpan<double> multiplierRe = re[(k + 1)..], multiplierIm = im[(k + 1)..];
            for (int j = k + 1; j < size; j++)
            {
                Span<double> otherRe = Real.AsSpan(j * size, size), otherIm = Imaginary.AsSpan(j * size, size);
                (otherRe[pivot], otherRe[k]) = (otherRe[k], otherRe[pivot]);
                (otherIm[pivot], otherIm[k]) = (otherIm[k], otherIm[pivot]);
                if (otherRe[k] != 0 || otherIm[k] != 0)
                    Subtract(otherRe[k], otherIm[k], multiplierRe, multiplierIm, otherRe[(k + 1)..], otherIm[(k + 1)..]);
            }
        }
        return true;
    }

    /// <summary>Replaces the parts of a right-hand side by those of the solution.</summary>
    public void Solve(Span<double> re, Span<double> im)
    {
        for (int k = 0; k < size; k++)
        {
            int pivot = _pivots[k], from = k * size + k + 1, count = size - k - 1;
            (re[pivot], re[k]) = (re[k], re[pivot]);
            (im[pivot], im[k]) = (im[k], im[pivot]);
            Subtract(re[k], im[k], Real.AsSpan(from, count), Imaginary.AsSpan(from, count), re[(k + 1)..], im[(k + 1)..]);
        }
        for (int k = size - 1; k >= 0; k--)
        {
            Complex value = new Complex(re[k], im[k]) / new Complex(Real[k * size + k], Imaginary[k * size + k]);
            (re[k], im[k]) = (value.Real, value.Imaginary);
            Subtract(re[k], im[k], Real.AsSpan(k * size, k), Imaginary.AsSpan(k * size, k), re[..k], im[..k]);
        }
    }

    private static int Largest(ReadOnlySpan<double> re, ReadOnlySpan<double> im, int from)
    {
        int largest = from;
        double size = Math.Abs(re[from]) + Math.Abs(im[from]);
        for (int i = from + 1; i < re.Length; i++)
        {
            double other = Math.Abs(re[i]) + Math.Abs(im[i]);
            if (other > size)
                (largest, size) = (i, other);
        }
        return largest;
    }

    /// <summary>y −= a x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(double aRe, double aIm, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, Span<double> yRe, Span<double> yIm)
    {
        int i = 0;
        Vector<double> factorRe = new(aRe), factorIm = new(aIm);
        for (; i <= xRe.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> re = new(xRe[i..]), im = new(xIm[i..]);
            (new Vector<double>(yRe[i..]) - (factorRe * re - factorIm * im)).CopyTo(yRe[i..]);
            (new Vector<double>(yIm[i..]) - (factorRe * im + factorIm * re)).CopyTo(yIm[i..]);
        }
        for (; i < xRe.Length; i++)
        {
            double re = xRe[i], im = xIm[i];
            yRe[i] -= aRe * re - aIm * im;
            yIm[i] -= aRe * im + aIm * re;
        }
    }
}
