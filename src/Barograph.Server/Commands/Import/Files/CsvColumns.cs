using System.Text;
using Barograph.Model;
using Barograph.Server.Export;

namespace Barograph.Server.Commands.Import;

/// <summary>What the columns of a CSV file are, by their names in the header.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Time">The column of the time.</param>
/// <param name="Location">That of the location, or null.</param>
/// <param name="Metric">That of the metric, or null where the columns themselves are metrics.</param>
/// <param name="Unit">That of the unit, or null.</param>
/// <param name="Values">Those of the values, with the metric where the header says it.</param>
/// <param name="Skipped">A sentence for each column that is not imported.</param>
internal sealed record CsvColumns(
    int Count, int Time, int? Location, int? Metric, int? Unit, IReadOnlyList<(int Column, string Metric)> Values, IReadOnlyList<string> Skipped)
{
    private const string Example = "Its first line should name the columns, for example: time,location,metric,unit,value or time,location,temperature,humidity";

    /// <exception cref="CommandFailedException">There is nothing to import in such a file.</exception>
    public static CsvColumns Of(CsvRecord header)
    {
        string[] names = [.. Enumerable.Range(0, header.Count).Select(i => CsvText.Read(Encoding.UTF8.GetString(header.Cell(i))).Trim().ToLowerInvariant())];
        int? Named(string name) => Array.IndexOf(names, name) is >= 0 and var at ? at : null;
        if (names is [var only] && only.Contains(';', StringComparison.Ordinal))
            throw new CommandFailedException("The columns of the file are parted by semicolons; save it with commas (and decimal points).");
        if (Named("time") is not { } time)
            throw new CommandFailedException($"The file has no column \"time\". {Example}");
        if (Named("metric") is { } metric && Named("value") is { } value)
            return new CsvColumns(names.Length, time, Named("location"), metric, Named("unit"), [(value, "")], []);
        List<(int, string)> values = [];
        List<string> skipped = [];
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] is "time" or "location" or RejectedLines.NumberColumn or RejectedLines.ReasonColumn)
                continue;
            if (Problem(names[i], values) is { } problem)
                skipped.Add($"The column \"{names[i]}\" is left out: {problem}.");
            else
                values.Add((i, names[i]));
        }
        return values.Count > 0
            ? new CsvColumns(names.Length, time, Named("location"), null, null, values, skipped)
            : throw new CommandFailedException($"The file has no columns \"metric\" and \"value\", and none that is a metric. {Example}");
    }

    private static string? Problem(string name, List<(int, string Metric)> values)
    {
        if (name is "id" or "unit")
            return name == "id" ? "it only numbers the rows" : "where the columns are metrics, it cannot say whose unit it is";
        if (!MetricName.TryNormalize(name, out _))
            return "a metric's name is a letter and up to 63 letters, digits or underscores";
        return values.Exists(other => other.Metric == name) ? "another column has this name already" : null;
    }
}
