using System.Text.Json;
using Barograph.Model;
using Barograph.Query;
using Barograph.Server.Http;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;

namespace Barograph.Parts;

/// <summary>A question's parameters, and a year of windows as JSON.</summary>
[MemoryDiagnoser]
public class Ask
{
    private const int Windows = 1460;
    private static readonly Instant Now = Instant.FromUnixSeconds(1795384000);
    private static readonly SeriesInfo Series = new(new SeriesId(1), new SeriesKey("desk", "temperature"), "Cel");
    private readonly SteppedWindows _year = new([.. Enumerable.Range(0, Windows).Select(Window)], null, Resolution.Hour);

    [Benchmark]
    public SamplesRequest Question()
    {
        DefaultHttpContext context = new();
        context.Request.QueryString = new QueryString("?location=desk&metric=temperature&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&step=6h");
        return SamplesRequest.Read(new QueryParameters(context.Request, "location", "metric", "from", "to", "step", "points", "tz", "series"), Now);
    }

    [Benchmark(OperationsPerInvoke = Windows)]
    public async Task AnswerAsync()
    {
        DefaultHttpContext context = new();
        context.Response.Body = Stream.Null;
        await using Utf8JsonWriter json = new(context.Response.BodyWriter);
        if (!QueryStep.TryParse("6h", out QueryStep step))
            throw new InvalidOperationException("6h is no step.");
        await new SamplesWriter(context, json).WriteSteppedAsync(Series, step, TimeZoneInfo.Utc, _year);
        await json.FlushAsync();
    }

    private static Rollup Window(int number)
    {
        Instant start = Now + TimeSpan.FromHours(6 * number);
        TimedValue first = new(start, 20.25), last = new(start + TimeSpan.FromHours(5), 21.5);
        return new Rollup(start, 2160, 18.125, 24.375, 2160 * 20.5, first, last, 0);
    }
}
