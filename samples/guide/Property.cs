#:project ../../src/PhaseGan.Testing/PhaseGan.Testing.csproj

using FsCheck;
using FsCheck.Fluent;
using PhaseGan;
using PhaseGan.Dynamics;
using PhaseGan.Testing;

Config cases = Config.Quick.WithMaxTest(500).WithReplay(15, 3);

// where (15) and the missing condition hold, the left side strictly, perfect recovery attracts
var domain = new ParameterDomain { MaxFeatures = 4, Inequality = Inequality15.Holds };
Prop.ForAll(GanArbitrary.Parameters(domain), gan => Claim1.Check(gan) is var claim
    && (!claim.DeterminantHolds || claim.AtPerfectRecovery.Verdict is StabilityVerdict.Stable or StabilityVerdict.Marginal)).Check(cases);

// a property of your own: recovery is a squared length, so it is never more than one
Prop.ForAll(GanArbitrary.States(features: 2), state => state.Recovery().All(rho => rho is >= 0 and <= 1 + 1e-9)).Check(cases);
