using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>
/// The neural-net distance of real and fake data for the discriminators of the solvable GAN, sup over ‖w‖ = 1 of E(y·w)² − E(ỹ·w)²: the largest eigenvalue of
/// UΛUᵀ − VΛ̃Vᵀ + (η_T − η_G)I. Such a distance generalises: it is nearly the same on samples, however many modes are lost.
/// </summary>
/// <remarks>
/// <para>
/// Source: Arora, Ge, Liang, Ma and Zhang, <em>Generalization and equilibrium in generative adversarial nets</em> (ICML 2017), definition 2. The supremum is signed and taken with real
/// data first.
/// </para>
/// <para>
/// From overlaps alone (derived): with G the Gram matrix [[I, P], [Pᵀ, S]] of (U, V) and D = diag(Λ, −Λ̃), the eigenvalues in the span of U and V are those of √G D √G; for n &gt; 2d the
/// rest of the space has eigenvalue 0, so the distance is max(0, largest) + η_T − η_G. For d = 1 and Λ = Λ̃ that is Λ√(1 − P²) + η_T − η_G: near perfect recovery it feels errors of the
/// overlaps by their square root.
/// </para>
/// </remarks>
public static class NeuralNetDistance
{
    /// <summary>The distance of the populations, for any n &gt; 2d.</summary>
    /// <param name="parameters">Λ, Λ̃, η_T and η_G.</param>
    /// <param name="state">P and S; q, r and z do not matter.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The state has another number of features.</exception>
    public static double Of(GanParameters parameters, MacroState state)
    {
        int d = Check(parameters, state);
        Matrix<double> root = SymmetricRoot.Of(Gram(state));
        Matrix<double> weights = Matrix<double>.Build.DenseDiagonal(2 * d, 2 * d, k => k < d ? parameters.RealVariances[k] : -parameters.FakeVariances[k - d]);
        return Math.Max(0, Largest(root * weights * root)) + parameters.RealNoise - parameters.FakeNoise;
    }

    /// <summary>The distance along a trajectory of any field whose coordinates stand for macroscopic states.</summary>
    /// <param name="parameters">Λ, Λ̃, η_T and η_G.</param>
    /// <param name="field">The field that was integrated.</param>
    /// <param name="path">The trajectory.</param>
    /// <param name="times">Times on the trajectory.</param>
    /// <returns>One distance a time.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The trajectory does not fit the field, or the parameters have another number of features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is outside the trajectory.</exception>
    public static ImmutableArray<double> Along(GanParameters parameters, IVectorField<MacroState> field, Trajectory path, IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(times);
        return [.. times.Select(t => Of(parameters, field.Unpack(path.At(t))))];
    }

    /// <summary>The distance of two samples: expectations are means over m real and m fake vectors of n entries, with Gaussian codes.</summary>
    /// <remarks>It exceeds the population's on average, by a quantity of order √(n/m). Cost O(mn² + n³).</remarks>
    /// <param name="parameters">Λ, Λ̃, η_T and η_G.</param>
    /// <param name="state">P and S; q, r and z do not matter.</param>
    /// <param name="dimension">n &gt; 2d.</param>
    /// <param name="samples">m ≥ 1.</param>
    /// <param name="seed">The same seed gives the same samples.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The state has another number of features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">n or m is outside its range.</exception>
    public static double Empirical(GanParameters parameters, MacroState state, int dimension, int samples, int seed)
    {
        int d = Check(parameters, state);
        Guard.AtLeast(dimension, 2 * d + 1, "the dimension of the data, which exceeds twice the number of features,");
        Guard.AtLeast(samples, 1, "a number of samples");

        // U and V inside the first 2d dimensions: the columns of √G have the Gram matrix G
        Matrix<double> root = SymmetricRoot.Of(Gram(state));
        var random = new SplitMix(seed);
        Matrix<double> difference = Matrix<double>.Build.Dense(dimension, dimension);
        foreach (bool real in new[] { true, false })
        {
            ImmutableArray<double> variances = real ? parameters.RealVariances : parameters.FakeVariances;
            double noise = Math.Sqrt(real ? parameters.RealNoise : parameters.FakeNoise);
            Matrix<double> data = Matrix<double>.Build.Dense(dimension, samples);
            for (int k = 0; k < samples; k++)
            {
                for (int i = 0; i < dimension; i++)
                    data[i, k] = noise * random.NextNormal();
                for (int l = 0; l < d; l++)
                {
                    double code = Math.Sqrt(variances[l]) * random.NextNormal();
                    for (int i = 0; i < 2 * d; i++)
                        data[i, k] += root[i, real ? l : d + l] * code;
                }
            }
            difference += data.TransposeAndMultiply(data) * ((real ? 1.0 : -1.0) / samples);
        }
        return Largest(difference);
    }

    private static int Check(GanParameters parameters, MacroState state)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(state);
        Guard.Length(state.FeatureCount, parameters.FeatureCount, "a state of these parameters, one entry a feature,", nameof(state));
        return state.FeatureCount;
    }

    private static Matrix<double> Gram(MacroState state)
    {
        int d = state.FeatureCount;
        return Matrix<double>.Build.Dense(2 * d, 2 * d, (a, b) => (a < d, b < d) switch
        {
            (true, true) => a == b ? 1 : 0,
            (true, false) => state.P(a, b - d),
            (false, true) => state.P(b, a - d),
            _ => state.S(a - d, b - d),
        });
    }

    private static double Largest(Matrix<double> symmetric) =>
        (0.5 * (symmetric + symmetric.Transpose())).Evd(Symmetricity.Symmetric).EigenValues.Max(v => v.Real);
}
