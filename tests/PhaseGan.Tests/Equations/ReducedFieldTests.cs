using Xunit;

namespace PhaseGan.Tests.Equations;

/// <summary>Where the number of features is known to the compiler the equations are written out; they must stay the same equations.</summary>
public sealed class ReducedFieldTests
{
    [Fact]
    public void UpToThreeFeatures_HaveTheBitsOfFour_OfWhichTheOthersAreOff() =>
        RandomCase.ForAll(c =>
        {
            int d = c.FeatureCount;
            if (d > 3)
                return true;
            GanParameters more = c.Parameters.With([.. c.Parameters.RealVariances, .. new double[4 - d].Select(_ => 1.5)], [.. c.Parameters.FakeVariances, .. new double[4 - d].Select(_ => 0.7)]);
            var ode = new ReducedOde(more);
            double[] y = c.Coordinates, derivative = new double[y.Length], padded = new double[ode.Dimension], paddedDerivative = new double[ode.Dimension];
            int[] places = Places(c.Ode.Layout, ode.Layout);
            for (int i = 0; i < y.Length; i++)
                padded[places[i]] = y[i];
            c.Ode.Evaluate(y, derivative);
            ode.Evaluate(padded, paddedDerivative);
            return places.Select((place, i) => paddedDerivative[place] == derivative[i]).All(same => same)
                && paddedDerivative.Where((_, place) => !places.Contains(place)).All(v => v == 0);
        });

    /// <summary>Where the coordinates of one order are in that of more features.</summary>
    private static int[] Places(StateLayout few, StateLayout many)
    {
        var places = new int[few.Dimension];
        for (int i = 0; i < few.Features; i++)
        {
            (places[few.Q(i)], places[few.R(i)]) = (many.Q(i), many.R(i));
            for (int j = 0; j < few.Features; j++)
                places[few.P(i, j)] = many.P(i, j);
            for (int j = i + 1; j < few.Features; j++)
                places[few.S(i, j)] = many.S(i, j);
        }
        return places;
    }

    [Fact]
    public void TheFieldOfAKnownNumberOfFeatures_IsTheOde() =>
        RandomCase.ForAll(c => c.FeatureCount switch
        {
            1 => IsTheOde(new ReducedField<OneFeature>(c.Ode), c),
            2 => IsTheOde(new ReducedField<TwoFeatures>(c.Ode), c),
            3 => IsTheOde(new ReducedField<ThreeFeatures>(c.Ode), c),
            4 => IsTheOde(new ReducedField<FourFeatures>(c.Ode), c),
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
