namespace PhaseGan;

/// <summary>Means and covariances of the components of learnable codes, and how their parameters move, for numbers and for numbers with a derivative.</summary>
internal sealed class CodeComponents<T>
    where T : unmanaged, IFieldNumber<T>
{
    private readonly GeneratorCodes _codes;
    private readonly T[] _theta;
    private readonly T[] _covariances;

    /// <param name="codes">The kind of law.</param>
    /// <param name="theta">Its parameters, whatever those of <paramref name="codes"/> are.</param>
    public CodeComponents(GeneratorCodes codes, T[] theta)
    {
        (_codes, _theta) = (codes, theta);
        int d = codes.FeatureCount;
        _covariances = new T[codes.ComponentCount * d * d];
        for (int l = 0; l < codes.ComponentCount; l++)
        {
            for (int i = 0; i < d; i++)
            {
                if (codes.Kind == GeneratorCodesKind.Scales)
                {
                    _covariances[i * d + i] = theta[i] * theta[i];
                    continue;
                }
                for (int j = 0; j < d; j++)
                    for (int k = 0; k < d; k++)
                        _covariances[(l * d + i) * d + j] += theta[RootStart(l) + i * d + k] * theta[RootStart(l) + j * d + k];
            }
        }
    }

    /// <summary>μ_l.</summary>
    public T Mean(int component, int feature) => _codes.Kind == GeneratorCodesKind.Mixture ? _theta[RootStart(component) - _codes.FeatureCount + feature] : default;

    /// <summary>C_l.</summary>
    public T Covariance(int component, int i, int j) => _covariances[(component * _codes.FeatureCount + i) * _codes.FeatureCount + j];

    /// <summary>Adds dθ/τ_θ of a component: π_l R⟨f̃⟩_l for its mean, and π_l M Σ_l for its root with M = R J̃_l Rᵀ, of which scales see the diagonal alone.</summary>
    /// <param name="component">l.</param>
    /// <param name="share">π_l.</param>
    /// <param name="pull">R⟨f̃⟩_l, length d̃.</param>
    /// <param name="matrix">M, row-major, length d̃².</param>
    /// <param name="change">Receives the change, in the places of θ.</param>
    public void AddChange(int component, T share, ReadOnlySpan<T> pull, ReadOnlySpan<T> matrix, Span<T> change)
    {
        int d = _codes.FeatureCount;
        for (int i = 0; i < d; i++)
        {
            if (_codes.Kind == GeneratorCodesKind.Scales)
            {
                change[i] += share * matrix[i * d + i] * _theta[i];
                continue;
            }
            if (_codes.Kind == GeneratorCodesKind.Mixture)
                change[RootStart(component) - d + i] += share * pull[i];
            for (int j = 0; j < d; j++)
                for (int k = 0; k < d; k++)
                    change[RootStart(component) + i * d + j] += share * matrix[i * d + k] * _theta[RootStart(component) + k * d + j];
        }
    }

    private int RootStart(int component)
    {
        int d = _codes.FeatureCount;
        return _codes.Kind == GeneratorCodesKind.Mixture ? component * (d + d * d) + d : 0;
    }
}
