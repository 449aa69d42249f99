using Xunit;

namespace PhaseGan.Tests.Equations;

/// <summary>Where the number of features is known to the compiler the equations are written out; they must stay the same equations.</summary>
public sealed class ReducedFieldTests
{
    [Fact]
    public void OneAndTwoFeatures_HaveTheBitsOfThree_OfWhichTheOthersAreOff() =>
        RandomCase.ForAll(c =>
        {
            int d = c.FeatureCount;
            if (d > 2)
                return true;
            GanParameters more = c.Parameters.With([.. c.Parameters.RealVariances, .. new double[3 - d].Select(_ => 1.5)], [.. c.Parameters.FakeVariances, .. new double[3 - d].Select(_ => 0.7)]);
            var ode = new ReducedOde(more);
            double[] y = c.Coordinates, derivative = new double[y.Length], padded = new double[ode.Dimension], paddedDerivative = new double[ode.Dimension];
            int[] places = d == 1 ? [0, 9, 12] : [0, 1, 3, 4, 9, 10, 12, 13, 15];
            for (int i = 0; i < y.Length; i++)
                padded[places[i]] = y[i];
            c.Ode.Evaluate(y, derivative);
            ode.Evaluate(padded, paddedDerivative);
            return places.Select((place, i) => paddedDerivative[place] == derivative[i]).All(same => same)
                && paddedDerivative.Where((_, place) => !places.Contains(place)).All(v => v == 0);
        });

    [Fact]
    public void TheFieldOfAKnownNumberOfFeatures_IsTheOde() =>
        RandomCase.ForAll(c => c.FeatureCount switch
        {
            1 => IsTheOde(new ReducedField<OneFeature>(c.Ode), c),
            2 => IsTheOde(new ReducedField<TwoFeatures>(c.Ode), c),
            3 => IsTheOde(new ReducedField<ThreeFeatures>(c.Ode), c),
            _ => true,
        });

    private static bool IsTheOde<TField>(TField field, RandomCase c)
        where TField : IVectorField
    {
        int n = c.Ode.Dimension;
        double[] expected = new double[n], actual = new double[n], jacobian = new double[n * n], same = new double[n * n];
        c.Ode.Evaluate(c.Coordinates, expected);
        field.Evaluate(c.Coordinates, actual);
        c.Ode.Jacobian(c.Coordinates, jacobian);
        field.Jacobian(c.Coordinates, same);
        return actual.AsSpan().SequenceEqual(expected) && jacobian.Zip(same).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-14 * c.Scale);
    }
}
