using System.Numerics;

namespace PhaseGan;

/// <summary>
/// The member of a family of fixed points that comes nearest to attracting, for any number of features: the largest real part over the coordinates that vanish there, smallest over the overlaps of the frozen
/// columns, which are free.
/// </summary>
/// <remarks>
/// <para>
/// Frozen columns are unit vectors with parts along the features that are not seen and in as many other directions as there are of them; what is looked for is their directions, so that no member leaves the
/// Gram cone. With one frozen column the characteristic polynomial is linear in the squared overlaps (<see cref="OddBlock"/>). With two or more it is not: their overlap and the products of overlaps
/// appear, as in the determinant of ψ + G + Kᵀφ⁻¹K (<see cref="ActiveFamilies"/>). So the search is by <see cref="QuasiNewton"/> from the best members of neighbouring parameters and from random ones.
/// </para>
/// <para>
/// A member that was found to attract does. That none does is certain where the trace of the block, the same for all members, is positive, and otherwise that none was found.
/// </para>
/// </remarks>
internal sealed class MemberSearch
{
    /// <summary>Random starts, steps from each of them and from a member that is known.</summary>
    private const int Starts = 5, Steps = 100;

    /// <summary>How often a search begins again where it ended, with the memory of its steps lost.</summary>
    private const int Rounds = 2;

    /// <summary>The step of differences of the Jacobian, which is quadratic in the free overlaps at most.</summary>
    private const double Difference = 1e-6;

    /// <summary>A member with smaller real parts attracts well enough: it is not made better.</summary>
    private const double Enough = -0.02;

    /// <summary>After this many starts a family is given up whose best member is worse than this share of the largest variance.</summary>
    private const int FewStarts = 2;

    private const double Hopeless = 0.02;

    /// <summary>A mean of the real parts above this needs no search.</summary>
    private const double MeanAboveZero = 1e-9;

    /// <summary>Steps of inverse iteration for an eigenvalue that is known.</summary>
    private const int Iterations = 2;

    /// <summary>Seed of the random starts, which are the same everywhere.</summary>
    private const long Seed = 1;

    /// <summary>The directions of the best member that was found last.</summary>
    private double[]? _last;

    /// <summary>The largest real part, in units of τ, of the best member.</summary>
    /// <param name="ode">The field.</param>
    /// <param name="point">A state with the coordinates that do not vanish.</param>
    /// <param name="columns">The active columns, column j at bit j.</param>
    /// <param name="seen">The feature that is seen, or −1.</param>
    /// <returns>The largest real part; NaN if eigenvalues are not to be had.</returns>
    public double Best(ReducedOde ode, double[] point, int columns, int seen)
    {
        StateLayout at = ode.Layout;
        int[] frozen = [.. Enumerable.Range(0, at.Features).Where(l => (columns >> l & 1) == 0)], active = [.. Enumerable.Range(0, at.Features).Except(frozen)];
        int[] unseen = [.. Enumerable.Range(0, at.Features).Where(i => i != seen)];
        int[] block =
        [
            .. unseen.SelectMany(i => active.Select(j => at.P(i, j)).Append(at.Q(i))),
            .. frozen.SelectMany(l => active.Select(j => at.S(j, l)).Append(at.R(l))),
            .. seen < 0 ? [] : frozen.Select(l => at.P(seen, l)),
        ];
        var member = new Member(ode, point, frozen, unseen, block);
        if (frozen.Length == 0 || !(member.Mean() <= MeanAboveZero))
            return frozen.Length == 0 ? member.Rate([]) : member.Mean();
        double least = double.PositiveInfinity, hopeless = Hopeless * ode.Parameters.RealVariances.Max();
        int tried = 0;
        foreach (double[] start in Candidates(member.Size))
        {
            double rate = double.PositiveInfinity;
            for (int round = 0; round < Rounds && rate > Enough; round++)
                rate = QuasiNewton.Minimize(member.Rate, member.Slope, start, Steps, Enough);
            if (rate < least)
                (least, _last) = (rate, start);
            // it attracts, however well
            if (least < 0 || ++tried >= FewStarts && least > hopeless)
                break;
        }
        return double.IsPositiveInfinity(least) ? double.NaN : least;
    }

