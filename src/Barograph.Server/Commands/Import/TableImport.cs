using System.Buffers;
using Barograph.Model;
using Barograph.Server.Config;

namespace Barograph.Server.Commands.Import;

/// <summary>
/// <c>barograph import --postgres-table</c>: reads a table row by row, appends batch by batch, and compares the counts at the end. It keeps no mark of
/// its own: what is stored already is recognised by its series and time, so it may be killed at any point and run again.
/// </summary>
public sealed class TableImport(CommandHost host, Settings settings)
{
    public async Task<int> RunAsync(ImportWish wish, CancellationToken cancel)
    {
        await using TableSource source = await TableSource.OpenAsync(wish.Connection, wish.Table, cancel);
        LocalClock? clock = Clock(wish, source);
        if (source.Shape.Location is null && wish.Location is null)
            throw new CommandFailedException($"{source.Shape.Table} has no column \"location\"; say where its readings are from with --location.", ExitCode.Usage);
        await using ISampleSink sink = await SinkOpening.OpenAsync(settings, host.Clock, cancel);
        var intake = new RowIntake(wish, source.Shape, clock, Instant.Now(host.Clock));
        intake.Expect(await source.CountAsync(cancel));
        await ImportProgress.RunAsync(host.Terminal, intake.Tally.RowsInTable, report => CopyAsync(source, intake, sink, report, cancel));
        await CompareAsync(intake.Tally, sink, cancel);
        var report = new ImportReport(wish, source, sink, intake.Tally, clock);
        report.Print(host);
        return intake.Tally.Agrees ? ExitCode.Success : ExitCode.Failure;
    }

    private static LocalClock? Clock(ImportWish wish, TableSource source)
    {
        if (source.Shape.TimeHasZone)
            return null;
        return wish.TimeZone is { } name ? LocalClock.Of(name) : throw new CommandFailedException(
            $"The column \"{source.Shape.Time.Name}\" of {source.Shape.Table} has times without a time zone. Say whose clock they are of, for example "
            + $"--time-zone {source.DatabaseZone} (what this database is set to now).", ExitCode.Usage);
    }

    /// <summary>While one batch is appended, the next one is read.</summary>
    private static async Task CopyAsync(TableSource source, RowIntake intake, ISampleSink sink, Action<long> report, CancellationToken cancel)
    {
        ArrayBufferWriter<SinkSample> reading = new(sink.MaxBatch), appending = new(sink.MaxBatch);
        Task<IReadOnlyList<SinkOutcome>?> append = Task.FromResult<IReadOnlyList<SinkOutcome>?>(null);
        try
        {
            await foreach (SourceRow row in source.ReadAsync(cancel))
            {
                if (reading.WrittenCount + source.Shape.Metrics.Count > sink.MaxBatch)
                    await PassOnAsync();
                intake.Take(row, reading);
            }
            await PassOnAsync();
        }
        finally
        {
            // Also when the source has failed: the sink must not be closed under an append.
            await SettleAsync();
        }
        report(intake.Tally.RowsRead);

        async Task SettleAsync()
        {
            IReadOnlyList<SinkOutcome>? outcomes = await append;
            intake.Tally.Settle(appending.WrittenSpan, outcomes);
        }

        async Task PassOnAsync()
        {
            await SettleAsync();
            report(intake.Tally.RowsRead);
            appending.ResetWrittenCount();
            (reading, appending) = (appending, reading);
            append = sink.AppendAsync(appending.WrittenMemory, cancel);
        }
    }

    private static async Task CompareAsync(ImportTally tally, ISampleSink sink, CancellationToken cancel)
    {
        foreach (SeriesTally series in tally.Series)
            if (series.Range is { } range)
                series.InStore = await sink.CountAsync(series.Key, range, cancel);
    }
}
