using System.Text.Json;
using Barograph.Model;
using Barograph.Query;

namespace Barograph.Server.Http;

/// <summary>Writes one series of an answer as columns.</summary>
public sealed class SamplesWriter(HttpContext context, Utf8JsonWriter json)
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>Streams the times as they are read, keeps the values (8 bytes each) and writes them after.</summary>
    /// <param name="series">The series.</param>
    /// <param name="rawFrom">Said, if the range begins before the single samples that are kept; else null.</param>
    /// <param name="blocks">Its samples.</param>
    public async Task WriteRawAsync(SeriesInfo series, Instant? rawFrom, IAsyncEnumerable<ReadOnlyMemory<TimedValue>> blocks)
    {
        List<double> values = [];
        WriteHead(series);
        json.WriteNull("step");
        if (rawFrom is { } kept)
        {
            json.WritePropertyName("raw_from");
            WriteTime(kept);
        }
        json.WriteStartArray("time");
        await foreach (ReadOnlyMemory<TimedValue> block in blocks)
        {
            foreach (TimedValue sample in block.Span)
            {
                WriteTime(sample.Time);
                values.Add(sample.Value);
            }
            await FlushIfLargeAsync();
        }
        json.WriteEndArray();
        json.WriteStartArray("value");
        for (int i = 0; i < values.Count; i++)
        {
            json.WriteNumberValue(values[i]);
            if (i % 4096 == 4095)
                await FlushIfLargeAsync();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await FlushIfLargeAsync();
    }

    public async Task WriteSteppedAsync(SeriesInfo series, QueryStep step, TimeZoneInfo zone, SteppedWindows answer)
    {
        IReadOnlyList<Rollup> windows = answer.Windows;
        WriteHead(series);
        if (step.Seconds(zone) is { } seconds)
            json.WriteNumber("step", seconds);
        else
            json.WriteString("step", step.ToString());
        json.WriteString("resolution", answer.Resolution switch { Resolution.Hour => "1h", Resolution.FiveMinutes => "5m", _ => "raw" });
        json.WriteStartArray("time");
        foreach (Rollup window in windows)
            WriteTime(window.Start);
        json.WriteEndArray();
        json.WriteStartArray("count");
        foreach (Rollup window in windows)
            json.WriteNumberValue(window.Count);
        json.WriteEndArray();
        WriteColumn("min", windows, static window => window.Min);
        WriteColumn("max", windows, static window => window.Max);
        WriteColumn("mean", windows, static window => window.Mean);
        WriteColumn("first", windows, static window => window.First.Value);
        WriteColumn("last", windows, static window => window.Last.Value);
        if (answer.Rises is { } rises)
        {
            json.WriteStartArray("increase");
            foreach (double rise in rises)
                json.WriteNumberValue(rise);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        await FlushIfLargeAsync();
    }

    private void WriteHead(SeriesInfo series)
    {
        json.WriteStartObject();
        json.WriteNumber("series", series.Id.Value);
        json.WriteString("location", series.Key.Location);
        json.WriteString("metric", series.Key.Metric);
        json.WriteString("unit", series.Unit);
    }

    private void WriteColumn(string name, IReadOnlyList<Rollup> windows, Func<Rollup, double> value)
    {
        json.WriteStartArray(name);
        foreach (Rollup window in windows)
            json.WriteNumberValue(value(window));
        json.WriteEndArray();
    }

    private void WriteTime(Instant time)
    {
        Span<byte> text = stackalloc byte[Instant.MaxUnixSecondsLength];
        json.WriteRawValue(text[..time.WriteUnixSeconds(text)], skipInputValidation: true);
    }

    private async ValueTask FlushIfLargeAsync()
    {
        if (json.BytesPending < FlushBytes)
            return;
        await json.FlushAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
