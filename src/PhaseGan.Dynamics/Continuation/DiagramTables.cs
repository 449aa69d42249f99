using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PhaseGan.Dynamics;

/// <summary>The tables of a diagram.</summary>
internal static class DiagramTables
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>A row for each point and each special point.</summary>
    public static void WritePoints(BifurcationDiagram diagram, TextWriter writer, IReadOnlyList<string> coordinates)
    {
        writer.Write($"branch,kind,{diagram.Family.Parameters[0]},period,{string.Join(',', coordinates.Select(c => $"{c}_min,{c}_max"))},unstable,stability,special,error,coefficient,frequency,angle,arc_length,family,end\n");
        foreach (Curve curve in Curves(diagram))
            foreach (Row row in curve.Rows)
                writer.Write(string.Join(',',
                [
                    Number(curve.Number), curve.Kind, Number(row.Parameter), Number(row.Period), .. row.Low.Zip(row.High, (low, high) => $"{Number(low)},{Number(high)}"),
                    Number(row.Unstable), row.Stability, row.Special, Number(row.Error), Number(row.Coefficient), Number(row.Frequency), Number(row.Angle), Number(row.ArcLength), Number(row.Family), row.End,
                ]) + "\n");
    }

    /// <summary>A row for each branch.</summary>
    public static void WriteBranches(BifurcationDiagram diagram, TextWriter writer)
    {
        writer.Write($"branch,kind,origin,origin_{diagram.Family.Parameters[0]},parent,first_end,last_end,accounted,points,stable,unstable,undetermined,special\n");
        foreach (Curve curve in Curves(diagram))
            writer.Write(string.Join(',', (string[])
            [
                Number(curve.Number), curve.Kind, curve.Origin.Kind.ToString(), Number(curve.Origin.Parameter), Number(curve.Origin.Parent), curve.First, curve.Last, curve.IsAccounted ? "true" : "false",
                Number(curve.Count("")), Number(curve.Count("stable")), Number(curve.Count("unstable")), Number(curve.Count("undetermined")), Number(curve.Rows.Count(r => r.Special.Length > 0)),
            ]) + "\n");
    }

    /// <summary>One object with all of it.</summary>
    public static void WriteJson(BifurcationDiagram diagram, TextWriter writer, IReadOnlyList<string> coordinates)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, s_indented))
        {
            json.WriteStartObject();
            json.WriteString("parameter", diagram.Family.Parameters[0]);
            json.WriteNumber("from", diagram.Lower);
            json.WriteNumber("to", diagram.Upper);
            json.WriteBoolean("complete", diagram.IsComplete);
            json.WriteStartArray("branches");
            foreach (Curve curve in Curves(diagram))
                Write(json, curve, diagram.Family.Parameters[0], coordinates);
            json.WriteEndArray();
            json.WriteStartArray("not_followed");
            foreach (UnfollowedStart start in diagram.Unfollowed)
            {
                json.WriteStartObject();
                Write(json, start.Origin, diagram.Family.Parameters[0]);
                json.WriteString("reason", start.Reason.ToString());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        writer.Write(Encoding.UTF8.GetString(memory.ToArray()) + "\n");
    }

    private static void Write(Utf8JsonWriter json, Curve curve, string parameter, IReadOnlyList<string> coordinates)
    {
        json.WriteStartObject();
        json.WriteNumber("number", curve.Number);
        json.WriteString("kind", curve.Kind);
        json.WriteStartObject("origin");
        Write(json, curve.Origin, parameter);
        json.WriteEndObject();
        json.WriteString("first_end", curve.First);
        json.WriteString("last_end", curve.Last);
        json.WriteBoolean("accounted", curve.IsAccounted);
        foreach (string stability in (string[])["stable", "unstable", "undetermined"])
            json.WriteNumber(stability, curve.Count(stability));
        foreach (bool isSpecial in (bool[])[false, true])
        {
            json.WriteStartArray(isSpecial ? "special" : "points");
            foreach (Row row in curve.Rows.Where(r => r.Special.Length > 0 == isSpecial))
                Write(json, row, isSpecial, parameter, coordinates);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BranchOrigin origin, string parameter)
    {
        json.WriteString("kind", origin.Kind.ToString());
        Write(json, parameter, origin.Parameter);
        Write(json, "parent", origin.Parent);
    }

    private static void Write(Utf8JsonWriter json, Row row, bool isSpecial, string parameter, IReadOnlyList<string> coordinates)
    {
        json.WriteStartObject();
        Write(json, parameter, row.Parameter);
        Write(json, "period", row.Period);
        for (int i = 0; i < coordinates.Count; i++)
        {
            Write(json, $"{coordinates[i]}_min", row.Low[i]);
            Write(json, $"{coordinates[i]}_max", row.High[i]);
        }
        if (isSpecial)
        {
            json.WriteString("special", row.Special);
            Write(json, "error", row.Error);
            Write(json, "coefficient", row.Coefficient);
            Write(json, "frequency", row.Frequency);
            Write(json, "angle", row.Angle);
        }
        else
        {
            Write(json, "unstable", row.Unstable);
            json.WriteString("stability", row.Stability);
        }
        Write(json, "arc_length", row.ArcLength);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static IEnumerable<Curve> Curves(BifurcationDiagram diagram)
    {
        int number = 0;
        foreach (Branch branch in diagram.Branches)
        {
            number++;
            var rows = branch.Points.Select((p, k) => new Row(p.Parameters[0], null, p.Coordinates, p.Coordinates, p.ArcLength)
            {
                Unstable = p.UnstableCount,
                Stability = Stability(p.IsStable, p.IsNeutral),
                Family = p.FamilyDimension,
                End = End(k, branch.Points.Length, branch.FirstEnd.ToString(), branch.LastEnd.ToString()),
            }).Concat(branch.SpecialPoints.Select(s => new Row(s.Parameters[0], null, s.Coordinates, s.Coordinates, s.ArcLength)
            {
                Special = s.Kind.ToString(),
                Error = s.Error,
                Coefficient = s.NormalForm?.Coefficient,
                Frequency = s.NormalForm?.Frequency,
                Family = s.FamilyDimension,
            }));
            yield return new Curve(number, "FixedPoints", diagram.OriginOf(number), branch.FirstEnd.ToString(), branch.LastEnd.ToString(), branch.IsAccounted, [.. rows.OrderBy(r => r.ArcLength)]);
        }
        foreach (CycleBranch branch in diagram.Cycles)
        {
            number++;
            var rows = branch.Points.Select((p, k) => new Row(p.Parameters[0], p.Period, p.Minima, p.Maxima, p.ArcLength)
            {
                Unstable = p.UnstableCount,
                Stability = Stability(p.IsStable, p.IsNeutral),
                End = End(k, branch.Points.Length, branch.FirstEnd.ToString(), branch.LastEnd.ToString()),
            }).Concat(branch.SpecialPoints.Select(s => new Row(s.Parameters[0], s.Period, s.Minima, s.Maxima, s.ArcLength) { Special = s.Kind.ToString(), Error = s.Error, Angle = s.Angle }));
            yield return new Curve(number, "Cycles", diagram.OriginOf(number), branch.FirstEnd.ToString(), branch.LastEnd.ToString(), branch.IsAccounted, [.. rows.OrderBy(r => r.ArcLength)]);
        }
    }

    private static string Stability(bool isStable, bool isNeutral) => isNeutral ? "undetermined" : isStable ? "stable" : "unstable";

    /// <summary>Why a branch ends, at its first and its last point; both, if it has one alone.</summary>
    private static string End(int index, int count, string first, string last) => (index == 0, index == count - 1) switch
    {
        (true, true) => first == last ? first : $"{first} {last}",
        (true, false) => first,
        (false, true) => last,
        _ => "",
    };

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A branch of either kind.</summary>
    private sealed record Curve(int Number, string Kind, BranchOrigin Origin, string First, string Last, bool IsAccounted, ImmutableArray<Row> Rows)
    {
        /// <summary>How many points there are of a stability; of any, if it is empty.</summary>
        public int Count(string stability) => Rows.Count(r => r.Special.Length == 0 && (stability.Length == 0 || r.Stability == stability));
    }

    /// <summary>A point or a special point.</summary>
    private sealed record Row(double Parameter, double? Period, ImmutableArray<double> Low, ImmutableArray<double> High, double ArcLength)
    {
        public int? Unstable { get; init; }

        public int? Family { get; init; }

        public string Stability { get; init; } = "";

        public string Special { get; init; } = "";

        public string End { get; init; } = "";

        public double? Error { get; init; }

        public double? Coefficient { get; init; }

        public double? Frequency { get; init; }

        public double? Angle { get; init; }
    }
}
