using System.Globalization;
using System.Runtime.InteropServices;
using PhaseGan.Cli;

FasterForm.TakeOver(args);

// Schedulers warn by SIGUSR1, for which .NET has no name; Unix takes its number.
const int Terminate = 15;
int user = OperatingSystem.IsMacOS() ? 30 : 10;

int stopCode = ExitCode.Interrupted;
using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Stop(c, ExitCode.Interrupted));
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Stop(c, ExitCode.OfSignal(Terminate)));
using var onUser = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create((PosixSignal)user, c => Stop(c, ExitCode.OfSignal(user)));

// What is written and read means the same wherever it is done.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
Session session = Session.OfConsole(interrupted.Token) with { StopCode = () => stopCode };
return StandardOutput.Finish(session.Output, CommandLine.Run(args, session));

void Stop(PosixSignalContext context, int code)
{
    // The first signal ends the work in order; the next one ends the process.
    context.Cancel = !interrupted.IsCancellationRequested;
    if (context.Cancel)
        stopCode = code;
    interrupted.Cancel();
}
