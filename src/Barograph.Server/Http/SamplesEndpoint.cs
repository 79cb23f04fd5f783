using System.Text.Json;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/samples</c>: the raw samples of one series in a range, as columns.</summary>
public sealed class SamplesEndpoint(IStore store, TimeProvider clock)
{
    /// <summary>Beyond it: 422, because a browser that asks for more has asked for something else than it can draw.</summary>
    private const long MaxSamples = 1_000_000;

    private const int FlushBytes = 64 * 1024;
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/samples", GetAsync).WithMetadata(AccessRule.Read);

    private async Task GetAsync(HttpContext context)
    {
        QueryParameters query = new(context.Request, "location", "metric", "from", "to");
        SeriesKey key = new(query.Required("location"), query.Required("metric"));
        TimeRange range = new(query.Time("from", Instant.Now(clock) - DefaultRange), query.Time("to", Instant.MaxValue));
        if (query.Problem is { } problem)
        {
            await Answer.ProblemAsync(context, Errors.ParameterInvalid, problem);
            return;
        }
        if (await store.Series.FindAsync(key, context.RequestAborted) is not { } series)
        {
            await Answer.ProblemAsync(context, Errors.SeriesUnknown, "No report has named this location and metric together; see /api/v1/series.");
            return;
        }
        if (await store.Reader.CountAsync(series.Id, range, MaxSamples + 1, context.RequestAborted) > MaxSamples)
        {
            await Answer.ProblemAsync(context, Errors.RangeTooLarge, "The range holds more than 1,000,000 samples; ask for a shorter one.");
            return;
        }
        await WriteAsync(context, series, range);
    }

    /// <summary>Streams the times as they are read, keeps the values (8 bytes each) and writes them after.</summary>
    private async Task WriteAsync(HttpContext context, SeriesInfo series, TimeRange range)
    {
        HttpResponse response = context.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        List<double> values = [];
        await using Utf8JsonWriter json = new(response.BodyWriter, Answer.Json);
        json.WriteStartObject();
        json.WriteString("location", series.Key.Location);
        json.WriteString("metric", series.Key.Metric);
        json.WriteString("unit", series.Unit);
        json.WriteNull("step");
        json.WriteStartArray("time");
        await foreach (ReadOnlyMemory<TimedValue> block in store.Reader.ReadAsync(series.Id, range, context.RequestAborted))
        {
            WriteTimes(json, block.Span, values);
            if (json.BytesPending + json.BytesCommitted > FlushBytes)
                await FlushAsync(json, context);
        }
        json.WriteEndArray();
        json.WriteStartArray("value");
        for (int i = 0; i < values.Count; i++)
        {
            json.WriteNumberValue(values[i]);
            if (i % 4096 == 4095)
                await FlushAsync(json, context);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await FlushAsync(json, context);
    }

    private static void WriteTimes(Utf8JsonWriter json, ReadOnlySpan<TimedValue> block, List<double> values)
    {
        Span<byte> text = stackalloc byte[Instant.MaxUnixSecondsLength];
        foreach (TimedValue sample in block)
        {
            json.WriteRawValue(text[..sample.Time.WriteUnixSeconds(text)], skipInputValidation: true);
            values.Add(sample.Value);
        }
    }

    private static async ValueTask FlushAsync(Utf8JsonWriter json, HttpContext context)
    {
        await json.FlushAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
