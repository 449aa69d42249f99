namespace PhaseGan.Tests.Equations;

/// <summary>The general ODE with h as the paper prints it, ⟨f′⟩ − ⟨f̃′⟩ − λH′(z), without the factors η_T and η_G.</summary>
internal sealed class PrintedShift(GeneralOde ode) : IVectorField
{
    public int Dimension => ode.Dimension;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int d = ode.Parameters.FeatureCount;
        ReadOnlySpan<double> q = y.Slice(d * d, d), r = y.Slice(d * d + d, d);
        Span<double> pull = stackalloc double[d];
        double z = y[^1], tau = ode.Parameters.DiscriminatorRate;
        ode.Evaluate(y, derivative);
        ode.RealAverages.Evaluate(q, z, pull, out double real, out _);
        ode.FakeAverages.Evaluate(r, z, pull, out double fake, out _);
        double shift = (1 - ode.Parameters.RealNoise) * real - (1 - ode.Parameters.FakeNoise) * fake;
        for (int l = 0; l < d; l++)
        {
            derivative[d * d + l] += tau * shift * q[l];
            derivative[d * d + d + l] += tau * shift * r[l];
        }
        derivative[ode.Dimension - 1] += 2 * tau * shift * z;
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => throw new NotSupportedException("an integration needs none");
}
