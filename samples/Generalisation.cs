#:project ../src/PhaseGan/PhaseGan.csproj

// Which distances of two samples say something of the laws they come from? The gap of the neural-net distance of linear discriminators by the number of points m and of
// parameters n, beside the Jensen-Shannon divergence and the Wasserstein distance of two samples of one law, each with its interval of 95 %.
// Run it with: dotnet run -c Release samples/Generalisation.cs [runs]
using System.Globalization;
using PhaseGan;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int runs = args.Length > 0 ? int.Parse(args[0]) : 40;
int[] points = [25, 100, 400];
Console.WriteLine("      gap of the neural-net distance, N(0, I) twice            two samples of N(0, I/100) in 100 dimensions");
Console.WriteLine("    m              n = 5             n = 20            n = 100       Jensen-Shannon        Wasserstein");
var distance = new CriticDistance(GanObjective.Wasserstein);
foreach (int m in points)
{
    Console.Write($"{m,5}");
    foreach (int n in new[] { 5, 20, 100 })
        Console.Write($"{distance.Gap(new double[n], new double[n], 1, m, runs, seed: m + n),19}");
    (double[] js, double[] w) = (new double[runs], new double[runs]);
    for (int k = 0; k < runs; k++)
    {
        double[][] a = Sample(m, 2 * k), b = Sample(m, 2 * k + 1);
        (js[k], w[k]) = (SampleDistance.JensenShannon(a, b), SampleDistance.Wasserstein(a, b));
    }
    Console.WriteLine($"{SampleMean.Of(js),19}{SampleMean.Of(w),19}");
}

// points of N(0, I/100)
static double[][] Sample(int m, int seed)
{
    var random = new Random(seed);
    return [.. Enumerable.Range(0, m).Select(_ => Enumerable.Range(0, 100).Select(_ => 0.1 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())).ToArray())];
}
