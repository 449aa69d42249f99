using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// J − zI for an <see cref="ArrowMatrix"/> and a complex shift z, solved by elimination of all that is not of the border: what is left is the Schur complement
/// C − zI − Σ_m e_m f_mᵀ/(D_m − z) of order K. O(M L² + K³) to factor, O(M L + K²) a solution.
/// </summary>
/// <remarks>A shift next to an entry of the diagonal makes the elimination unstable; solutions are to be checked by their residual.</remarks>
internal sealed class ArrowLu
{
    private const double Epsilon = 2.220446049250313e-16;

    private readonly ArrowMatrix _matrix;
    private readonly ComplexLu _schur;
    private readonly RealLu _real;
    private readonly double[] _inverseRe, _inverseIm, _borderRe, _borderIm;
    private bool _isReal;

    /// <summary>Room for the factors of a matrix, whose entries are read again by each solution.</summary>
    public ArrowLu(ArrowMatrix matrix)
    {
        _matrix = matrix;
        ArrowPattern at = matrix.Pattern;
        (_schur, _real) = (new ComplexLu(at.BorderCount), new RealLu(at.BorderCount));
        (_inverseRe, _inverseIm) = (new double[at.OtherCount], new double[at.OtherCount]);
        (_borderRe, _borderIm) = (new double[at.BorderCount], new double[at.BorderCount]);
    }

    /// <summary>The sign of det(J − zI) for a real shift z; 0 for others.</summary>
    public int DeterminantSign { get; private set; }

    /// <summary>Factors J − zI; false if the Schur complement is singular or not finite. What vanishes on the diagonal is replaced by rounding.</summary>
    public bool Factor(Complex shift)
    {
        ArrowPattern at = _matrix.Pattern;
        int k = at.BorderCount;
        _isReal = shift.Imaginary == 0;
        double[] re = _isReal ? _real.Matrix : _schur.Real, im = _schur.Imaginary;
        ReadOnlySpan<double> block = _matrix.Block;
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
                (re[j * k + i], im[j * k + i]) = (block[i * k + j] - (i == j ? shift.Real : 0), i == j ? -shift.Imaginary : 0);
        int sign = Eliminate(shift, re, im);
        if (!(_isReal ? _real.Factor() : _schur.Factor()))
            return false;
        DeterminantSign = _isReal ? sign * _real.DeterminantSign : 0;
        return true;
    }

    /// <summary>Takes off the Schur complement what is eliminated; returns the sign of the product of the real gaps.</summary>
    private int Eliminate(Complex shift, double[] re, double[] im)
    {
        ArrowPattern at = _matrix.Pattern;
        int k = at.BorderCount, links = at.LinkCount, sign = 1;
        ReadOnlySpan<double> diagonal = _matrix.Diagonal, rows = _matrix.Rows, columns = _matrix.Columns;
        double least = Epsilon * Math.Max(_matrix.RowNorm, double.Epsilon / Epsilon);
        for (int m = 0; m < diagonal.Length; m++)
        {
            Complex gap = diagonal[m] - shift;
            Complex inverse = 1 / (gap.Magnitude < least ? least : gap);
            (_inverseRe[m], _inverseIm[m]) = (inverse.Real, inverse.Imaginary);
            sign = inverse.Real < 0 ? -sign : sign;
            for (int row = m * links; row < (m + 1) * links; row++)
            {
                for (int column = m * links; column < (m + 1) * links; column++)
                {
                    int entry = at.Links[column] * k + at.Links[row];
                    re[entry] -= columns[row] * rows[column] * inverse.Real;
                    im[entry] -= columns[row] * rows[column] * inverse.Imaginary;
                }
            }
        }
        return sign;
    }

    /// <summary>Replaces the parts of a right-hand side by those of the solution.</summary>
    public void Solve(Span<double> re, Span<double> im)
    {
        ArrowPattern at = _matrix.Pattern;
        int k = at.BorderCount, links = at.LinkCount;
        ReadOnlySpan<double> rows = _matrix.Rows, columns = _matrix.Columns;
        ReadOnlySpan<int> to = at.Links;
        re.Slice(at.BorderStart, k).CopyTo(_borderRe);
        im.Slice(at.BorderStart, k).CopyTo(_borderIm);
        for (int m = 0; m < _inverseRe.Length; m++)
        {
            int c = at.CoordinateOf(m);
            (re[c], im[c]) = (re[c] * _inverseRe[m] - im[c] * _inverseIm[m], re[c] * _inverseIm[m] + im[c] * _inverseRe[m]);
            for (int l = m * links; l < (m + 1) * links; l++)
            {
                _borderRe[to[l]] -= columns[l] * re[c];
                _borderIm[to[l]] -= columns[l] * im[c];
            }
        }
        if (_isReal)
        {
            _real.Solve(_borderRe);
            _real.Solve(_borderIm);
        }
        else
        {
            _schur.Solve(_borderRe, _borderIm);
        }
        _borderRe.CopyTo(re[at.BorderStart..]);
        _borderIm.CopyTo(im[at.BorderStart..]);
        for (int m = 0; m < _inverseRe.Length; m++)
        {
            double sumRe = 0, sumIm = 0;
            for (int l = m * links; l < (m + 1) * links; l++)
            {
                sumRe += rows[l] * _borderRe[to[l]];
                sumIm += rows[l] * _borderIm[to[l]];
            }
            int c = at.CoordinateOf(m);
            re[c] -= sumRe * _inverseRe[m] - sumIm * _inverseIm[m];
            im[c] -= sumRe * _inverseIm[m] + sumIm * _inverseRe[m];
        }
    }
}
