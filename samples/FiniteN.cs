#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// Do trainings at a finite dimension n end where the ODE says? One feature (Λ = Λ̃ = 1, τ = 0.2): both diagrams, their agreement, and each
// cell where they differ. Run it with: dotnet run -c Release samples/FiniteN.cs [folder] [cells a side] [n]
using System.Globalization;
using PhaseGan;
using PhaseGan.Plotting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
int cells = args.Length > 1 ? int.Parse(args[1]) : 24;
long n = args.Length > 2 ? long.Parse(args[2]) : 5000;
Directory.CreateDirectory(folder);

var gan = new GanParameters(realVariances: [1], fakeVariances: [1], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 1, fakeNoise: 1);
var sweep = new PhaseSweep(
    x: Axis.Linear("alpha", 0.1, 4, cells),
    y: Axis.Linear("eta", 0.1, 2.6, cells),
    at: (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
var ode = new OdePhaseClassifier();
var trainings = new SimulationPhaseClassifier(new SimulationPhaseOptions { Dimension = n });
PhaseDiagram theory = sweep.Run(ode), simulation = sweep.Run(trainings);
PhaseAgreement agreement = PhaseAgreement.Of(theory, simulation, ode.Name, trainings.Name);

// A cell is far from every boundary if the ODE's label stays when α and x = τη² change by 5 % either way, alone or together.
double[] changes = [0.95, 1, 1.05];
bool IsFar(int i, int j) => changes.All(a => changes.All(b =>
    ode.Classify(sweep.At(theory.X.Values[i] * a, theory.Y.Values[j] * Math.Sqrt(b))).Phase == theory[i, j].Phase));
int far = 0, agreeing = 0;
for (int j = 0; j < cells; j++)
    for (int i = 0; i < cells; i++)
        if (IsFar(i, j))
        {
            far++;
            agreeing += theory[i, j].Phase == simulation[i, j].Phase ? 1 : 0;
        }

Console.WriteLine($"{agreement}\n{agreeing} of {far} cells more than 5 % from a boundary agree\n\n{agreement.ToMarkdown()}");
Console.WriteLine("| α | η | x | 5 % from a boundary | ODE | trainings | success, mode collapse, oscillation, fail, undetermined |\n| --- | --- | --- | --- | --- | --- | --- |");
foreach (PhaseDisagreement cell in agreement.Differences)
    Console.WriteLine($"| {cell.X:F2} | {cell.Y:F2} | {0.2 * cell.Y * cell.Y:F3} | {(IsFar(cell.XIndex, cell.YIndex) ? "yes" : "no")} | {cell.First.Phase} | {cell.Second.Phase} | {string.Join(", ", cell.Second.Evidence[..5])} |");

simulation.WriteCsv(Path.Combine(folder, "finite-n.csv"));
string svg = Path.Combine(folder, "finite-n.svg");
new PhaseAgreementFigure(agreement) { Title = $"The ODE and trainings with n = {n}", Curves = BoundaryCurve.OfClaim(sweep) }.Save(svg);
Console.WriteLine($"\nWrote {svg}");
