using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;

namespace PhaseGan.Tests.Slurm;

/// <summary>A real Slurm of one node on this machine, in a folder and on ports of its own. Nothing of it is left at the end.</summary>
public sealed class SlurmCluster : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _daemons = [];

    /// <summary>Starts Slurm; installs it where it may.</summary>
    public SlurmCluster()
    {
        if (!OperatingSystem.IsLinux())
        {
            Missing = "this is not Linux";
            return;
        }
        Missing = WhyNot();
        if (Missing is not null)
            return;
        try
        {
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Why there is no Slurm, or null if there is one.</summary>
    public string? Missing { get; }

    /// <summary>What a process needs to talk to this Slurm.</summary>
    public Dictionary<string, string> Variables => new() { ["SLURM_CONF"] = Configuration };

    private string Configuration => _folder.File("slurm.conf");

    private string Socket => _folder.File("munge/socket");

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It fails, or does not end in time.</exception>
    public string Run(string command, params string[] arguments)
    {
        (int code, string output) = Try(command, arguments, s_patience, Variables);
        return code == 0 ? output : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {code}: {output}\n{Logs()}");
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <exception cref="InvalidOperationException">It does not in time.</exception>
    public void Wait(string what, Func<bool> condition)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
                throw new InvalidOperationException($"waited in vain for {what}\n{Logs()}");
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        if (_daemons.Count == 3)
        {
            Try("scancel", ["--user=root"], TimeSpan.FromSeconds(20), Variables);
            for (int k = 0; k < 50 && Try("squeue", ["--noheader"], TimeSpan.FromSeconds(20), Variables) is (0, { Length: > 0 }); k++)
                Thread.Sleep(100);
        }
        foreach (Process daemon in Enumerable.Reverse(_daemons))
        {
            if (!daemon.HasExited)
                Try("kill", [$"{daemon.Id}"], TimeSpan.FromSeconds(5));
            if (!daemon.WaitForExit(TimeSpan.FromSeconds(20)))
                daemon.Kill(entireProcessTree: true);
            daemon.Dispose();
        }
        _daemons.Clear();
        _folder.Dispose();
    }

    private static string? WhyNot()
    {
        if (SourceTree.Root is null)
            return "its configuration is not here";
        if (Environment.UserName != "root")
            return "its daemons need root";
        string[] programs = ["munged", "slurmctld", "slurmd", "sbatch"];
        if (!programs.All(IsThere))
            Try("apt-get", ["install", "-y", "--no-install-recommends", "slurm-wlm", "munge"], TimeSpan.FromMinutes(3));
        return programs.FirstOrDefault(p => !IsThere(p)) is { } missing ? $"there is no {missing}, and it could not be installed" : null;

        static bool IsThere(string program) => Try("which", [program], TimeSpan.FromSeconds(20)).Code == 0;
    }

    [SupportedOSPlatform("linux")]
    private void Start()
    {
        foreach (string name in (string[])["munge", "state", "spool"])
            Directory.CreateDirectory(_folder.File(name));
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(_folder.File("munge"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        byte[] key = new byte[128];
        System.Security.Cryptography.RandomNumberGenerator.Fill(key);
        File.WriteAllBytes(_folder.File("munge/key"), key);
        File.SetUnixFileMode(_folder.File("munge/key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (int controller, int node) = FreePorts();
        File.WriteAllText(Configuration, File.ReadAllText(Path.Combine(SourceTree.Root!, "tests", "PhaseGan.Tests", "Slurm", "slurm.conf.in"))
            .Replace("@FOLDER@", _folder.Path, StringComparison.Ordinal)
            .Replace("@CONTROLLER@", controller.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@NODE@", node.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            // It is the name of the machine that they then listen on, which need not be known to it.
            .Replace("@LOOPBACK@", NameIsLoopback() ? "CommunicationParameters=NoInAddrAny,NoCtldInAddrAny" : "", StringComparison.Ordinal));

        Daemon("munged", "--foreground", "--force", $"--socket={Socket}", $"--key-file={_folder.File("munge/key")}", $"--pid-file={_folder.File("munge/pid")}",
            $"--seed-file={_folder.File("munge/seed")}", $"--log-file={_folder.File("munge/log")}");
        Wait("munge", () => Try("munge", ["--no-input", $"--socket={Socket}"], s_patience).Code == 0);
        Daemon("slurmctld", "-D");
        Wait("slurmctld", () => Try("scontrol", ["ping"], s_patience, Variables) is (0, var said) && said.Contains("is UP", StringComparison.Ordinal));
        Daemon("slurmd", "-D", "-N", "localhost");
        Wait("slurmd", () => Try("sinfo", ["--noheader", "--format=%T"], s_patience, Variables) is (0, var state) && state.Trim() == "idle");
    }

    private void Daemon(string program, params string[] arguments)
    {
        // Its own session: what ends a terminal or a test run by a signal to the group leaves it to Dispose. setsid execs the daemon, so that the process is it.
        var start = new ProcessStartInfo("setsid", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["SLURM_CONF"] = Configuration;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _daemons.Add(process);
    }

    private static (int Code, string Output) Try(string command, string[] arguments, TimeSpan patience, Dictionary<string, string>? variables = null)
    {
        try
        {
            var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach ((string name, string value) in variables ?? [])
                start.Environment[name] = value;
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(patience))
                return (process.ExitCode, output.Result + error.Result);
            process.Kill();
            return (-1, $"did not end within {patience.TotalSeconds} s");
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }
    }

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private static bool NameIsLoopback()
    {
        try
        {
            return Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork) is { Length: > 0 } addresses && addresses.All(IPAddress.IsLoopback);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Logs() => string.Join('\n', Directory.GetFiles(_folder.Path, "*.log").Select(f => $"{Path.GetFileName(f)}: {string.Join('\n', File.ReadLines(f).TakeLast(15))}"));
}
