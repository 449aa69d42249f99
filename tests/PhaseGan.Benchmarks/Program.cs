using BenchmarkDotNet.Running;

namespace PhaseGan.Benchmarks;

/// <summary>Measurements that are too long, or too dependent on the machine, for the test suite.</summary>
internal static class Program
{
    private const string Usage = """
        usage: dotnet run -c Release --project tests/PhaseGan.Benchmarks -- MODE

          simulators [--peer-cpp COMMAND] [--peer-numpy COMMAND] [--rounds 9] [--seconds 1]
              training steps per second of one thread at n = 5000, d = 2, in turn with the peers; each command prints "X steps/s"
          slope [--replicas 64]
              Theorem 1: distance to the ODE at n = 10^3 ... 10^6 in the three settings of Figure 1
          dotnet [ARGUMENTS OF BenchmarkDotNet]
              the same simulators under BenchmarkDotNet
        """;

    private static int Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["simulators", .. string[] rest]:
                    return SimulatorRace.Run(new Options(rest, "--peer-cpp", "--peer-numpy", "--rounds", "--seconds"));
                case ["slope", .. string[] rest]:
                    return TheoremOne.Run(new Options(rest, "--replicas"));
                case ["dotnet", .. string[] rest]:
                    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest);
                    return 0;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
