namespace Barograph.Server.Commands.Import;

/// <summary>Prints what an import did and whether the counts agree.</summary>
/// <param name="source">For people.</param>
/// <param name="store">For people.</param>
/// <param name="tally">Compared with the store.</param>
/// <param name="notes">Sentences.</param>
/// <param name="rejected">Of a file; null for a table.</param>
public sealed class ImportReport(string source, string store, ImportTally tally, IReadOnlyList<string> notes, RejectedLines? rejected = null)
{
    private string Rows => rejected is null ? "rows" : "lines";

    /// <summary>Returns the exit code: success only if the counts agree and every line was taken.</summary>
    public int Print(CommandHost host, bool json)
    {
        ImportShown shown = Shown();
        if (json)
            CommandJson.Write(host.Out, shown, CommandJson.Default.ImportShown);
        else
            Print(host.Out, shown, host.Width);
        return shown.Agrees && shown.RejectedLines == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private ImportShown Shown()
    {
        IReadOnlyList<ImportedSeriesShown> series = [.. tally.Series
            .Where(one => one.InTable > 0 || one.Steps > 0)
            .OrderBy(one => one.Key.Location, StringComparer.Ordinal).ThenBy(one => one.Key.Metric, StringComparer.Ordinal).Select(Shown)];
        return new ImportShown
        {
            Source = source,
            Store = store,
            RowsInTable = tally.RowsInTable,
            RowsRead = tally.RowsRead,
            New = series.Sum(one => one.New),
            There = series.Sum(one => one.There),
            Conflicts = series.Sum(one => one.Conflicts),
            RejectedLines = rejected?.Count ?? 0,
            RejectedFile = rejected?.Path,
            LeftOut = [.. tally.LeftOut.Select(left => Shown(left.Key, left.Value))],
            Series = series,
            Notes = notes,
            Agrees = tally.Agrees,
        };
    }

    private static ImportedSeriesShown Shown(SeriesTally series) => new(
        series.Key.Location, series.Key.Metric, series.InTable, series.New, series.There, series.Conflicts, series.LeftOut, series.InStore,
        series.Steps == 0 ? null : TerminalText.Of(series.First), series.Steps == 0 ? null : TerminalText.Of(series.Last), series.Agrees);

    private LeftOutShown Shown(LeftOutReason reason, LeftOut left)
    {
        (string code, bool isOfRow, string text) = reason switch
        {
            LeftOutReason.TimeMissing => ("time_missing", true, "without a time"),
            LeftOutReason.TimeTooEarly => ("time_too_early", true, "before 2015, which no store takes: clocks that were never set"),
            LeftOutReason.TimeAhead => ("time_ahead", true, "more than a day in the future"),
            LeftOutReason.LocationMissing => ("location_missing", true, "without a location; --location NAME takes them"),
            LeftOutReason.LocationInvalid => ("location_invalid", true, "with a location that is none (docs: reports.md)"),
            LeftOutReason.LocationNotWanted => ("location_not_wanted", true, "of other locations than --locations"),
            LeftOutReason.ValueNotFinite => ("value_not_finite", false, "NaN or infinite"),
            LeftOutReason.UnitMismatch => ("unit_mismatch", false, "in a unit that cannot be converted to that of the series"),
            LeftOutReason.TooOld => ("time_too_old", false, "from before the single readings that the store keeps"),
            LeftOutReason.LineBroken => ("line_broken", true, "that cannot be read"),
            LeftOutReason.TimeInvalid => ("time_invalid", true, "with a time that is none"),
            LeftOutReason.MetricInvalid => ("metric_invalid", true, "with a metric that is none"),
            LeftOutReason.UnitInvalid => ("unit_invalid", true, "with a unit that is none"),
            LeftOutReason.ValueInvalid => ("value_not_a_number", true, "with a value that is no number"),
            LeftOutReason.NoValues => ("no_values", true, "without a value"),
            _ => ("refused", false, "refused by the database"),
        };
        return new LeftOutShown(code, left.Count, isOfRow ? Rows : "values", text, left.Example);
    }

    private void Print(TextWriter output, ImportShown shown, int width)
    {
        output.Write($"From {shown.Source}\ninto {shown.Store}\n\n");
        var table = new TextTable("LOCATION", "METRIC", rejected is null ? "IN TABLE" : "IN FILE", "NEW", "THERE", "CONFLICTS", "LEFT OUT", "IN STORE", "COUNTS");
        foreach (ImportedSeriesShown one in shown.Series)
            table.Add(
                TerminalText.Clean(one.Location), one.Metric, TerminalText.Of(one.InTable), TerminalText.Of(one.New), TerminalText.Of(one.There),
                TerminalText.Of(one.Conflicts), TerminalText.Of(one.LeftOut), TerminalText.Of(one.InStore), one.Agrees ? "agree" : "DIFFER");
        table.WriteTo(output, width);
        output.Write($"\n{Of(shown.RowsRead)} {Rows} read: {Of(shown.New)} values new, {Of(shown.There)} already there");
        output.Write(shown.Conflicts == 0 ? ".\n" : $", {Of(shown.Conflicts)} where another value was there first and stays.\n");
        foreach (LeftOutShown left in shown.LeftOut)
            output.Write($"Left out: {Of(left.Count)} {left.Of} {left.Text}; the first: {TerminalText.Clean(left.Example)}\n");
        if (shown.RejectedFile is not null)
            output.Write($"{Of(shown.RejectedLines)} lines were not taken; they stand with their reasons in {shown.RejectedFile}. Mend them there and import that file.\n");
        foreach (string note in shown.Notes)
            output.Write($"Note: {TerminalText.Clean(note)}\n");
        output.Write(shown.Agrees
            ? "The counts agree.\n"
            : $"The counts DIFFER: the store does not hold all that the {(rejected is null ? "table" : "file")} has. Run the same import again; if they still differ, please report it.\n");
    }

    private static string Of(long number) => TerminalText.Of(number);
}
