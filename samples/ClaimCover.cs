#:project ../src/PhaseGan/PhaseGan.csproj

// Claim 1, corrected, for Λ = Λ̃: wherever (15) holds, P = I attracts and P = 0 repels. Proved over α in [0.01, 4] and x/Λ in [0.002, 10], which is more than Λ in [0.5, 5] with x in [0.01, 5], but for rectangles
// next to an equality in (15) with sides of at most 1e-6. Run it with:
// dotnet run -c Release samples/ClaimCover.cs [longest side]
using System.Diagnostics;
using System.Globalization;
using PhaseGan;
using PhaseGan.Dynamics;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
double resolution = args.Length > 0 ? double.Parse(args[0]) : 1e-6;
TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
ClaimCover cover = ClaimProof.CoverEqualVariances(rateRatio: new Interval(0.01, 4), noiseShare: new Interval(0.002, 10), resolution);
TimeSpan taken = Process.GetCurrentProcess().TotalProcessorTime - before;
Console.WriteLine($"{(cover.IsComplete ? "Proved" : "Not complete")}: {cover} of at most {resolution}; {taken.TotalSeconds:F1} s");
