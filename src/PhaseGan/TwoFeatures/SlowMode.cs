using System.Numerics;

namespace PhaseGan;

/// <summary>
/// The slowest motion next to a member of a family of fixed points with two features, to third order: the growth of its energy E, and how the overlaps that tell the members apart drift, both averaged over a turn
/// where the motion turns.
/// </summary>
/// <remarks>
/// <para>
/// Coordinates are odd (they vanish at the members, and the field is odd in them), one even coordinate that returns fast (r_j of an active column), and the overlaps p along the family, whose rows of the
/// Jacobian vanish. With Av = λv, wᵀA = λwᵀ, wᵀv = 1 over the odd ones, y = y*(p) + (av + h₂₀a² + c.c.) + h₁₁E and E = |a|², the terms of second order give
/// (2λ − A)h₂₀ = ½D²f(v, v), (2Re λ − A)h₁₁ = D²f(v, v̄) for the fast coordinate, h₂₀ = D²f(v, v)/4λ and dp/dt = E D²f(v, v̄) along the family, and those of third order
/// </para>
/// <code>
/// dE/dt = 2 Re(λ) E + 2 Re(c) E²,  c = wᵀ(½D³f(v, v, v̄) + D²f(v, h₁₁) + D²f(v̄, h₂₀)) − wᵀ∂v/∂p dp/dt / E.
/// </code>
/// <para>
/// For a real λ they are y = y*(p) + av + h₂a², (2λ − A)h₂ = ½D²f(v, v), dp/dt = ½E D²f(v, v), c = wᵀ(D³f(v, v, v)/6 + D²f(v, h₂)) − wᵀ∂v/∂p dp/dt / E, E = a². The field is cubic, so that differences of
/// its Jacobian are these derivatives. The length of v is fixed by nᵀv = 1 with n the left vector at the first member. Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., section 5.4.
/// </para>
/// </remarks>
internal sealed class SlowMode
{
    private const int N = 9, Rounds = 2;

    /// <summary>Eigenvalues that differ by less than this fraction of the block's size are the same.</summary>
    private const double Same = 1e-6;

    private readonly ReducedOde _ode;
    private readonly int[] _odd, _neutral;
    private readonly int _fast, _order;
    private readonly ComplexLu _lu;
    private readonly double[] _point = new double[N], _moved = new double[N], _jacobian = new double[N * N], _plus = new double[N * N], _minus = new double[N * N];
    private readonly double[] _second = new double[N * N], _secondTurned = new double[N * N], _third = new double[N * N], _re, _im;
    private readonly Complex[] _v = new Complex[N], _w = new Complex[N], _fixed = new Complex[N], _h20 = new Complex[N], _product = new Complex[N];
    private readonly double[] _h11 = new double[N];
    private double _size;

    /// <param name="ode">The field, with two features.</param>
    /// <param name="odd">The odd coordinates.</param>
    /// <param name="fast">The even one that returns fast, or −1.</param>
    /// <param name="atFast">Its value at the members.</param>
    /// <param name="neutral">Those along the family.</param>
    public SlowMode(ReducedOde ode, int[] odd, int fast, double atFast, int[] neutral)
    {
        (_ode, _odd, _fast, _neutral, _order) = (ode, odd, fast, neutral, odd.Length + 1);
        if (fast >= 0)
            _point[fast] = atFast;
        _lu = new ComplexLu(_order);
        (_re, _im) = (new double[_order], new double[_order]);
        Drift = new double[neutral.Length];
    }

    /// <summary>λ.</summary>
    public Complex Value { get; private set; }

    /// <summary>2 Re λ.</summary>
    public double Growth => 2 * Value.Real;

    /// <summary>The energy of the last state that <see cref="Split"/> looked at.</summary>
    public double Energy { get; private set; }

    /// <summary>Its size: the largest odd coordinate in a turn.</summary>
    public double Size => SizeOf(Energy);

    /// <summary>2 Re c.</summary>
    public double Kappa { get; private set; }

