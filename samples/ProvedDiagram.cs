#:project ../src/PhaseGan/PhaseGan.csproj

// How much of a diagram of two features is proved: in cells that end at rest, that the rest is there, attracts and has learned what the label says; in cells that move, that no fixed point attracts.
// That training ends there from its start is proved by 'phasegan prove --lambda 5,3 --tau 0.2 --x alpha:0.02:2:32 --y eta:0.05:2.6:32'.
// Run it with:
// dotnet run -c Release samples/ProvedDiagram.cs [cells a side] [file]
using System.Diagnostics;
using System.Globalization;
using PhaseGan;
using PhaseGan.Dynamics;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int side = args.Length > 0 ? int.Parse(args[0]) : 32;
string file = args.Length > 1 ? args[1] : "proved.csv";

// the family of Figure 1, in the window of the README
var gan = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
PhaseDiagram diagram = new PhaseSweep(
    Axis.Linear("alpha", 0.02, 2, side), Axis.Linear("eta", 0.05, 2.6, side),
    (alpha, eta) => gan.With(rateRatio: alpha, noise: eta)).Run(new OdePhaseClassifier());

var clock = Stopwatch.StartNew();
Cell[] cells = [.. diagram.Verdicts.Select((verdict, k) => new Cell(diagram.X.Values[k % side], diagram.Y.Values[k / side], verdict))];
var proofs = new LabelProof[cells.Length];
Parallel.For(0, cells.Length, k => proofs[k] = Prove(cells[k].Verdict, gan.With(rateRatio: cells[k].X, noise: cells[k].Y)));
double seconds = clock.Elapsed.TotalSeconds;

File.WriteAllLines(file, ["alpha,eta,phase,attractor,proved,reason", .. cells.Select((c, k) => $"{c.X:R},{c.Y:R},{c.Verdict.Phase},{c.Verdict.Attractor},{proofs[k].IsProved},\"{proofs[k].Reason}\"")]);
foreach (var group in cells.Select((c, k) => (Name: $"{c.Verdict.Phase} ({c.Verdict.Attractor})", Proof: proofs[k])).GroupBy(c => c.Name).OrderBy(g => g.Key))
{
    Console.WriteLine($"{group.Key}: {group.Count(c => c.Proof.IsProved)} of {group.Count()} cells proved");
    foreach (var rest in group.Where(c => !c.Proof.IsProved).CountBy(c => c.Proof.Reason))
        Console.WriteLine($"    {rest.Value}: {rest.Key}");
}
Console.WriteLine($"{proofs.Count(p => p.IsProved)} of {cells.Length} cells in {seconds:F1} s, {proofs.Count(p => p.IsProved) / (double)cells.Length:P1}");

// A label at rest needs the end itself, which the search for the attractor gives.
LabelProof Prove(PhaseVerdict verdict, GanParameters at)
{
    if (verdict.Phase is Phase.Oscillation or Phase.Undetermined)
        return LabelProof.OfMotion(at);
    var ode = new ReducedOde(at);
    var start = OdePhaseOptions.Default.Start(at);
    return AttractorFinder.Find(ode, ode.Pack(start)) is FixedPointAttractor end
        ? LabelProof.OfRest(at, end.Point.Coordinates.AsSpan())
        : LabelProof.OfMotion(at);
}

internal sealed record Cell(double X, double Y, PhaseVerdict Verdict);
