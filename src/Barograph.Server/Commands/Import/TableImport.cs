using Barograph.Model;
using Barograph.Server.Config;

namespace Barograph.Server.Commands.Import;

/// <summary>
/// <c>barograph import --postgres-table</c>: reads a table row by row, appends batch by batch, and compares the counts at the end. It keeps no mark of
/// its own: what is stored already is recognised by its series and time, so it may be killed at any point and run again.
/// </summary>
public sealed class TableImport(CommandHost host, Settings settings)
{
    public async Task<int> RunAsync(TableName table, ImportWish wish, CancellationToken cancel)
    {
        await using TableSource source = await TableSource.OpenAsync(table.Connection, table.Table, cancel);
        LocalClock? clock = Clock(wish, source);
        if (source.Shape.Location is null && wish.Location is null)
            throw new CommandFailedException($"{source.Shape.Table} has no column \"location\"; say where its readings are from with --location.", ExitCode.Usage);
        await using ISampleSink sink = await SinkOpening.OpenAsync(settings, host.Clock, cancel);
        var intake = new RowIntake(wish, source.Shape, new ImportTimes(clock, Instant.Now(host.Clock)));
        intake.Expect(await source.CountAsync(cancel));
        await ImportProgress.RunAsync(host.Terminal, intake.Tally.RowsInTable, Amounts.Rows, report => CopyAsync(source, intake, sink, report, cancel));
        await intake.Tally.CompareAsync(sink, cancel);
        return new ImportReport(source.Description, sink.Description, intake.Tally, [.. Notes(wish, source, intake.Tally, clock)]).Print(host, wish.Json);
    }

    private static LocalClock? Clock(ImportWish wish, TableSource source)
    {
        if (source.Shape.TimeHasZone)
            return null;
        return wish.TimeZone is { } name ? LocalClock.Of(name) : throw new CommandFailedException(
            $"The column \"{source.Shape.Time.Name}\" of {source.Shape.Table} has times without a time zone. Say whose clock they are of, for example "
            + $"--time-zone {source.DatabaseZone} (what this database is set to now).", ExitCode.Usage);
    }

    private static async Task CopyAsync(TableSource source, RowIntake intake, ISampleSink sink, Action<long> report, CancellationToken cancel)
    {
        await using var pump = new SinkPump(sink, (batch, outcomes) => intake.Tally.Settle(batch.Samples.WrittenSpan, outcomes), cancel);
        await foreach (SourceRow row in source.ReadAsync(cancel))
        {
            if (!pump.HasRoomFor(source.Shape.Metrics.Count))
            {
                await pump.PassOnAsync();
                report(intake.Tally.RowsRead);
            }
            intake.Take(row, pump.Filling.Samples);
        }
        await pump.FinishAsync();
        report(intake.Tally.RowsRead);
    }

    private static IEnumerable<string> Notes(ImportWish wish, TableSource source, ImportTally tally, LocalClock? clock)
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
        foreach (string note in clock.Notes(wish.TimeZone!))
            yield return note;
    }
}
