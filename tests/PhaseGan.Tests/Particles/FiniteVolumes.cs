namespace PhaseGan.Tests.Particles;

/// <summary>
/// The law of (v̂, ŵ) at û = 1 on a grid, for one feature of signs, linear responses, Gaussian codes and unit norms: an independent witness for particles. Advection is third order and upwind, diffusion central, time third order (Shu and
/// Osher's steps); the multipliers that keep norms are taken from the discrete second moments.
/// </summary>
internal sealed class FiniteVolumes
{
    private readonly GanParameters _gan;
    private readonly Func<double, double> _phi, _psi;
    private readonly int _cells;
    private readonly double _edge, _width;
    private double[] _law;

    public FiniteVolumes(GanParameters gan, Func<double, double> weightSlope, Func<double, double> generatorSlope, double p, double q, double r, int cells, double edge)
    {
        (_gan, _phi, _psi, _cells, _edge, _width) = (gan, weightSlope, generatorSlope, cells, edge, 2 * edge / cells);
        double vv = 1 - p * p, vw = r - p * q, ww = 1 - q * q, determinant = vv * ww - vw * vw;
        _law = Of((v, w) => Math.Exp(-0.5 * (ww * (v - p) * (v - p) - 2 * vw * (v - p) * (w - q) + vv * (w - q) * (w - q)) / determinant));
        double mass = Moment((_, _) => 1);
        for (int k = 0; k < _law.Length; k++)
            _law[k] /= mass;
    }

    public double Moment(Func<double, double, double> value) => Moment(_law, value);

    public void Advance(double time, double step)
    {
        int steps = (int)Math.Ceiling(time / step);
        double dt = time / steps;
        for (int k = 0; k < steps; k++)
        {
            double[] first = Sum(1, _law, dt, Rate(_law));
            double[] second = Sum(0.75, _law, 0.25, Sum(1, first, dt, Rate(first)));
            _law = Sum(1.0 / 3, _law, 2.0 / 3, Sum(1, second, dt, Rate(second)));
        }
    }

    private double[] Rate(double[] f)
    {
        double tau = _gan.DiscriminatorRate, tilde = _gan.GeneratorRate, real = _gan.RealVariances[0], fake = _gan.FakeVariances[0];
        double q = Moment(f, (_, w) => w), r = Moment(f, (v, w) => v * w), z = Moment(f, (_, w) => w * w);
        double realSquare = real * q * q + _gan.RealNoise * z, fakeSquare = fake * r * r + _gan.FakeNoise * z;
        double diffusion = tau * tau * (_gan.RealNoise * realSquare + _gan.FakeNoise * fakeSquare) / (2 * _gan.BatchSize);
        double g = real * q, push = fake * r;
        // without multipliers, then with those that take the change of the norms away
        double[] free = Divergence(f, (v, w) => tilde * (push * w - _psi(v)), (v, w) => tau * (g - push * v - _phi(w)), diffusion);
        double[] scaleV = Divergence(f, (v, _) => v, (_, _) => 0, 0), scaleW = Divergence(f, (_, _) => 0, (_, w) => w, 0);
        double l = -Moment(free, (v, _) => v * v) / Moment(scaleV, (v, _) => v * v), h = -Moment(free, (_, w) => w * w) / Moment(scaleW, (_, w) => w * w);
        return Sum(1, Sum(1, free, l, scaleV), h, scaleW);
    }

    /// <summary>−∇·(a f) + D ∂²f/∂w².</summary>
    private double[] Divergence(double[] f, Func<double, double, double> speedV, Func<double, double, double> speedW, double diffusion)
    {
        var rate = new double[f.Length];
        for (int i = 0; i <= _cells; i++)
        {
            for (int j = 0; j < _cells; j++)
            {
                double fluxV = Upwind(k => At(f, i + k, j), speedV(-_edge + i * _width, Centre(j))) / _width;
                double fluxW = Upwind(k => At(f, j, i + k), speedW(Centre(j), -_edge + i * _width)) / _width - diffusion * (At(f, j, i) - At(f, j, i - 1)) / (_width * _width);
                if (i == 0 || i == _cells)
                    continue;
                rate[(i - 1) * _cells + j] -= fluxV;
                rate[i * _cells + j] += fluxV;
                rate[j * _cells + i - 1] -= fluxW;
                rate[j * _cells + i] += fluxW;
            }
        }
        return rate;
    }

    /// <summary>The flux through the face between cells −1 and 0.</summary>
    private static double Upwind(Func<int, double> f, double speed) =>
        speed * (speed > 0 ? 2 * f(0) + 5 * f(-1) - f(-2) : 2 * f(-1) + 5 * f(0) - f(1)) / 6;

    private double At(double[] f, int i, int j) => i < 0 || j < 0 || i >= _cells || j >= _cells ? 0 : f[i * _cells + j];

    private double Centre(int i) => -_edge + (i + 0.5) * _width;

    private double[] Of(Func<double, double, double> value)
    {
        var result = new double[_cells * _cells];
        for (int i = 0; i < _cells; i++)
            for (int j = 0; j < _cells; j++)
                result[i * _cells + j] = value(Centre(i), Centre(j));
        return result;
    }

    private double Moment(double[] f, Func<double, double, double> value)
    {
        double sum = 0;
        for (int i = 0; i < _cells; i++)
            for (int j = 0; j < _cells; j++)
                sum += value(Centre(i), Centre(j)) * f[i * _cells + j];
        return sum * _width * _width;
    }

    private static double[] Sum(double a, double[] x, double b, double[] y)
    {
        var sum = new double[x.Length];
        for (int k = 0; k < x.Length; k++)
            sum[k] = a * x[k] + b * y[k];
        return sum;
    }
}
