namespace PhaseGan;

/// <summary>A game whose discriminator is linear in the data, D(x) = φ·x + const with φ all of its parameters, so that its slope is ∇ₓD = φ at every x.</summary>
public interface ILinearCriticGame : IDataGame;
