namespace PhaseGan.Tests.Continuation;

/// <summary>Units of the coordinates, of time and of the parameters by powers of ten from 1e-8 to 1e8, and fields in them.</summary>
internal sealed class OtherUnits
{
    public OtherUnits(Random random, int dimension) =>
        (Coordinates, Rate, Parameter) = ([.. Enumerable.Range(0, dimension).Select(_ => Power(random))], Power(random), Power(random));

    /// <summary>By what each coordinate is multiplied.</summary>
    public double[] Coordinates { get; }

    /// <summary>By what rates are multiplied.</summary>
    public double Rate { get; }

    /// <summary>By what parameters are multiplied.</summary>
    public double Parameter { get; }

    public FieldFamily Of(FieldFamily family) => FieldFamily.Of("p", p => Field(family.At(p / Parameter)));

    public FieldFamily OfTwo(FieldFamily family) => FieldFamily.Of(family.Parameters[0], family.Parameters[1], (p, q) => Field(family.At(p / Parameter, q / Parameter)));

    public IVectorField Field(IVectorField field) => new Other(field, Coordinates, Rate);

    public double[] State(double[] y) => [.. y.Zip(Coordinates, (x, s) => x * s)];

    private static double Power(Random random) => Math.Pow(10, random.Next(-8, 9));

    private sealed class Other(IVectorField inner, double[] sizes, double rate) : IVectorField
    {
        public int Dimension => sizes.Length;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            inner.Evaluate(Plain(y), derivative);
            for (int i = 0; i < sizes.Length; i++)
                derivative[i] *= rate * sizes[i];
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            inner.Jacobian(Plain(y), jacobian);
            for (int i = 0; i < jacobian.Length; i++)
                jacobian[i] *= rate * sizes[i / sizes.Length] / sizes[i % sizes.Length];
        }

        private double[] Plain(ReadOnlySpan<double> y)
        {
            double[] x = y.ToArray();
            for (int i = 0; i < x.Length; i++)
                x[i] /= sizes[i];
            return x;
        }
    }
}
