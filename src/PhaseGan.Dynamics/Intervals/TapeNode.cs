namespace PhaseGan.Dynamics;

/// <summary>An operation of a <see cref="TaylorTape"/>.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="A">First operand.</param>
/// <param name="B">Second operand.</param>
/// <param name="Value">The constant of a constant, a shift or a scale.</param>
internal readonly record struct TapeNode(TapeOperation Operation, int A, int B, Interval Value);
