#i "nuget: $(PackageFolder)"
#r "nuget: PhaseGan, $(PhaseGanVersion)"
open PhaseGan

let gan = GanParameters([| 1.0 |], [| 1.0 |], discriminatorRate = 0.2, generatorRate = 0.2, realNoise = 1.0, fakeNoise = 1.0)

let sweep =
    PhaseSweep(
        Axis.Linear("alpha", 0.02, 4.0, 64),
        Axis.Linear("eta", 0.1, 2.6, 64),
        fun alpha eta -> gan.With(rateRatio = alpha, noise = eta)
    )

let diagram = sweep.Run(OdePhaseClassifier())
diagram.WriteCsv(fsi.CommandLineArgs[1])
printfn "%O" diagram
