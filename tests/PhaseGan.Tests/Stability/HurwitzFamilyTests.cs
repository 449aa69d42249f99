using Xunit;

namespace PhaseGan.Tests.Stability;

public sealed class HurwitzFamilyTests
{
    [Fact]
    public void WhereNoMemberIsStable_ASearchByEigenvaluesFindsNone_AndWhereOneIs_ItIsFound()
    {
        var random = new Random(5);
        int none = 0, found = 0, undecided = 0;
        while (none + found + undecided < 500)
        {
            // traces and other coefficients of polynomials with known roots, and two directions of change that leave the trace
            int n = 5 + random.Next(2);
            double[] origin = Coefficients(n, random), first = [.. origin], second = [.. origin];
            double step = Math.Pow(10, -2 * random.NextDouble());
            for (int k = 1; k < n; k++)
                (first[k], second[k]) = (origin[k] + step * (random.NextDouble() - 0.5), origin[k] + step * (random.NextDouble() - 0.5));
            bool isSegment = n == 5;
            StableMember answer = HurwitzFamily.Search(origin, first, isSegment ? [] : second, new double[n]);
            double least = double.PositiveInfinity, bestS = 0, bestT = 0;
            for (int a = 0; a <= 14; a++)
                for (int b = 0; b <= (isSegment ? 0 : 14 - a); b++)
                    Try(a / 14.0, b / 14.0);
            for (double width = 0.08; width > 1e-5; width *= 0.75)
                for (int k = 0; k < 8; k++)
                    Try(bestS + width * (random.NextDouble() - 0.5), isSegment ? 0 : bestT + width * (random.NextDouble() - 0.5));
            (none, found, undecided) = (none + (answer == StableMember.None ? 1 : 0), found + (answer == StableMember.Found ? 1 : 0), undecided + (answer == StableMember.Undecided ? 1 : 0));
            if (answer == StableMember.None)
                Assert.InRange(least, -1e-9, double.MaxValue);
            if (least < -1e-3)
                Assert.Equal(StableMember.Found, answer);

            void Try(double s, double t)
            {
                if (s < 0 || t < 0 || s + t > 1)
                    return;
                var companion = new double[n * n];
                for (int k = 0; k < n; k++)
                {
                    companion[k] = -(origin[k] + s * (first[k] - origin[k]) + t * (second[k] - origin[k]));
                    if (k > 0)
                        companion[k * n + k - 1] = 1;
                }
                double leading = EigenSolver.Eigenvalues(companion, n)!.Max(v => v.Real);
                if (leading < least)
                    (least, bestS, bestT) = (leading, s, t);
            }
        }
        Assert.InRange(none, 100, 400);
        Assert.InRange(found, 100, 400);
        Assert.InRange(undecided, 0, 5);
    }

    /// <summary>c_1, …, c_n of a polynomial whose roots lie about the imaginary axis.</summary>
    private static double[] Coefficients(int n, Random random)
    {
        double[] c = [1];
        while (c.Length <= n)
        {
            double real = random.NextDouble() - 0.8, imaginary = random.NextDouble();
            double[] factor = n + 1 - c.Length >= 2 ? [1, -2 * real, real * real + imaginary * imaginary] : [1, -real];
            var product = new double[c.Length + factor.Length - 1];
            for (int i = 0; i < c.Length; i++)
                for (int k = 0; k < factor.Length; k++)
                    product[i + k] += c[i] * factor[k];
            c = product;
        }
        return c[1..];
    }
}
