using System.Globalization;
using System.IO.Pipelines;
using Barograph.Model;
using Barograph.Server.Commands.Import;
using Barograph.Server.Config;
using Barograph.Server.Export;
using Barograph.Server.Http;
using Barograph.Storage;
using Barograph.Storage.Sqlite.Copying;

namespace Barograph.Server.Commands.Export;

/// <summary>Reads a store and writes what was asked: a SQLite file as it is at one moment, a PostgreSQL database block by block.</summary>
public sealed class ExportRun(CommandHost host, Settings settings)
{
    // One write for each flush of the ExportWriter.
    private static readonly StreamPipeWriterOptions Buffering = new(minimumBufferSize: 128 * 1024, leaveOpen: true);

    public async Task<int> RunAsync(ExportWish wish, CancellationToken cancel)
    {
        using var signals = new TerminationSignals(cancel);
        if (settings.Store.Kind == StoreKind.Sqlite)
        {
            if (!File.Exists(settings.Store.Value))
                throw new CommandFailedException(AdminRunner.NotFound(settings));
            using var snapshot = new SqliteSnapshot(settings.Store.Value);
            return await RunAsync(wish, new ExportSource(snapshot.Series(), snapshot.Reader, snapshot.RawFrom()), signals.Token);
        }
        await using IStore store = settings.Store.OpenForAdmin(settings.AllowOverprivileged, host.Clock);
        await store.OpenAsync(signals.Token);
        IReadOnlyList<SeriesInfo> series = await store.Series.ListAsync(null, signals.Token);
        return await RunAsync(wish, new ExportSource(series, store.Reader, await store.Retention.RawFromAsync(signals.Token)), signals.Token);
    }

    private async Task<int> RunAsync(ExportWish wish, ExportSource source, CancellationToken cancel)
    {
        IReadOnlyList<SeriesInfo> series = Select(wish, source.Series);
        if (wish.Range.To <= source.RawFrom)
            throw new CommandFailedException($"Single readings of that time are not kept any more; those from {TerminalText.Of(source.RawFrom.Value)} on are.");
        Instant? rawFrom = wish.Range.From < source.RawFrom ? source.RawFrom : null;
        try
        {
            if (wish.Output is null)
                await WriteAsync(host.Data, wish, series, source.Reader, cancel);
            else
                await MakeFileAsync(Path.GetFullPath(wish.Output), wish, source with { Series = series, RawFrom = rawFrom }, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{wish.Output ?? "Standard output"} could not be written: {e.Message}");
        }
        if (rawFrom is { } kept)
            host.Error.Write($"Single readings from before {TerminalText.Of(kept)} are not kept any more and not in it.\n");
        return ExitCode.Success;
    }

    private static IReadOnlyList<SeriesInfo> Select(ExportWish wish, IReadOnlyList<SeriesInfo> all)
    {
        if (wish.Location is null && wish.Metric is null)
            return all;
        IReadOnlyList<SeriesInfo> selected = SeriesSelection.ByName(all, [wish.Location ?? "*"], [wish.Metric ?? "*"]);
        return selected.Count > 0
            ? selected
            : throw new CommandFailedException("There is no series of this location and metric; without them everything is exported.");
    }

    private async Task MakeFileAsync(string path, ExportWish wish, ExportSource source, CancellationToken cancel)
    {
        if (Path.Exists(path))
            throw new CommandFailedException($"{path} exists already and is left as it is. Give another name.");
        using var part = new PartFile(path);
        long samples = 0, expected = 0;
        if (host.Terminal is not null)
            foreach (SeriesInfo one in source.Series)
                expected += await source.Reader.CountAsync(one.Id, wish.Range, long.MaxValue, cancel);
        await ImportProgress.RunAsync(host.Terminal, expected, Amounts.Rows, async tell =>
            samples = await WriteAsync(part.Content, wish, source.Series, source.Reader, cancel, tell));
        part.Place();
        if (wish.Json)
            CommandJson.Write(
                host.Out, new ExportShown(path, part.Length, source.Series.Count, samples, source.RawFrom?.ToString()), CommandJson.Default.ExportShown);
        else
            host.Out.Write(string.Create(CultureInfo.InvariantCulture, $"{path}: {part.Length} bytes, {source.Series.Count} series, {samples} samples.\n"));
    }

    private static async Task<long> WriteAsync(
        Stream stream, ExportWish wish, IReadOnlyList<SeriesInfo> series, ISampleReader reader, CancellationToken cancel, Action<long>? tell = null)
    {
        PipeWriter output = PipeWriter.Create(stream, Buffering);
        var writer = new ExportWriter(output, wish.Format, tell);
        await writer.WriteAsync(series, reader, wish.Range, cancel);
        await output.CompleteAsync();
        return writer.Samples;
    }
}
