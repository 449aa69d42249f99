using System.CommandLine;
using MathNet.Numerics;

namespace PhaseGan.Cli;

/// <summary>Whether MathNet decomposes matrices by Intel MKL, which is there in a command that was built with <c>-p:UseMkl=true</c>.</summary>
internal sealed class LinearAlgebraOption
{
    private readonly Option<bool> _native = new("--native-linear-algebra")
    {
        Description = "Decompose matrices by Intel MKL, if the command was built with -p:UseMkl=true; last digits of the evidence may differ.",
    };

    public void AddTo(Command command) => command.Options.Add(_native);

    /// <summary>Lets this process decompose by MKL if the user asks for it.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="isStored">Whether cells are kept in a store, whose other cells may come from other machines.</param>
    /// <exception cref="UsageException">There is a store, in which every cell must be what each machine makes it.</exception>
    /// <exception cref="IOException">MKL is not there.</exception>
    public void Use(ParseResult parse, bool isStored = false)
    {
        if (!parse.GetValue(_native))
            return;
        if (isStored)
            throw new UsageException($"{_native.Name} has no place with --store, whose cells must not depend on the machine");
        if (!Control.TryUseNativeMKL())
            throw new IOException($"{_native.Name}: Intel MKL is not there; build the command with -p:UseMkl=true and put MathNet's native library for this system beside it");
    }
}
