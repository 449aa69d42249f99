#:project ../../src/PhaseGan/PhaseGan.csproj

using PhaseGan;

File.WriteAllText("points.csv", """
    name,lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g
    quiet,1,1,0.2,0.04,1,1
    two features,5;3,5;3,0.2,0.04,2,2
    too much noise,1,1,0.2,0.04,3,3
    """);

LabelledPoints labelled = PointTable.ReadCsv("points.csv").Label(new OdePhaseClassifier());
labelled.WriteCsv("labels.csv");
Console.WriteLine($"{labelled.Count(Phase.Success)} of {labelled.Verdicts.Length} succeed");
labelled.ToCsv(Console.Out);
