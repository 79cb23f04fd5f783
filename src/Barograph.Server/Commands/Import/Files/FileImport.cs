using Barograph.Model;
using Barograph.Server.Config;

namespace Barograph.Server.Commands.Import;

/// <summary>
/// <c>barograph import FILE</c>: reads line by line, appends batch by batch, puts aside what cannot be taken, and compares the counts at the end. Like every import it
/// keeps no mark of how far it came: what is stored already is recognised, so it may be killed at any point and run again.
/// </summary>
public sealed class FileImport(CommandHost host, Settings settings)
{
    public async Task<int> RunAsync(ImportFileName name, ImportWish wish, CancellationToken cancel)
    {
        bool isCsv = name.IsCsv();
        LocalClock? clock = wish.TimeZone is { } zone ? LocalClock.Of(zone) : null;
        await using ImportFile file = ImportFile.Open(name, host.In);
        var window = new ByteWindow(file.Content);
        using var rejected = new RejectedLines(name.RejectedPath(), isCsv);
        var intake = new FileIntake(wish, new ImportTimes(clock, Instant.Now(host.Clock)), rejected);
        (IFileDialect dialect, IReadOnlyList<string> notes) = await BeginAsync(isCsv, window, intake, rejected, wish, cancel);
        await using ISampleSink sink = await SinkOpening.OpenAsync(settings, host.Clock, cancel);
        await ImportProgress.RunAsync(host.Terminal, file.Length, Amounts.Bytes, async report =>
        {
            await using var pump = new SinkPump(sink, intake.Settle, cancel);
            while (await TakeAsync(dialect, window, intake, pump, cancel))
                report(file.Position);
            await pump.FinishAsync();
        });
        await intake.Tally.CompareAsync(sink, cancel);
        rejected.Flush();
        IEnumerable<string> clockNotes = clock?.Notes(wish.TimeZone!) ?? [];
        return new ImportReport(file.Description, sink.Description, intake.Tally, [.. notes, .. clockNotes], rejected).Print(host, wish.Json);
    }

    private static async Task<(IFileDialect Dialect, IReadOnlyList<string> Notes)> BeginAsync(
        bool isCsv, ByteWindow window, FileIntake intake, RejectedLines rejected, ImportWish wish, CancellationToken cancel)
    {
        while (window.Rest.Length < ByteWindow.MaxLine && !window.IsEnd)
            await FillAsync(window, intake, cancel);
        if (!isCsv)
            return (new NdjsonDialect(), []);
        CsvDialect csv = CsvDialect.Begin(window.Rest, out byte[] header, out int length);
        if (!csv.HasLocation && wish.Location is null)
            throw new CommandFailedException("The file has no column \"location\"; say where its readings are from with --location.", ExitCode.Usage);
        rejected.Header = header;
        intake.Pass(window.Rest[..length]);
        window.Advance(length);
        return (csv, csv.Skipped);
    }

    /// <summary>Takes lines until more bytes are needed or the batch has no room, and provides for that. False at the end of the file.</summary>
    private static async ValueTask<bool> TakeAsync(IFileDialect dialect, ByteWindow window, FileIntake intake, SinkPump pump, CancellationToken cancel)
    {
        if (!pump.HasRoomFor(dialect.MostSamples))
            await pump.PassOnAsync();
        intake.Batch = pump.Filling;
        while (!window.Rest.IsEmpty && pump.HasRoomFor(dialect.MostSamples))
        {
            int taken = dialect.Take(window.Rest, window.IsEnd, intake);
            if (taken == 0)
                break;
            intake.Pass(window.Rest[..taken]);
            window.Advance(taken);
        }
        if (!pump.HasRoomFor(dialect.MostSamples))
            return true;
        if (window.IsEnd)
            return false;
        await FillAsync(window, intake, cancel);
        return true;
    }

    private static async ValueTask FillAsync(ByteWindow window, FileIntake intake, CancellationToken cancel)
    {
        try
        {
            await window.FillAsync(cancel);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                $"The file cannot be read after line {TerminalText.Of(intake.LinesPassed)}: {e.Message} What came before it is stored; run the same import again once it can.");
        }
    }
}