    /// <summary>dp/dt over E.</summary>
    public double[] Drift { get; }

    /// <summary>How fast 2 Re λ changes with the drift, over E.</summary>
    public double GrowthChange { get; private set; }

    /// <summary>Whether the motion turns.</summary>
    public bool Turns => Value.Imaginary != 0;

    /// <summary>Finds the slowest mode at a member, without its coefficients.</summary>
    public bool TryBegin(ReadOnlySpan<double> p)
    {
        Place(p);
        if (Eigenvalues() is not { } values)
            return false;
        Complex slowest = values.MaxBy(z => z.Real);
        Value = new Complex(slowest.Real, Math.Abs(slowest.Imaginary));
        foreach (int i in _odd)
            (_v[i], _fixed[i]) = (1, 1);
        // both vectors from one that no eigenvector is orthogonal to
        for (int round = 0; round < Rounds; round++)
        {
            if (!Solve(isTransposed: false, _v, _fixed) || !Solve(isTransposed: true, _fixed, _v))
                return false;
        }
        Complex product = 0;
        foreach (int i in _odd)
            product += _fixed[i] * _v[i];
        foreach (int i in _odd)
        {
            _fixed[i] /= product;
            _w[i] = _fixed[i];
        }
        return Complex.IsFinite(product) && product != 0;
    }

    /// <summary>Whether every mode decays at the last member.</summary>
    public bool IsStable() => Growth < 0 && IsAlone();

    /// <summary>Whether every other mode decays at the last member.</summary>
    public bool IsAlone()
    {
        if (Eigenvalues() is not { } values)
            return false;
        int growing = 0;
        double nearest = double.PositiveInfinity;
        foreach (Complex value in values)
        {
            var upper = new Complex(value.Real, Math.Abs(value.Imaginary));
            nearest = Math.Min(nearest, (upper - Value).Magnitude);
            growing += value.Real < 0 ? 0 : 1;
        }
        return nearest < Same * _size && growing <= (Growth < 0 ? 0 : Turns ? 2 : 1);
    }

    /// <summary>The eigenvalues over the odd coordinates.</summary>
    private Complex[]? Eigenvalues()
    {
        int k = _odd.Length;
        Span<double> block = stackalloc double[k * k];
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
                block[i * k + j] = _jacobian[_odd[i] * N + _odd[j]];
        _size = VectorMath.Norm(block);
        return EigenSolver.Eigenvalues(block, k);
    }

    /// <summary>Finds the same mode at a member nearby, and its coefficients.</summary>
    public bool Find(ReadOnlySpan<double> p)
    {
        Place(p);
        if (!Solve(isTransposed: false, _v, _fixed) || !Solve(isTransposed: true, _w, _v))
            return false;
        Value = Quotient();
        Second();
        Harmonics();
        Complex third = 0;
        foreach (int i in _odd)
        {
            Complex sum = 0;
            foreach (int j in _odd)
                sum += _third[i * N + j] * _v[j];
            sum *= Turns ? 1 : 1.0 / 3;
            sum += Mixed(i);
            third += _w[i] * sum;
        }
        if (!Gauge(out Complex gauge))
            return false;
        Kappa = 2 * (third - gauge).Real;
        return double.IsFinite(Kappa) && double.IsFinite(Value.Real);
    }

    /// <summary>Splits a state: notes the energy of the mode in it, writes p corrected for its wobble within a turn, and gives the largest part of the odd coordinates that is not this mode.</summary>
    public void Split(ReadOnlySpan<double> y, Span<double> p, out double rest)
    {
        Complex a = 0;
        foreach (int i in _odd)
            a += _w[i] * y[i];
        rest = 0;
        foreach (int i in _odd)
            rest = Math.Max(rest, Math.Abs(y[i] - (Turns ? 2 : 1) * (a * _v[i]).Real));
        for (int k = 0; k < p.Length; k++)
            p[k] = y[_neutral[k]] - (Turns ? 2 * (_h20[_neutral[k]] * a * a).Real : 0);
        Energy = a.Real * a.Real + a.Imaginary * a.Imaginary;
    }

