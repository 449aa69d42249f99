using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Coefficients that were built into fields, hidden by a change of coordinates or by a slaved mode.</summary>
public sealed class NormalFormTests
{
    /// <summary>x′ = px + ax² + b x³ with a mode z′ = −z + x² that feeds back xz: the centre manifold z = x² adds to the cubic coefficient.</summary>
    [Theory]
    [InlineData(0.7, 0.3)]
    [InlineData(-1.1, 0)]
    [InlineData(0, -0.4)]
    [InlineData(0, 2)]
    public void TheQuadraticAndTheCubicCoefficient_AreThoseThatWereBuiltIn(double quadratic, double cubic)
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(2, y =>
            [p * y[0] + quadratic * y[0] * y[0] + cubic * y[0] * y[0] * y[0] + 0.5 * y[0] * y[1], -y[1] + y[0] * y[0]]));
        Branch branch = Branch.OfFixedPoint(family, [0, 0], -0.6, -1, 1);
        SpecialPoint point = Assert.Single(branch.SpecialPoints);
        Assert.Equal(quadratic == 0 ? SpecialKind.Pitchfork : SpecialKind.Transcritical, point.Kind);
        Assert.Equal(0, point.Parameters[0], 1e-12);
        double expected = quadratic == 0 ? cubic + 0.5 : Math.Abs(quadratic);
        Assert.Equal(expected, quadratic == 0 ? point.NormalForm!.Coefficient : Math.Abs(point.NormalForm!.Coefficient), 1e-10);
        Branch other = branch.OtherAt(point);
        Assert.Contains(other.Points, y => Math.Abs(y.Coordinates[0]) > 0.3);
    }

    /// <summary>w′ = (p + 2i)w + c₁|w|²w, stretched: the coefficient falls with the square of the scale.</summary>
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0.3, 1)]
    [InlineData(-1, 1e-4)]
    [InlineData(0.3, 1e3)]
    public void TheFirstLyapunovCoefficient_GoesWithTheScaleOfTheCoordinates(double real, double scale)
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(2, y =>
        {
            Jet u = y[0] / scale, v = y[1] / scale, square = u * u + v * v;
            return [scale * (p * u - 2 * v + real * square * u - 0.7 * square * v), scale * (2 * u + p * v + real * square * v + 0.7 * square * u)];
        }));
        Branch branch = Branch.OfFixedPoint(family, [0, 0], -0.6, -1, 1, new BranchOptions { Sizes = [scale, scale] });
        SpecialPoint hopf = Assert.Single(branch.SpecialPoints);
        Assert.Equal(SpecialKind.Hopf, hopf.Kind);
        // y = zq + z̄q̄ with q = (1, −i)/√2 has |y|² = 2|z|², so z′ = iωz + 2c₁|z|²z
        Assert.Equal(2 * real / (scale * scale), hopf.NormalForm!.Coefficient, 1e-9 / (scale * scale));
        Assert.Equal(2, hopf.NormalForm.Frequency!.Value, 1e-12);
    }

    [Fact]
    public void ADerivativeThatTheFieldGives_IsUsed_AndAgreesWithDifferences()
    {
        FieldFamily given = FieldFamily.Of("p", "q", (p, q) => new Known(p, q)), differences = FieldFamily.Of("p", "q", (p, q) => new JetField(1, y => [p - Math.Sin(q) * y[0] * y[0]]));
        foreach (double q in (double[])[0.5, 1, 1.5])
        {
            Branch one = Branch.OfFixedPoint(given.Holding("q", q), [1], Math.Sin(q), -1, 1), other = Branch.OfFixedPoint(differences.Holding("q", q), [1], Math.Sin(q), -1, 1);
            Assert.Equal(other.Points.Length, one.Points.Length);
            Assert.All(one.Points.Zip(other.Points), pair => Assert.Equal(pair.Second.Coordinates[0], pair.First.Coordinates[0], 1e-9));
        }
        Branch inQ = Branch.OfFixedPoint(given.Holding("p", 0.5), [1], 0.5235987755982989, 0.1, 1.5);
        Assert.All(inQ.Points, x => Assert.Equal(0.5, Math.Sin(x.Parameters[0]) * x.Coordinates[0] * x.Coordinates[0], 1e-12));
    }

    private sealed class Known(double p, double q) : IParameterDerivative
    {
        public int Dimension => 1;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => derivative[0] = p - Math.Sin(q) * y[0] * y[0];

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => jacobian[0] = -2 * Math.Sin(q) * y[0];

        public void ParameterDerivative(int parameter, ReadOnlySpan<double> y, Span<double> derivative) => derivative[0] = parameter == 0 ? 1 : -Math.Cos(q) * y[0] * y[0];
    }
}
