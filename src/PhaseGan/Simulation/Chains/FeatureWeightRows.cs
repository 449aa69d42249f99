namespace PhaseGan;

/// <summary>The rows V_1 … V_d, W_1 … W_k of a training with several discriminator features, in any number of coordinates of which the first d are along U; what a step does to their lengths, and their overlaps.</summary>
internal sealed class FeatureWeightRows
{
    /// <summary>Most rounds of Newton's iteration for an inverse root, which from a Gram matrix of full rank needs a few.</summary>
    private const int MostRounds = 100;

    private const double RootTolerance = 1e-15;

    private readonly StepNumbers _run;
    private readonly TrainingRule _rule;
    private readonly int _d, _k;
    private readonly double[] _gram, _root, _work, _next;

    public FeatureWeightRows(StepNumbers run, TrainingRule rule)
    {
        (_run, _rule, _d, _k) = (run, rule, run.Features, rule.DiscriminatorFeatures);
        (_gram, _root, _work, _next) = (new double[_k * _k], new double[_k * _k], new double[_k * _k], new double[_k * _k]);
    }

    /// <summary>What is left of a row after a step of the regulariser; 1 with unit norms.</summary>
    public double Kept(ReadOnlySpan<double> row, bool isGenerator) =>
        _rule.HasUnitNorms ? 1 : 1 - (isGenerator ? _run.GeneratorStep : _run.DiscriminatorStep) * _rule.Strength * _rule.Regulariser.Slope(VectorMath.Dot(row, row));

    /// <summary>Gives the rows the norms that the rule keeps.</summary>
    public void Normalise(Span<double> rows, int length)
    {
        if (!_rule.HasUnitNorms)
            return;
        bool isOrthonormal = _rule.DiscriminatorNorms == DiscriminatorNorms.Orthonormal;
        for (int j = 0; j < (isOrthonormal ? _d : _d + _k); j++)
        {
            Span<double> row = rows.Slice(j * length, length);
            VectorMath.Divide(row, VectorMath.Norm(row));
        }
        if (isOrthonormal)
            Retract(rows.Slice(_d * length, _k * length), length);
    }

    /// <summary>The overlaps of the rows.</summary>
    public MacroState State(ReadOnlySpan<double> rows, int length)
    {
        int d = _d, k = _k;
        double[] p = new double[d * d], q = new double[d * k], r = new double[d * k], s = new double[d * d], z = new double[k * k];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                p[i * d + j] = rows[j * length + i];
                s[i * d + j] = i == j && _rule.HasUnitNorms ? 1 : Product(rows, Math.Min(i, j), Math.Max(i, j), length);
            }
            for (int a = 0; a < k; a++)
            {
                q[i * k + a] = rows[(d + a) * length + i];
                r[i * k + a] = Product(rows, i, d + a, length);
            }
        }
        for (int a = 0; a < k; a++)
            for (int b = 0; b < k; b++)
                z[a * k + b] = !_rule.HasUnitNorms || (a != b && _rule.DiscriminatorNorms == DiscriminatorNorms.UnitColumns)
                    ? Product(rows, d + Math.Min(a, b), d + Math.Max(a, b), length) : a == b ? 1 : 0;
        return MacroState.FromComputed(p, q, r, s, z);
    }

    private static double Product(ReadOnlySpan<double> rows, int i, int j, int length) => VectorMath.Dot(rows.Slice(i * length, length), rows.Slice(j * length, length));

    /// <summary>W ← W(WᵀW)^(−1/2), rows of W being its columns. Newton's iteration X ← X(3 − GX²)/2 begins at 1/√tr G, from where it converges for every positive definite G, or at 1 if G is next to I.</summary>
    private void Retract(Span<double> rows, int length)
    {
        int k = _k;
        double trace = 0, off = 0;
        for (int a = 0; a < k; a++)
        {
            for (int b = a; b < k; b++)
            {
                _gram[a * k + b] = _gram[b * k + a] = Product(rows, a, b, length);
                off = Math.Max(off, Math.Abs(_gram[a * k + b] - (a == b ? 1 : 0)));
            }
            trace += _gram[a * k + a];
        }
        double first = off * k < 0.5 ? 1 : 1 / Math.Sqrt(trace);
        Array.Clear(_root);
        for (int a = 0; a < k; a++)
            _root[a * k + a] = first;
        for (int round = 0; round < MostRounds; round++)
        {
            Multiply(_root, _root, _work);
            Multiply(_gram, _work, _next);
            double error = 0;
            for (int i = 0; i < k * k; i++)
            {
                double identity = i % (k + 1) == 0 ? 1 : 0;
                error = Math.Max(error, Math.Abs(_next[i] - identity));
                _work[i] = 1.5 * identity - 0.5 * _next[i];
            }
            Multiply(_root, _work, _next);
            // the square of the error is what is left after this round
            _next.CopyTo(_root, 0);
            if (!(error * error > RootTolerance))
                break;
        }
        for (int i = 0; i < length; i++)
        {
            for (int a = 0; a < k; a++)
            {
                double sum = 0;
                for (int b = 0; b < k; b++)
                    sum += rows[b * length + i] * _root[b * k + a];
                _work[a] = sum;
            }
            for (int a = 0; a < k; a++)
                rows[a * length + i] = _work[a];
        }
    }

    private void Multiply(double[] left, double[] right, double[] product)
    {
        int k = _k;
        for (int a = 0; a < k; a++)
            for (int b = 0; b < k; b++)
            {
                double sum = 0;
                for (int c = 0; c < k; c++)
                    sum += left[a * k + c] * right[c * k + b];
                product[a * k + b] = sum;
            }
    }
}
