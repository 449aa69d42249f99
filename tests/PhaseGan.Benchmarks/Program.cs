using BenchmarkDotNet.Running;

namespace PhaseGan.Benchmarks;

/// <summary>Measurements that are too long, or too dependent on the machine, for the test suite.</summary>
internal static class Program
{
    private const string Usage = """
        usage: dotnet run -c Release --project tests/PhaseGan.Benchmarks -- MODE

          simulators [--columns K] [--peer-cpp COMMAND] [--peer-numpy COMMAND] [--rounds 9] [--seconds 1]
              training steps per second of one thread at n = 5000, d = 2, K features of the discriminator (1), in turn with the peers; each command prints "X steps/s"
          slope [--replicas 64]
              Theorem 1: distance to the ODE at n = 10^3 ... 10^6 in the three settings of Figure 1
          sweep [--features 1] [--size 64] [--threads N] [--refine STEP] [--csv FILE]
              labels a grid over alpha and eta; with --refine a quadtree from every STEP-th cell
          raw [--features 1] [--size 64] [--until 2000] [--threads N]
              integrates the same cells in lanes at tolerances 1e-6 and 1e-9, and decides nothing
          compare --ours COMMAND --peer COMMAND [--rounds 5]
              runs both in turn, A B A B, process start included, and prints the ratio of the medians of their wall times
          agree [--points 1000] [--seed 1] [--features D] [--threads 1] [--open N]
              random points, delicate ones among them: labels among many against labels of the search alone, and the shares left undetermined; with --open N of these points
          columns [--points 500] [--after 0] [--seed 1] [--features 2] [--threads 1] [--until 80000]
              labels of random points with two features of the discriminator against integrations to that time (at tau = 0.1) in the coordinates of training; --after N leaves out the first N
          rules --rule KIND [OPTIONS OF columns]
              the same with random rules of a kind: columns, penalty, instance-noise, steps, momentum, slow-momentum, extragradient, scaling, tanh-penalty
          moving [--points 1000] [--seed 1] [--features D] [--threads 1]
              integrates on where no fixed point is said to attract; none may settle
          branches [--largest 200] [--rounds 3]
              microseconds a point of branches of fixed points, against the dimension
          cycles [--points 250] [--rounds 3]
              milliseconds a cycle of a branch of cycles, --points in each direction
          dotnet [ARGUMENTS OF BenchmarkDotNet]
              simulators and kernels under BenchmarkDotNet
        """;

    private static int Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["simulators", .. string[] rest]:
                    return SimulatorRace.Run(new Options(rest, "--columns", "--peer-cpp", "--peer-numpy", "--rounds", "--seconds"));
                case ["slope", .. string[] rest]:
                    return TheoremOne.Run(new Options(rest, "--replicas"));
                case ["sweep", .. string[] rest]:
                    return SweepRace.Sweep(new Options(rest, "--features", "--size", "--threads", "--refine", "--csv"));
                case ["raw", .. string[] rest]:
                    return SweepRace.Raw(new Options(rest, "--features", "--size", "--until", "--threads"));
                case ["compare", .. string[] rest]:
                    return SweepRace.Compare(new Options(rest, "--ours", "--peer", "--rounds"));
                case ["agree", .. string[] rest]:
                    return Agreement.Labels(new Options(rest, "--points", "--seed", "--features", "--threads", "--open"));
                case ["columns", .. string[] rest]:
                    return IntegrationAgreement.Run(new Options(rest, "--points", "--after", "--seed", "--features", "--threads", "--until"), "columns");
                case ["rules", .. string[] rest]:
                    var options = new Options(rest, "--rule", "--points", "--after", "--seed", "--features", "--threads", "--until");
                    return IntegrationAgreement.Run(options, options.Text("--rule") ?? throw new ArgumentException("rules needs --rule KIND, one of" + Environment.NewLine + DrawnRule.Kinds));
                case ["moving", .. string[] rest]:
                    return Agreement.Moving(new Options(rest, "--points", "--seed", "--features", "--threads"));
                case ["branches", .. string[] rest]:
                    return BranchRace.Run(new Options(rest, "--largest", "--rounds"));
                case ["cycles", .. string[] rest]:
                    return BranchRace.Cycles(new Options(rest, "--points", "--rounds"));
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
