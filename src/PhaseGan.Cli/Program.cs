using System.Runtime.InteropServices;
using PhaseGan.Cli;

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

return CommandLine.Run(args, Session.OfConsole(interrupted.Token));

void Interrupt(PosixSignalContext context)
{
    // The first signal ends the work in order; the next one ends the process.
    context.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
