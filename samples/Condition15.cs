#:project ../src/PhaseGan.Testing/PhaseGan.Testing.csproj
// Does inequality (15) imply that perfect recovery is stable? Run it with: dotnet run samples/Condition15.cs
using FsCheck;
using FsCheck.Fluent;
using PhaseGan;
using PhaseGan.Dynamics;
using PhaseGan.Testing;

bool NotUnstable(GanParameters gan) =>
    Claim1.Check(gan).AtPerfectRecovery.Verdict is StabilityVerdict.Stable or StabilityVerdict.Marginal;
Config cases = Config.Quick.WithMaxTest(1000).WithReplay(15, 3);
var holds = new ParameterDomain { MaxFeatures = 6, Inequality = Inequality15.Holds };

Console.WriteLine("Equal real and fake variances:");
Prop.ForAll(GanArbitrary.Parameters(holds with { Matched = true }), NotUnstable).Check(cases);
Console.WriteLine("Different variances:");
Prop.ForAll(GanArbitrary.Parameters(holds with { Matched = false }), NotUnstable).Check(cases);
Console.WriteLine("Different variances, with the condition that (15) lacks:");
Prop.ForAll(GanArbitrary.Parameters(holds), gan => !Claim1.Check(gan).DeterminantHolds || NotUnstable(gan)).Check(cases);
