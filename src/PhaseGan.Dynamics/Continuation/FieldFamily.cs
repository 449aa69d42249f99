using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Vector fields that depend on one or two numbers: what continuation needs to know of a model.</summary>
/// <remarks>
/// The function that makes a field is pure: the same numbers give the same field. It throws an <see cref="ArgumentException"/> where a number lies outside of the
/// model's domain; a branch ends there. A field that is an <see cref="IParameterDerivative"/> gives its derivative by the parameters itself.
/// </remarks>
public sealed class FieldFamily
{
    private readonly Func<double[], IVectorField> _field;

    private FieldFamily(ImmutableArray<string> parameters, Func<double[], IVectorField> field) => (Parameters, _field) = (parameters, field);

    /// <summary>Names of the parameters, one or two.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>A family with one parameter.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="field">Makes the field of a value.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static FieldFamily Of(string parameter, Func<double, IVectorField> field)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(parameter);
        ArgumentNullException.ThrowIfNull(field);
        return new FieldFamily([parameter], p => field(p[0]));
    }

    /// <summary>A family with two parameters.</summary>
    /// <param name="first">Name of the first.</param>
    /// <param name="second">Name of the second, another one.</param>
    /// <param name="field">Makes the field of a pair of values.</param>
    /// <exception cref="ArgumentException">A name is empty, or both are the same.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static FieldFamily Of(string first, string second, Func<double, double, IVectorField> field)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(first);
        ArgumentException.ThrowIfNullOrWhiteSpace(second);
        ArgumentNullException.ThrowIfNull(field);
        if (first == second)
            throw new ArgumentException($"two parameters must have two names; got '{first}' twice", nameof(second));
        return new FieldFamily([first, second], p => field(p[0], p[1]));
    }

    /// <summary>The family of one parameter that has the other one held.</summary>
    /// <param name="parameter">Name of the parameter that is held; the family has two.</param>
    /// <param name="value">Its value, finite.</param>
    /// <exception cref="ArgumentException">The family has one parameter, or none of this name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public FieldFamily Holding(string parameter, double value)
    {
        int held = IndexOf(parameter, nameof(parameter));
        if (Parameters.Length == 1)
            throw new ArgumentException($"one of two parameters can be held; the family has '{parameter}' alone", nameof(parameter));
        Guard.Finite(value, "the value of a parameter");
        return new FieldFamily([Parameters[1 - held]], p => new Held(_field(held == 0 ? [value, p[0]] : [p[0], value]), 1 - held).Known);
    }

    /// <summary>The field at values of the parameters.</summary>
    /// <param name="parameters">As many as there are names, in their order.</param>
    /// <exception cref="ArgumentException">A wrong number of values, or values outside of the model's domain.</exception>
    public IVectorField At(params ReadOnlySpan<double> parameters)
    {
        Guard.Length(parameters.Length, Parameters.Length, "the values of the parameters", nameof(parameters));
        return _field(parameters.ToArray()) ?? throw new ArgumentException("the function of the family gave no field", nameof(parameters));
    }

    /// <summary>The parameters by name.</summary>
    public override string ToString() => $"fields over {string.Join(" and ", Parameters)}";

    /// <summary>The field at values of the parameters; null outside of the family's domain, and where it has not the dimension that is asked for.</summary>
    internal IVectorField? FieldAt(double[] parameters, int dimension)
    {
        try
        {
            IVectorField field = At(parameters);
            return field.Dimension == dimension ? field : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The place of a parameter by its name.</summary>
    internal int IndexOf(string parameter, string argument)
    {
        ArgumentNullException.ThrowIfNull(parameter, argument);
        int index = Parameters.IndexOf(parameter);
        return index >= 0 ? index : throw new ArgumentException($"the family has the parameters {string.Join(", ", Parameters)}; got '{parameter}'", argument);
    }

    /// <summary>A field whose derivative by one parameter is that of the field inside by another one.</summary>
    private sealed class Held(IVectorField inner, int varied) : IParameterDerivative
    {
        public int Dimension => inner.Dimension;

        /// <summary>This field where the one inside knows its derivative; else the one inside.</summary>
        public IVectorField Known => inner is IParameterDerivative ? this : inner;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => inner.Evaluate(y, derivative);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => inner.Jacobian(y, jacobian);

        public void ParameterDerivative(int parameter, ReadOnlySpan<double> y, Span<double> derivative) =>
            ((IParameterDerivative)inner).ParameterDerivative(varied, y, derivative);
    }
}
