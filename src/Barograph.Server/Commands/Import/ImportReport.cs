namespace Barograph.Server.Commands.Import;

/// <summary>Prints what an import did and whether the counts agree.</summary>
public sealed class ImportReport(ImportWish wish, TableSource source, ISampleSink sink, ImportTally tally, LocalClock? clock)
{
    public void Print(CommandHost host)
    {
        ImportShown shown = Shown();
        if (wish.Json)
            CommandJson.Write(host.Out, shown, CommandJson.Default.ImportShown);
        else
            Print(host.Out, shown, host.Width);
    }

    private ImportShown Shown()
    {
        IReadOnlyList<ImportedSeriesShown> series = [.. tally.Series
            .Where(one => one.InTable > 0 || one.Steps > 0)
            .OrderBy(one => one.Key.Location, StringComparer.Ordinal).ThenBy(one => one.Key.Metric, StringComparer.Ordinal).Select(Shown)];
        return new ImportShown
        {
            Source = source.Description,
            Store = sink.Description,
            RowsInTable = tally.RowsInTable,
            RowsRead = tally.RowsRead,
            New = series.Sum(one => one.New),
            There = series.Sum(one => one.There),
            Conflicts = series.Sum(one => one.Conflicts),
            LeftOut = [.. tally.LeftOut.Select(left => Shown(left.Key, left.Value))],
            Series = series,
            Notes = [.. Notes()],
            Agrees = tally.Agrees,
        };
    }

    private static ImportedSeriesShown Shown(SeriesTally series) => new(
        series.Key.Location, series.Key.Metric, series.InTable, series.New, series.There, series.Conflicts, series.LeftOut, series.InStore,
        series.Steps == 0 ? null : TerminalText.Of(series.First), series.Steps == 0 ? null : TerminalText.Of(series.Last), series.Agrees);

    private static LeftOutShown Shown(LeftOutReason reason, LeftOut left)
    {
        (string code, string of, string text) = reason switch
        {
            LeftOutReason.TimeMissing => ("time_missing", "rows", "without a time"),
            LeftOutReason.TimeTooEarly => ("time_too_early", "rows", "before 2015, which no store takes: clocks that were never set"),
            LeftOutReason.TimeAhead => ("time_ahead", "rows", "more than a day in the future"),
            LeftOutReason.LocationMissing => ("location_missing", "rows", "without a location; --location NAME takes them"),
            LeftOutReason.LocationInvalid => ("location_invalid", "rows", "with a location that is none (docs: reports.md)"),
            LeftOutReason.LocationNotWanted => ("location_not_wanted", "rows", "of other locations than --locations"),
            LeftOutReason.ValueNotFinite => ("value_not_finite", "values", "NaN or infinite"),
            LeftOutReason.UnitMismatch => ("unit_mismatch", "values", "in a unit that cannot be converted to that of the series"),
            _ => ("refused", "values", "refused by the database"),
        };
        return new LeftOutShown(code, left.Count, of, text, left.Example);
    }

    private IEnumerable<string> Notes()
    {
        foreach (string skipped in source.Shape.Skipped)
            yield return skipped;
        if (source.Shape.TimeHasZone && wish.TimeZone is not null)
            yield return "The times of this table carry their time zone; --time-zone was not needed and is ignored.";
        foreach (string location in wish.OnlyLocations.Where(location => tally.Series.All(series => series.Key.Location != location)))
            yield return $"No row is of the location \"{location}\".";
        if (clock is null)
            yield break;
        if (wish.TimeZone != source.DatabaseZone)
            yield return $"The times were read as {wish.TimeZone}; this database is set to {source.DatabaseZone} now.";
        if (clock.Ambiguous > 0)
            yield return $"{TerminalText.Of(clock.Ambiguous)} rows are of an hour that comes twice in autumn; {TerminalText.Of(clock.SecondPass)} of them, "
                + "after the clock had gone back, were taken for the second.";
        if (clock.Missing > 0)
            yield return $"{TerminalText.Of(clock.Missing)} rows are of an hour that is missing in spring, and were moved on by it. Is {wish.TimeZone} right?";
    }

    private static void Print(TextWriter output, ImportShown shown, int width)
    {
        output.Write($"From {shown.Source}\ninto {shown.Store}\n\n");
        var table = new TextTable("LOCATION", "METRIC", "IN TABLE", "NEW", "THERE", "CONFLICTS", "LEFT OUT", "IN STORE", "COUNTS");
        foreach (ImportedSeriesShown one in shown.Series)
            table.Add(
                TerminalText.Clean(one.Location), one.Metric, TerminalText.Of(one.InTable), TerminalText.Of(one.New), TerminalText.Of(one.There),
                TerminalText.Of(one.Conflicts), TerminalText.Of(one.LeftOut), TerminalText.Of(one.InStore), one.Agrees ? "agree" : "DIFFER");
        table.WriteTo(output, width);
        output.Write($"\n{Of(shown.RowsRead)} rows read: {Of(shown.New)} values new, {Of(shown.There)} already there");
        output.Write(shown.Conflicts == 0 ? ".\n" : $", {Of(shown.Conflicts)} where another value was there first and stays.\n");
        foreach (LeftOutShown left in shown.LeftOut)
            output.Write($"Left out: {Of(left.Count)} {left.Of} {left.Text}; the first: {TerminalText.Clean(left.Example)}\n");
        foreach (string note in shown.Notes)
            output.Write($"Note: {TerminalText.Clean(note)}\n");
        output.Write(shown.Agrees
            ? "The counts agree.\n"
            : "The counts DIFFER: the store does not hold all that the table has. Run the same import again; if they still differ, please report it.\n");
    }

    private static string Of(long number) => TerminalText.Of(number);
}
