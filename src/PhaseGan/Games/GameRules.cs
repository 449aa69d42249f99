namespace PhaseGan;

/// <summary>
/// Training rules from the literature, each as the vector field of its small steps, made from a game. All fields have analytic Jacobians; a rule with strength 0 is
/// the game's own field v, that is simultaneous gradient training.
/// </summary>
/// <remarks>
/// Integration, stability, attractors and sweeps take the fields like any other; <see cref="TrainingSteps"/> asks for steps of finite size. For games of up to
/// 32 coordinates nothing is allocated in a call. docs/training-rules.md sets the rules side by side.
/// </remarks>
public static class GameRules
{
    /// <summary>
    /// Two time scales: the players' parts of a field multiplied by speeds. Heusel, Ramsauer, Unterthiner, Nessler and Hochreiter, <em>GANs trained by a two time-scale
    /// update rule converge to a local Nash equilibrium</em> (NIPS 2017).
    /// </summary>
    /// <param name="field">A game, or the field of another rule.</param>
    /// <param name="generatorSpeed">Factor on the generator's part, finite and &gt; 0.</param>
    /// <param name="discriminatorSpeed">Factor on the discriminator's part, finite and &gt; 0. Default 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A speed is outside its range.</exception>
    public static ITwoPlayerField TwoTimeScales(ITwoPlayerField field, double generatorSpeed, double discriminatorSpeed = 1)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new TwoTimeScalesField(field, Guard.Positive(generatorSpeed, "a speed"), Guard.Positive(discriminatorSpeed, "a speed"));
    }

    /// <summary>
    /// Consensus optimisation, v − γ v′ᵀv: both players also descend ½γ‖v‖². Mescheder, Nowozin and Geiger, <em>The numerics of GANs</em> (NIPS 2017), section 4.
    /// </summary>
    /// <param name="game">The game.</param>
    /// <param name="strength">γ, finite and ≥ 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strength is outside its range.</exception>
    public static ITwoPlayerField Consensus(IGame game, double strength)
    {
        ArgumentNullException.ThrowIfNull(game);
        return new ConsensusField(game, Strength(strength));
    }

    /// <summary>
    /// Symplectic gradient adjustment, v − sγ Bᵀv with B = ½(v′ − v′ᵀ), which turns the field towards stable rest points and away from unstable ones. Balduzzi,
    /// Racanière, Martens, Foerster, Tuyls and Graepel, <em>The mechanics of n-player differentiable games</em> (ICML 2018), algorithm 1.
    /// </summary>
    /// <remarks>
    /// In the source's letters ξ = −v and A = −B. Its sign rule: s = sign(⟨ξ, ∇H⟩⟨Aᵀξ, ∇H⟩/N + 1/10) with ∇H = v′ᵀv; s is constant but on a surface, where the field jumps, and
    /// the Jacobian is that of constant s. At rest points s = 1.
    /// </remarks>
    /// <param name="game">The game.</param>
    /// <param name="strength">γ, finite and ≥ 0.</param>
    /// <param name="align">Whether the sign rule acts; otherwise s = 1. Default true.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strength is outside its range.</exception>
    public static ITwoPlayerField SymplecticAdjustment(IGame game, double strength, bool align = true)
    {
        ArgumentNullException.ThrowIfNull(game);
        return new SymplecticAdjustmentField(game, Strength(strength), align);
    }

    /// <summary>Symplectic gradient adjustment of a game of any number of players. Formula, source and sign rule as for a generator and a discriminator.</summary>
    /// <remarks>A potential game, whose v′ is symmetric, is left as it is; in a Hamiltonian game, whose v′ is antisymmetric, the rule descends ½‖v‖², which v alone would conserve.</remarks>
    /// <param name="game">The game.</param>
    /// <param name="strength">γ, finite and ≥ 0.</param>
    /// <param name="align">Whether the sign rule acts; otherwise s = 1. Default true.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strength is outside its range.</exception>
    public static IVectorField SymplecticAdjustment(IMultiPlayerGame game, double strength, bool align = true)
    {
        ArgumentNullException.ThrowIfNull(game);
        return new MultiPlayerAdjustmentField(game, Strength(strength), align);
    }

    /// <summary>
    /// Local symplectic surgery, its limiting flow ½(v + v′ᵀ(v′ᵀv′ + λI)⁻¹v′ᵀv) with λ = ξ(1 − exp(−‖v‖²)), whose linearisation where v = 0 and v′ is regular is the
    /// symmetric part of v′, so that only local Nash equilibria attract. Mazumdar, Jordan and Sastry, <em>On finding local Nash equilibria (and only
    /// local Nash equilibria) in zero-sum games</em> (2019).
    /// </summary>
    /// <remarks>Where v = 0 and v′ is singular the field is zero and its Jacobian undefined: values there are not finite.</remarks>
    /// <param name="game">A zero-sum game.</param>
    /// <param name="strength">s in [0, 1]: (1 − s/2)v + (s/2)v′ᵀ(…)⁻¹v′ᵀv, so that 1, the default, is the source's rule and 0 plain training.</param>
    /// <param name="regularisation">ξ, finite and &gt; 0. Default 1e-4.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentException">The game is not zero-sum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ITwoPlayerField LocalSymplecticSurgery(IGame game, double strength = 1, double regularisation = 1e-4) =>
        new SymplecticSurgeryField(ZeroSum(game), Share(strength), Guard.Positive(regularisation, "a regularisation"));

    /// <summary>
    /// Local symplectic surgery on two time scales, without solving a linear system: a fast vector u follows (v′ᵀv′ + λI)⁻¹v′ᵀv. The field over (y, u), 2N coordinates, is
    /// dy = ½(v + v′ᵀu), du = κ(v′ᵀv − v′ᵀv′u − λu). Source as for <see cref="LocalSymplecticSurgery"/>.
    /// </summary>
    /// <param name="game">A zero-sum game.</param>
    /// <param name="speed">κ: how much faster u moves, finite and &gt; 0. The limiting flow is reached as κ grows.</param>
    /// <param name="strength">s in [0, 1], as for <see cref="LocalSymplecticSurgery"/>. Default 1.</param>
    /// <param name="regularisation">ξ, finite and &gt; 0. Default 1e-4.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentException">The game is not zero-sum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static IVectorField TrackedSymplecticSurgery(IGame game, double speed, double strength = 1, double regularisation = 1e-4) =>
        new TrackedSurgeryField(ZeroSum(game), Guard.Positive(speed, "a speed"), Share(strength), Guard.Positive(regularisation, "a regularisation"));

    /// <summary>
    /// Unrolled discriminator: the generator descends L(θ, ψ_k) after k imagined steps ψ ← ψ + ηv_ψ of the discriminator, derivatives through the steps included; the discriminator
    /// follows v. Metz, Poole, Pfau and Sohl-Dickstein, <em>Unrolled generative adversarial networks</em> (ICLR 2017), section 2.2.
    /// </summary>
    /// <param name="game">A zero-sum game.</param>
    /// <param name="steps">k ≥ 0; zero is plain training.</param>
    /// <param name="rate">η, the size of an imagined step, finite and ≥ 0; zero is plain training.</param>
    /// <param name="throughSteps">
    /// Whether derivatives go through the steps, the source's rule and the default. Without them the generator descends ∂L/∂θ at (θ, ψ_k): what training does when the discriminator makes k steps before each of the
    /// generator's. The difference is the source's second gradient term, (∂ψ_k/∂θ)ᵀ∂L/∂ψ.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentException">The game is not zero-sum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ITwoPlayerField Unrolled(IGame game, int steps, double rate, bool throughSteps = true) =>
        new UnrolledField(ZeroSum(game), Guard.AtLeast(steps, 0, "a number of steps"), Guard.NonNegative(rate, "the size of a step"), throughSteps);

    /// <summary>
    /// The regulariser of the discriminator's gradient norm: the generator also descends γ‖v_ψ‖², which adds −2γ(∂v_ψ/∂θ)ᵀv_ψ to its part. Nagarajan and Kolter,
    /// <em>Gradient descent GAN optimization is locally stable</em> (NIPS 2017), section 4.
    /// </summary>
    /// <param name="game">The game.</param>
    /// <param name="strength">γ, finite and ≥ 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strength is outside its range.</exception>
    public static ITwoPlayerField GradientNorm(IGame game, double strength)
    {
        ArgumentNullException.ThrowIfNull(game);
        return new GradientNormField(game, Strength(strength));
    }

    /// <summary>
    /// Zero-centred gradient penalty on real data: the discriminator also descends ½γE‖∇ₓD(x)‖². Mescheder, Geiger and Nowozin, <em>Which training methods for GANs do actually
    /// converge?</em> (ICML 2018), section 4.
    /// </summary>
    /// <param name="game">A game whose discriminator is a function of data.</param>
    /// <param name="strength">γ, finite and ≥ 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strength is outside its range.</exception>
    public static ITwoPlayerField GradientPenalty(IDataGame game, double strength)
    {
        ArgumentNullException.ThrowIfNull(game);
        return new GradientPenaltyField(game, Strength(strength));
    }

    /// <summary>
    /// One-centred gradient penalty on interpolates of real and fake data, ½γE(‖∇ₓD(x̂)‖ − 1)², which the discriminator also descends. Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville, <em>Improved training
    /// of Wasserstein GANs</em> (NIPS 2017), section 4.
    /// </summary>
    /// <remarks>
    /// For a linear discriminator ∇ₓD = φ at every interpolate. The penalty has a corner at φ = 0, where it pushes away: the equilibrium of the Dirac-GAN is no rest point of this rule, and training turns about it for
    /// good (Mescheder, Geiger and Nowozin, 2018, section 3). At φ = 0 the field is undefined and its values are not finite.
    /// </remarks>
    /// <param name="game">A game with a linear discriminator.</param>
    /// <param name="strength">γ, finite and ≥ 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strength is outside its range.</exception>
    public static ITwoPlayerField OneCentredPenalty(ILinearCriticGame game, double strength)
    {
        ArgumentNullException.ThrowIfNull(game);
        return new OneCentredPenaltyField(game, Strength(strength));
    }

    /// <summary>
    /// Instance noise: real and fake data are blurred by independent normal noise. Sønderby, Caballero, Theis, Shi and Huszár, <em>Amortised MAP inference for image
    /// super-resolution</em> (ICLR 2017); its effect as a regulariser: Roth, Lucchi, Nowozin and Hofmann, <em>Stabilizing training of generative adversarial
    /// networks through regularization</em> (NIPS 2017). The average over the noise is taken exactly, not to second order.
    /// </summary>
    /// <param name="game">A game whose discriminator is a function of data.</param>
    /// <param name="strength">The noise's variance, finite and ≥ 0.</param>
    /// <returns>The blurred game, which is again a game.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strength is outside its range.</exception>
    public static IDataGame InstanceNoise(IDataGame game, double strength)
    {
        ArgumentNullException.ThrowIfNull(game);
        return game.WithInstanceNoise(Strength(strength));
    }

    /// <summary>
    /// Spectral normalisation of a linear discriminator: ψ/‖ψ‖ takes the place of ψ, and the gradient goes through the division. Miyato, Kataoka, Koyama and Yoshida,
    /// <em>Spectral normalization for generative adversarial networks</em> (ICLR 2018).
    /// </summary>
    /// <remarks>Where the discriminator is linear, D(x) = ψ·x, its spectral norm is ‖ψ‖. At ψ = 0 the field is undefined and its values are not finite.</remarks>
    /// <param name="game">A game whose discriminator is linear in the data with ψ its only weights, such as <see cref="DiracGan"/> and <see cref="LinearGan"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    public static ITwoPlayerField SpectralNormalisation(IGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        return new SpectralNormalisationField(game);
    }

    /// <summary>
    /// The heavy ball with friction: each parameter has a velocity u, dy = u, du = F(y) − μu. Heusel and others show that Adam's iterates follow it, <em>GANs trained by a two time-scale update rule
    /// converge to a local Nash equilibrium</em> (NIPS 2017), section 2.2, after Goudou and Munier (2009).
    /// </summary>
    /// <remarks>
    /// Coordinates: the generator's parameters, their velocities, the discriminator's parameters, their velocities: 2N, so that speeds and steps of a player act on both. Rest points are those of F with u = 0; an eigenvalue
    /// λ of F′ gives the two roots of κ² + μκ = λ.
    /// </remarks>
    /// <param name="field">A game, or the field of another rule.</param>
    /// <param name="friction">μ, finite and ≥ 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The friction is outside its range.</exception>
    public static ITwoPlayerField HeavyBall(ITwoPlayerField field, double friction)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new HeavyBallField(field, Guard.NonNegative(friction, "a friction"));
    }

    /// <summary>
    /// The regulariser that instance noise induces to first order in its variance: the discriminator also descends ½γ E f*″(T)‖∇T‖² over fake data, T being its output after the activation. Roth, Lucchi, Nowozin and
    /// Hofmann, <em>Stabilizing training of generative adversarial networks through regularization</em> (NIPS 2017), section 2.3.
    /// </summary>
    /// <remarks>
    /// The source drops the terms with ΔT, which cancel where the discriminator is the best one: with a linear activation (KL, Pearson) they vanish everywhere, with another the rule agrees with exact blurring
    /// (<see cref="InstanceNoise"/>) to first order there alone. <paramref name="complete"/> keeps them, and lets the generator see the noise as well: then the field differs from the blurred one by O(γ²) at every point.
    /// </remarks>
    /// <param name="game">The game.</param>
    /// <param name="variance">γ, the variance of the noise, finite and ≥ 0.</param>
    /// <param name="complete">Whether all first-order terms are kept. Default false, the source's rule.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The variance is outside its range.</exception>
    public static ITwoPlayerField NoiseRegulariser(FGan game, double variance, bool complete = false)
    {
        ArgumentNullException.ThrowIfNull(game);
        return new NoiseRegulariserField(game, Guard.NonNegative(variance, "a variance"), complete);
    }

    private static double Strength(double strength) => Guard.NonNegative(strength, "the strength of a rule");

    private static double Share(double strength) => Guard.InRange(strength, 0, 1, "the strength of a rule");

    private static IGame ZeroSum(IGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        return game.IsZeroSum ? game : throw new ArgumentException("game must be zero-sum: the rule uses one loss for both players", nameof(game));
    }
}