    private IEnumerable<double[]> Candidates(int size)
    {
        if (_last is { } last && last.Length == size)
            yield return [.. last];
        var random = new SplitMix(Seed);
        for (int k = 0; k < Starts; k++)
            yield return [.. Enumerable.Range(0, size).Select(_ => random.NextNormal())];
    }

    /// <summary>Members of a family by the directions of their frozen columns.</summary>
    private sealed class Member(ReducedOde ode, double[] point, int[] frozen, int[] unseen, int[] block)
    {
        private readonly double[] _state = [.. point], _jacobian = new double[point.Length * point.Length], _block = new double[block.Length * block.Length];

        private Complex _leading;

        private int Width => unseen.Length + frozen.Length;

        /// <summary>Number of coordinates of the directions.</summary>
        public int Size => frozen.Length * Width;

        /// <summary>The mean of the real parts, which is the same for all members.</summary>
        public double Mean()
        {
            Fill();
            double trace = 0;
            for (int k = 0; k < block.Length; k++)
                trace += _block[k * block.Length + k];
            return trace / block.Length;
        }

        /// <summary>The largest real part of a member.</summary>
        public double Rate(double[] directions)
        {
            Set(directions);
            if (!VectorMath.AllFinite(_block) || EigenSolver.Eigenvalues(_block, block.Length) is not { } values)
                return double.NaN;
            _leading = values.MaxBy(z => (z.Real, Math.Abs(z.Imaginary)));
            return _leading.Real;
        }

        /// <summary>The derivatives of the real part that was asked last, by its vectors on both sides.</summary>
        public double[] Slope(double[] directions)
        {
            int n = block.Length;
            Set(directions);
            double[] here = [.. _block];
            var shifted = new ShiftedLu(n, n);
            shifted.Factor(here, _leading);
            Complex[] right = [.. Enumerable.Range(0, n).Select(i => new Complex(1, 0.37 * i))], left = [.. right];
            for (int k = 0; k < Iterations; k++)
            {
                shifted.Solve(right);
                shifted.SolveAdjoint(left);
            }
            Complex overlap = Complex.Zero;
            for (int i = 0; i < n; i++)
                overlap += Complex.Conjugate(left[i]) * right[i];
            var slope = new double[directions.Length];
            double[] moved = [.. directions];
            for (int j = 0; j < slope.Length; j++)
            {
                moved[j] = directions[j] + Difference;
                Set(moved);
                moved[j] = directions[j];
                Complex change = Complex.Zero;
                for (int a = 0; a < n; a++)
                {
                    Complex row = Complex.Zero;
                    for (int b = 0; b < n; b++)
                        if (_block[a * n + b] != here[a * n + b])
                            row += (_block[a * n + b] - here[a * n + b]) * right[b];
                    change += Complex.Conjugate(left[a]) * row;
                }
                slope[j] = (change / overlap).Real / Difference;
            }
            return slope;
        }

        private void Set(double[] directions)
        {
            StateLayout at = ode.Layout;
            double[] unit = [.. directions];
            for (int a = 0; a < frozen.Length; a++)
            {
                Span<double> direction = unit.AsSpan(a * Width, Width);
                VectorMath.Divide(direction, VectorMath.Norm(direction));
                for (int i = 0; i < unseen.Length; i++)
                    _state[at.P(unseen[i], frozen[a])] = direction[i];
                for (int b = 0; b < a; b++)
                    _state[at.S(frozen[b], frozen[a])] = VectorMath.Dot(direction, unit.AsSpan(b * Width, Width));
            }
            Fill();
        }

        private void Fill()
        {
            ode.Jacobian(_state, _jacobian);
            for (int a = 0; a < block.Length; a++)
                for (int b = 0; b < block.Length; b++)
                    _block[a * block.Length + b] = _jacobian[block[a] * _state.Length + block[b]] / ode.Parameters.DiscriminatorRate;
        }
    }
}
