using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan.Dynamics;

/// <summary>What proofs of folds and of Hopf points start from.</summary>
internal static class CriticalVector
{
    /// <summary>A state as an array, checked with its parameter.</summary>
    public static double[] Checked(int n, ReadOnlySpan<double> near, double parameter)
    {
        Guard.Length(near.Length, n, "the coordinates of a point", nameof(near));
        Guard.Finite(parameter, "a parameter", nameof(parameter));
        for (int i = 0; i < n; i++)
            Guard.Finite(near[i], "a coordinate", $"near[{i}]");
        return near.ToArray();
    }

    /// <summary>
    /// The eigenvector nearest to the axis at a point: of a real eigenvalue, as (v, 0, 0), or of a complex pair ±iω, as (a, b, ω) with a·a + b·b = 1 and a·b = 0. Null where there is none.
    /// </summary>
    public static (double[] First, double[] Second, double Frequency)? Of(IIntervalFamily family, double[] y, double parameter, bool isPair)
    {
        int n = y.Length;
        var intervals = new Interval[n * n];
        family.At(parameter).EncloseJacobian(IntervalMatrix.Of(y), intervals);
        if (!intervals.All(v => v.IsFinite))
            return null;
        try
        {
            var evd = Matrix<double>.Build.Dense(n, n, (i, j) => intervals[i * n + j].Middle).Evd(Symmetricity.Asymmetric);
            int best = -1;
            for (int k = 0; k < n; k++)
                if (evd.EigenValues[k].Imaginary > 0 == isPair && (isPair || evd.EigenValues[k].Imaginary == 0) && (best < 0 || Math.Abs(evd.EigenValues[k].Real) < Math.Abs(evd.EigenValues[best].Real)))
                    best = k;
            if (best < 0)
                return null;
            double[] a = evd.EigenVectors.Column(best).ToArray(), b = isPair ? evd.EigenVectors.Column(best + 1).ToArray() : new double[n];
            Complex turn = isPair ? HalfTurn(a, b) : 1;
            double length = Math.Sqrt(VectorMath.Dot(a, a) + VectorMath.Dot(b, b));
            for (int i = 0; i < n; i++)
            {
                Complex entry = turn * new Complex(a[i], b[i]) / length;
                (a[i], b[i]) = (entry.Real, entry.Imaginary);
            }
            return VectorMath.AllFinite(a) && VectorMath.AllFinite(b) ? (a, b, evd.EigenValues[best].Imaginary) : null;
        }
        catch (MathNet.Numerics.NonConvergenceException)
        {
            return null;
        }
    }

    /// <summary>The factor that makes real and imaginary parts orthogonal, the real one the longer.</summary>
    private static Complex HalfTurn(double[] a, double[] b)
    {
        var square = new Complex(VectorMath.Dot(a, a) - VectorMath.Dot(b, b), 2 * VectorMath.Dot(a, b));
        return Complex.FromPolarCoordinates(1, -0.5 * Math.Atan2(square.Imaginary, square.Real));
    }
}
