namespace PhaseGan;

/// <summary>The Jacobian of <see cref="ColumnPairEquations"/>, entry by entry, for any number of features; it allocates nothing.</summary>
internal static unsafe class ColumnPairJacobian
{
    /// <summary>Writes ∂f_i/∂y_k at row i, column k.</summary>
    /// <param name="d">Number of features.</param>
    /// <param name="parameters">The numbers of <see cref="ReducedEquations"/>.</param>
    /// <param name="y">The state, length N.</param>
    /// <param name="jacobian">Receives the matrix, length N².</param>
    public static void Write(int d, double* parameters, double* y, double* jacobian)
    {
        int n = ColumnPairEquations.Dimension(d);
        new Span<double>(jacobian, n * n).Clear();
        var terms = new Terms(d, n, parameters, y, jacobian);
        RowsOfGenerator(terms);
        RowsOfDiscriminator(terms);
        Turn(terms);
    }

    /// <summary>dP_ij = τ̃Λ̃_j(Q_i·R_j − P_ij|R_j|²) and dS_ij = τ̃((Λ̃_i + Λ̃_j)R_i·R_j − S_ij(Λ̃_i|R_i|² + Λ̃_j|R_j|²)).</summary>
    private static void RowsOfGenerator(in Terms t)
    {
        int d = t.D;
        double tauTilde = t.Parameters[ReducedEquations.TauTilde];
        for (int j = 0; j < d; j++)
        {
            double rate = tauTilde * t.Fake[j], square = t.Product(t.RAt(j), t.RAt(j));
            for (int i = 0; i < d; i++)
            {
                double* row = t.Row(i * d + j);
                double p = t.Y[i * d + j];
                row[i * d + j] = -rate * square;
                for (int a = 0; a < 2; a++)
                {
                    row[t.QAt(i) + a] = rate * t.Y[t.RAt(j) + a];
                    row[t.RAt(j) + a] = rate * (t.Y[t.QAt(i) + a] - 2 * p * t.Y[t.RAt(j) + a]);
                }
            }
            for (int i = 0; i < j; i++)
            {
                int at = t.SAt(i, j);
                double* row = t.Row(at);
                double s = t.Y[at], both = tauTilde * (t.Fake[i] + t.Fake[j]);
                row[at] = -tauTilde * (t.Fake[i] * t.Product(t.RAt(i), t.RAt(i)) + t.Fake[j] * square);
                for (int a = 0; a < 2; a++)
                {
                    row[t.RAt(i) + a] = both * t.Y[t.RAt(j) + a] - 2 * tauTilde * s * t.Fake[i] * t.Y[t.RAt(i) + a];
                    row[t.RAt(j) + a] = both * t.Y[t.RAt(i) + a] - 2 * rate * s * t.Y[t.RAt(j) + a];
                }
            }
        }
    }

    /// <summary>dQ and dR where the frame does not turn.</summary>
    private static void RowsOfDiscriminator(in Terms t)
    {
        int d = t.D;
        double tau = t.Parameters[ReducedEquations.Tau], tauTilde = t.Parameters[ReducedEquations.TauTilde];
        for (int row = 0; row < 2 * d; row++)
            Shift(t, t.QAt(row));
        for (int i = 0; i < d; i++)
        {
            double lift = tauTilde * t.Fake[i] * (1 - t.Product(t.RAt(i), t.RAt(i)));
            for (int a = 0; a < 2; a++)
            {
                double* rowQ = t.Row(t.QAt(i) + a), rowR = t.Row(t.RAt(i) + a);
                rowQ[t.QAt(i) + a] += tau * t.Real[i];
                rowR[t.RAt(i) + a] += lift;
                for (int b = 0; b < 2; b++)
                    rowR[t.RAt(i) + b] -= 2 * tauTilde * t.Fake[i] * t.Y[t.RAt(i) + a] * t.Y[t.RAt(i) + b];
                for (int j = 0; j < d; j++)
                {
                    double pull = tau * t.Fake[j], push = tau * t.Real[j], q = t.Y[t.QAt(j) + a], r = t.Y[t.RAt(j) + a];
                    rowQ[i * d + j] = -pull * r;
                    rowQ[t.RAt(j) + a] -= pull * t.Y[i * d + j];
                    rowR[j * d + i] = push * q;
                    rowR[t.QAt(j) + a] += push * t.Y[j * d + i];
                    rowR[t.RAt(j) + a] -= pull * (i == j ? 1 : t.Y[t.SAt(i, j)]);
                    if (i != j)
                        rowR[t.SAt(i, j)] = -pull * r;
                }
            }
        }
    }

