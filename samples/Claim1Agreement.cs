#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// How far inequality (15) and the ODE agree, for one to four features and for equal and different variances: the tables and pictures
// of docs/claim-1.md. Run it with: dotnet run -c Release samples/Claim1Agreement.cs [folder] [cells along an axis for d = 1]
using System.Collections.Immutable;
using System.Globalization;
using PhaseGan;
using PhaseGan.Dynamics;
using PhaseGan.Plotting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
int finest = args.Length > 1 ? int.Parse(args[1]) : 32;
Directory.CreateDirectory(folder);

(double[] Real, double[] Fake)[] cases =
[
    ([1], [1]), ([3], [1]), ([5, 3], [5, 3]), ([5, 3], [2.5, 1]),
    ([5, 4, 3], [5, 4, 3]), ([5, 4, 3], [2.5, 2, 1]), ([5, 4.5, 4, 3], [5, 4.5, 4, 3]), ([5, 4.5, 4, 3], [2.5, 2.2, 2, 1]),
];
List<string> labels = ["| Λ | Λ̃ | cells | same label | κ | where they differ: claim → ODE (its attractor) |", "| --- | --- | --- | --- | --- | --- |"];
List<string> stability = ["| Λ | Λ̃ | (15) holds in | of these the ODE keeps P = I in | (15) and (D) hold in | of these kept in | left side against ODE: κ | left side and (D): κ |", "| --- | --- | --- | --- | --- | --- | --- | --- |"];
foreach (var (real, fake) in cases)
{
    int d = real.Length, cells = Math.Max(2, finest * (5 - d) / 4);
    var gan = new GanParameters(real, fake, discriminatorRate: 0.2, generatorRate: 0.1, realNoise: 1, fakeNoise: 1);
    var sweep = new PhaseSweep(
        x: Axis.Linear("alpha", 0.05, 2, cells),
        y: Axis.Linear("x", 0.03 * real.Max(), 1.22 * real.Max(), cells),
        at: (alpha, x) => gan.With(rateRatio: alpha, effectiveNoise: x));
    string name = $"{string.Join(", ", real)} | {string.Join(", ", fake)}";

    // the label that the paper's words give, and the label of the attractor that is reached from a small generic start
    PhaseAgreement agreement = PhaseAgreement.Of(sweep.Run(new ClaimPhaseClassifier()), sweep.Run(new OdePhaseClassifier()), "claim", "ODE");
    var differences = agreement.Differences.CountBy(v => $"{v.First.Phase} → {v.Second.Phase} ({v.Second.Attractor})").OrderByDescending(c => c.Value);
    labels.Add($"| {name} | {agreement.Agreement.Trials} | {agreement.Agreement.Successes} ({agreement.Agreement}) | {agreement.Kappa:F3} | {string.Join(", ", differences.Select(c => $"{c.Key} {c.Value}"))} |");

    // the statement itself: is perfect recovery kept? Success stands for kept, Fail for left
    PhaseDiagram kept = sweep.Run(new Rule("kept", Keeps));
    PhaseAgreement left = Against(g => Claim1.Check(g).LeftHolds), both = Against(g => Claim1.Check(g) is { LeftHolds: true, DeterminantHolds: true });
    PhaseAgreement all = Against(g => Claim1.Check(g).InequalityHolds), corrected = Against(g => Claim1.Check(g) is { InequalityHolds: true, DeterminantHolds: true });
    stability.Add($"| {name} | {all.First.Count(Phase.Success)} | {all[Phase.Success, Phase.Success]} | {corrected.First.Count(Phase.Success)} | {corrected[Phase.Success, Phase.Success]} | {left.Kappa:F3} | {both.Kappa:F3} |");
    PhaseAgreement Against(Func<GanParameters, bool> holds) => PhaseAgreement.Of(sweep.Run(new Rule("rule", g => holds(g) ? Phase.Success : Phase.Fail)), kept, "rule", "kept");

    string file = Path.Combine(folder, $"claim-1-d{d}-{(real.SequenceEqual(fake) ? "equal" : "different")}");
    agreement.WriteCsv(file + ".csv");
    new PhaseAgreementFigure(agreement) { Title = $"Claim and ODE, Λ = ({string.Join(", ", real)}), Λ̃ = ({string.Join(", ", fake)})", Curves = BoundaryCurve.OfClaim(sweep) }.Save(file + ".svg");
}
Console.WriteLine(string.Join('\n', [.. labels, "", .. stability]));

// From P = 0.999 I and q = r = 0.001 in every feature: does q or r grow a hundredfold, or does training come to rest within 0.01 of P = I?
static Phase Keeps(GanParameters gan)
{
    var ode = new ReducedOde(gan);
    int d = gan.FeatureCount;
    double[] near = [.. Enumerable.Repeat(0.999, d)], small = [.. Enumerable.Repeat(0.001, d)];
    double[] start = ode.Pack(MacroState.Diagonal(near, small, small));
    var leaving = new IntegrationEvent((_, y) => Largest(ode.Unpack(y)) - 0.1, IsTerminal: true);
    if (DormandPrince.Integrate(ode, start, until: 2000, new IntegrationOptions { Events = [leaving] }).StopReason == StopReason.Event)
        return Phase.Fail;
    return AttractorFinder.Find(ode, start) switch
    {
        UndeterminedAttractor => Phase.Undetermined,
        FixedPointAttractor { Point: { Kind: FixedPointKind.Deceived } p } when Enumerable.Range(0, d).All(l => p.Coordinates[l * d + l] > 0.99) => Phase.Success,
        _ => Phase.Fail,
    };

    double Largest(MacroState m) => Enumerable.Range(0, d).Max(l => Math.Max(Math.Abs(m.Q(l)), Math.Abs(m.R(l))));
}

internal sealed class Rule(string name, Func<GanParameters, Phase> label) : IPhaseClassifier
{
    public string Name => name;

    public ImmutableArray<string> EvidenceColumns => [];

    public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters) => [];

    public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default) => new(label(parameters), "", [], []);
}