    /// <summary>How far the fast coordinate of a state is from where this mode holds it, once its coefficients are known.</summary>
    public double Lag(ReadOnlySpan<double> y)
    {
        if (_fast < 0)
            return 0;
        Complex a = 0;
        foreach (int i in _odd)
            a += _w[i] * y[i];
        double held = Turns ? 2 * (_h20[_fast] * a * a).Real + _h11[_fast] * Energy : (_h20[_fast] * a * a).Real;
        return Math.Abs(y[_fast] - _point[_fast] - held);
    }

    /// <summary>The largest odd coordinate in a turn at an energy.</summary>
    public double SizeOf(double energy)
    {
        double largest = 0;
        foreach (int i in _odd)
            largest = Math.Max(largest, _v[i].Magnitude);
        return (Turns ? 2 : 1) * largest * Math.Sqrt(Math.Max(0, energy));
    }

    /// <summary>Writes the member.</summary>
    public void Write(ReadOnlySpan<double> p, Span<double> y)
    {
        _point.CopyTo(y);
        for (int k = 0; k < p.Length; k++)
            y[_neutral[k]] = p[k];
    }

    private void Place(ReadOnlySpan<double> p)
    {
        Write(p, _point);
        _ode.Jacobian(_point, _jacobian);
    }

    /// <summary>One step of Newton's method for an eigenvector x with normᵀx = 1, and for λ.</summary>
    private bool Solve(bool isTransposed, Complex[] x, Complex[] norm)
    {
        int k = _odd.Length;
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                double entry = isTransposed ? _jacobian[_odd[j] * N + _odd[i]] : _jacobian[_odd[i] * N + _odd[j]];
                Set(i, j, i == j ? entry - Value : entry);
            }
            Set(i, k, isTransposed ? _fixed[_odd[i]] : _v[_odd[i]]);
            Set(k, i, norm[_odd[i]]);
            (_re[i], _im[i]) = (0, 0);
        }
        Set(k, k, 0);
        (_re[k], _im[k]) = (1, 0);
        if (!_lu.Factor())
            return false;
        _lu.Solve(_re, _im);
        for (int i = 0; i < k; i++)
            x[_odd[i]] = new Complex(_re[i], _im[i]);
        if (!isTransposed)
            Value = Value.Imaginary == 0 ? new Complex(Value.Real - _re[k], 0) : Value - new Complex(_re[k], _im[k]);
        return true;
    }

    /// <summary>wᵀAv at wᵀv = 1: its error goes with the product of those of v and w.</summary>
    private Complex Quotient()
    {
        Complex sum = 0;
        foreach (int i in _odd)
        {
            Complex image = 0;
            foreach (int j in _odd)
                image += _jacobian[i * N + j] * _v[j];
            sum += _w[i] * image;
        }
        return sum;
    }

    private void Set(int i, int j, Complex value)
    {
        _lu.Real[j * _order + i] = value.Real;
        _lu.Imaginary[j * _order + i] = value.Imaginary;
    }

    /// <summary>D²f along Re v and Im v, and half of D³f along each twice, both together.</summary>
    private void Second()
    {
        Differences(isImaginary: false, _second);
        for (int i = 0; i < N * N; i++)
            _third[i] = 0.5 * (_plus[i] + _minus[i]) - _jacobian[i];
        if (!Turns)
            return;
        Differences(isImaginary: true, _secondTurned);
        for (int i = 0; i < N * N; i++)
            _third[i] += 0.5 * (_plus[i] + _minus[i]) - _jacobian[i];
    }

    private void Differences(bool isImaginary, double[] second)
    {
        for (int i = 0; i < N; i++)
            _moved[i] = _point[i] + (isImaginary ? _v[i].Imaginary : _v[i].Real);
        _ode.Jacobian(_moved, _plus);
        for (int i = 0; i < N; i++)
            _moved[i] = 2 * _point[i] - _moved[i];
        _ode.Jacobian(_moved, _minus);
        for (int i = 0; i < N * N; i++)
            second[i] = 0.5 * (_plus[i] - _minus[i]);
    }

    /// <summary>The terms of second order in the even coordinates.</summary>
    private void Harmonics()
    {
        double growth = 2 * Value.Real;
        if (_fast >= 0)
        {
            (Complex twice, double mean) = Even(_fast);
            double own = _jacobian[_fast * N + _fast];
            (_h20[_fast], _h11[_fast]) = (0.5 * twice / (2 * Value - own), mean / (growth - own));
        }
        for (int k = 0; k < _neutral.Length; k++)
        {
            (Complex twice, double mean) = Even(_neutral[k]);
            if (Turns)
                _h20[_neutral[k]] = 0.25 * twice / Value;
            Drift[k] = Turns ? mean : 0.5 * twice.Real;
        }
    }

    /// <summary>D²f(v, v) and D²f(v, v̄) in an even coordinate.</summary>
    private (Complex Twice, double Mean) Even(int row)
    {
        double real = 0, cross = 0, turned = 0;
        foreach (int j in _odd)
        {
            real += _second[row * N + j] * _v[j].Real;
            if (!Turns)
                continue;
            cross += _second[row * N + j] * _v[j].Imaginary;
            turned += _secondTurned[row * N + j] * _v[j].Imaginary;
        }
        return (new Complex(real - turned, 2 * cross), real + turned);
    }

    /// <summary>D²f(v, h₁₁) + D²f(v̄, h₂₀), or D²f(v, h₂), in an odd coordinate.</summary>
    private Complex Mixed(int row)
    {
        Complex sum = 0;
        if (_fast >= 0)
            sum += Term(row, _fast);
        if (Turns)
            foreach (int j in _neutral)
                sum += Term(row, j);
        return sum;
    }

    private Complex Term(int row, int column)
    {
        double along = _second[row * N + column];
        if (!Turns)
            return along * _h20[column];
        double turned = _secondTurned[row * N + column];
        return new Complex(along, turned) * _h11[column] + new Complex(along, -turned) * _h20[column];
    }

    /// <summary>wᵀ∂v/∂p along the drift, and the change of the growth along it.</summary>
    private bool Gauge(out Complex gauge)
    {
        gauge = 0;
        _point.CopyTo(_moved, 0);
        for (int k = 0; k < Drift.Length; k++)
            _moved[_neutral[k]] += Drift[k];
        _ode.Jacobian(_moved, _plus);
        for (int k = 0; k < Drift.Length; k++)
            _moved[_neutral[k]] -= 2 * Drift[k];
        _ode.Jacobian(_moved, _minus);
        int n = _odd.Length;
        Complex slope = 0;
        for (int i = 0; i < n; i++)
        {
            Complex sum = 0;
            foreach (int j in _odd)
                sum += 0.5 * (_plus[_odd[i] * N + j] - _minus[_odd[i] * N + j]) * _v[j];
            _product[i] = sum;
            slope += _w[_odd[i]] * sum;
        }
        GrowthChange = 2 * slope.Real;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                Set(i, j, i == j ? _jacobian[_odd[i] * N + _odd[j]] - Value : _jacobian[_odd[i] * N + _odd[j]]);
            Set(i, n, _v[_odd[i]]);
            Set(n, i, _fixed[_odd[i]]);
            Complex right = slope * _v[_odd[i]] - _product[i];
            (_re[i], _im[i]) = (right.Real, right.Imaginary);
        }
        Set(n, n, 0);
        (_re[n], _im[n]) = (0, 0);
        if (!_lu.Factor())
            return false;
        _lu.Solve(_re, _im);
        for (int i = 0; i < n; i++)
            gauge += _w[_odd[i]] * new Complex(_re[i], _im[i]);
        return true;
    }
}
