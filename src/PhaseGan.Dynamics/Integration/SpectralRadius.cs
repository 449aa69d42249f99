namespace PhaseGan.Dynamics;

/// <summary>Estimates the largest modulus of the eigenvalues of matrices that change little from one to the next, by one step of the power method for each.</summary>
/// <remarks>The geometric mean of two growths serves complex pairs too, whose single growths alternate.</remarks>
internal sealed class SpectralRadius
{
    private readonly double[] _vector, _image;
    private double _before;

    public SpectralRadius(int dimension)
    {
        (_vector, _image) = (new double[dimension], new double[dimension]);
        Seed();
    }

    /// <summary>The estimate for one more Jacobian; it settles within some calls.</summary>
    public double Estimate(RadauSystem system)
    {
        int n = _vector.Length;
        system.Multiply(_vector, _image);
        double growth = VectorMath.Norm(_image);
        if (!(growth > 0) || !double.IsFinite(growth))
        {
            Seed();
            return 0;
        }
        for (int i = 0; i < n; i++)
            _vector[i] = _image[i] / growth;
        double mean = _before > 0 ? Math.Sqrt(growth) * Math.Sqrt(_before) : growth;
        _before = growth;
        return mean;
    }

    /// <summary>A vector with parts along everything: fractions of multiples of the golden ratio.</summary>
    private void Seed()
    {
        const double golden = 0.6180339887498949;
        for (int i = 0; i < _vector.Length; i++)
            _vector[i] = 0.25 + (i + 1) * golden % 1;
        VectorMath.Divide(_vector, VectorMath.Norm(_vector));
        _before = 0;
    }
}
