using System.Buffers;
using System.IO.Pipelines;
using Barograph.Model;
using Barograph.Storage;
using Microsoft.AspNetCore.Connections;

namespace Barograph.Server.Export;

/// <summary>
/// Writes samples as they are read, and never runs ahead of whoever takes the bytes by more than a block of the reader and <see cref="FlushBytes"/>: memory does
/// not grow with the export. One instance makes one export.
/// </summary>
/// <param name="output">Takes the bytes.</param>
/// <param name="format">How they are written.</param>
/// <param name="tell">Is told now and then how many samples are written; or null.</param>
public sealed class ExportWriter(PipeWriter output, ExportFormat format, Action<long>? tell = null)
{
    private const int FlushBytes = 64 * 1024;

    private int _pending;

    /// <summary>Written so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Writes the samples of all these series in a range, ordered by location, metric (both ordinal) and time, and returns when all bytes are handed over.</summary>
    /// <exception cref="StorageUnavailableException">The store went away in the middle.</exception>
    /// <exception cref="ConnectionAbortedException">Whoever takes the bytes went away.</exception>
    public async Task WriteAsync(IEnumerable<SeriesInfo> series, ISampleReader reader, TimeRange range, CancellationToken cancel)
    {
        output.Write(format.Head.Span);
        IEnumerable<SeriesInfo> ordered = series
            .OrderBy(one => one.Key.Location, StringComparer.Ordinal).ThenBy(one => one.Key.Metric, StringComparer.Ordinal);
        foreach (SeriesInfo one in ordered)
        {
            LineFrame frame = format.Frame(one);
            await foreach (ReadOnlyMemory<TimedValue> block in reader.ReadAsync(one.Id, range, cancel))
            {
                Append(frame, block.Span);
                if (_pending >= FlushBytes)
                    await FlushAsync(cancel);
            }
        }
        await FlushAsync(cancel);
    }

    private void Append(LineFrame frame, ReadOnlySpan<TimedValue> block)
    {
        foreach (TimedValue sample in block)
            _pending += frame.Write(output, sample);
        Samples += block.Length;
    }

    private async ValueTask FlushAsync(CancellationToken cancel)
    {
        FlushResult flushed = await output.FlushAsync(cancel);
        _pending = 0;
        tell?.Invoke(Samples);
        if (flushed.IsCompleted)
            throw new ConnectionAbortedException("Nobody takes the export any more.");
    }
}
