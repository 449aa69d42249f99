using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The law of weights over time as a table, one row a record: <c>t, p_11, …, q_1, …, r_1, …, s_11, s_12, …, z, mean_abs_w, mean_abs_v_1, …, kurtosis_w, kurtosis_v_1, …, zeros_v_1, …</c>. Numbers are written so that the same bits are read
/// back, whatever the culture.
/// </summary>
public static class ParticleTable
{
    /// <summary>Writes the table to a file, all of it or none, replacing an older one.</summary>
    /// <param name="path">The law over time.</param>
    /// <param name="file">The file; its folder must exist.</param>
    /// <exception cref="ArgumentNullException">The path is null.</exception>
    /// <exception cref="ArgumentException">The file name is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public static void WriteCsv(this ParticlePath path, string file)
    {
        ArgumentNullException.ThrowIfNull(path);
        AtomicFile.WriteText(file, path.ToCsv);
    }

    /// <summary>Writes the table.</summary>
    /// <param name="path">The law over time.</param>
    /// <param name="writer">Receives it.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void ToCsv(this ParticlePath path, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(writer);
        int d = path.FeatureCount;
        var layout = new StateLayout(d, hasNorms: true);
        Csv.Write(writer, ["t", .. layout.Names(), "mean_abs_w", .. Each("mean_abs_v"), "kurtosis_w", .. Each("kurtosis_v"), .. Each("zeros_v")]);
        foreach (ParticleRecord record in path.Records)
        {
            double[] numbers =
            [
                record.Time, .. layout.Pack(record.State, needsUnitNorms: false), record.MeanAbsoluteDiscriminator, .. record.MeanAbsoluteGenerator,
                record.DiscriminatorKurtosis, .. record.GeneratorKurtosis, .. record.GeneratorZeros,
            ];
            Csv.Write(writer, numbers.Select(x => x.ToString("R", CultureInfo.InvariantCulture)));
        }

        IEnumerable<string> Each(string name) => Enumerable.Range(1, d).Select(l => $"{name}_{l}");
    }
}