    /// <summary>A row c of C = [Q; R] moves by −τ c (Ω + xI), and Ω with all rows.</summary>
    private static void Shift(in Terms t, int at)
    {
        double tau = t.Parameters[ReducedEquations.Tau], c0 = t.Y[at], c1 = t.Y[at + 1];
        double* row0 = t.Row(at), row1 = row0 + t.N;
        for (int l = 0; l < 2 * t.D; l++)
        {
            int other = t.QAt(l);
            double weight = l < t.D ? -tau * t.Parameters[ReducedEquations.RealGain] * t.Real[l] : tau * t.Parameters[ReducedEquations.FakeGain] * t.Fake[l - t.D];
            double y0 = t.Y[other], y1 = t.Y[other + 1], product = c0 * y0 + c1 * y1;
            row0[other] = weight * (product + c0 * y0);
            row0[other + 1] = weight * c1 * y0;
            row1[other] = weight * c0 * y1;
            row1[other + 1] = weight * (product + c1 * y1);
        }
        row0[at] -= tau * t.First;
        row0[at + 1] -= tau * t.Cross;
        row1[at] -= tau * t.Cross;
        row1[at + 1] -= tau * t.Second;
    }

    /// <summary>What the turning of the frame adds: ψ = E(1/m + ε/m² + ε²/m³ + ε³/m⁴) with m = ε + |C|² and E = Σ(F_c0 c₁ − c₀F_c1) over the rows c of C, of which F is the change.</summary>
    private static void Turn(in Terms t)
    {
        int d = t.D, n = t.N, first = t.QAt(0), end = t.QAt(2 * d);
        double* change = stackalloc double[n], byTurn = stackalloc double[n];
        ColumnPairEquations.Change(d, (SingleLane*)t.Parameters, (SingleLane*)t.Y, (SingleLane*)change);
        double size = CorotatingOde.Smallest, excess = 0;
        new Span<double>(byTurn, n).Clear();
        for (int at = first; at < end; at += 2)
        {
            double c0 = t.Y[at], c1 = t.Y[at + 1];
            size += c0 * c0 + c1 * c1;
            excess += change[at] * c1 - c0 * change[at + 1];
            double* row0 = t.Row(at), row1 = row0 + n;
            for (int k = 0; k < n; k++)
                byTurn[k] += row0[k] * c1 - c0 * row1[k];
            byTurn[at] -= change[at + 1];
            byTurn[at + 1] += change[at];
        }
        double inverse = 1 / size, share = CorotatingOde.Smallest * inverse;
        double series = inverse * (1 + share) * (1 + share * share), slope = -inverse * inverse * (1 + share * (2 + share * (3 + 4 * share))), turn = excess * series;
        for (int k = 0; k < n; k++)
            byTurn[k] = series * byTurn[k] + (k >= first && k < end ? 2 * excess * slope * t.Y[k] : 0);
        for (int at = first; at < end; at += 2)
        {
            double* row0 = t.Row(at), row1 = row0 + n;
            for (int k = 0; k < n; k++)
            {
                row0[k] -= t.Y[at + 1] * byTurn[k];
                row1[k] += t.Y[at] * byTurn[k];
            }
            row0[at + 1] -= turn;
            row1[at] += turn;
        }
    }

    /// <summary>What the rows share.</summary>
    private readonly struct Terms
    {
        public Terms(int d, int n, double* parameters, double* y, double* jacobian)
        {
            D = d;
            N = n;
            Parameters = parameters;
            Y = y;
            Jacobian = jacobian;
            ColumnPairEquations.Gains(d, (SingleLane*)parameters, (SingleLane*)(y + d * d), (SingleLane*)(y + d * d + 2 * d), out SingleLane first, out SingleLane cross, out SingleLane second);
            (First, Cross, Second) = (first.Value, cross.Value, second.Value);
        }

        public int D { get; }

        public int N { get; }

        public double* Parameters { get; }

        public double* Y { get; }

        public double* Jacobian { get; }

        /// <summary>Entries of Ω + xI.</summary>
        public double First { get; }

        /// <inheritdoc cref="First"/>
        public double Cross { get; }

        /// <inheritdoc cref="First"/>
        public double Second { get; }

        public double* Real => Parameters + ReducedEquations.Real;

        public double* Fake => Real + D;

        public double* Row(int i) => Jacobian + i * N;

        /// <summary>Where row i of Q begins; rows from d on are those of R.</summary>
        public int QAt(int i) => D * D + 2 * i;

        /// <summary>Where row i of R begins.</summary>
        public int RAt(int i) => QAt(D + i);

        public int SAt(int i, int j) => QAt(2 * D) + ColumnPairEquations.Cross(D, i, j);

        /// <summary>The inner product of two rows.</summary>
        public double Product(int at, int other) => Y[at] * Y[other] + Y[at + 1] * Y[other + 1];
    }
}
