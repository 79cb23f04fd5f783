using System.Text.Json;
using Barograph.Model;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/samples</c>: samples of one or several series in a range, single ones or windows of a step, as columns.</summary>
public sealed class SamplesEndpoint(IStore store, TimeProvider clock)
{
    /// <summary>Series in one answer: as many as a chart can still tell apart, and some.</summary>
    private const int MostSeries = 100;

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/samples", GetAsync).WithMetadata(AccessRule.Read).Describe(SamplesShapes.Describe());

    private async Task GetAsync(HttpContext context)
    {
        CancellationToken cancel = context.RequestAborted;
        QueryParameters query = new(context.Request, ["series", "from", "to", "step", "points", "tz"], ["location", "metric"]);
        SamplesRequest request = SamplesRequest.Read(query, Instant.Now(clock));
        SeriesSelection? selection = query.Problem is null ? await SeriesSelection.ReadAsync(query, store.Series, MostSeries, cancel) : null;
        if (query.Problem is not null || selection is null)
        {
            await Answer.ProblemAsync(context, Errors.ParameterInvalid, query.Problem ?? "");
            return;
        }
        if (selection.Unknown is { } unknown)
        {
            await Answer.ProblemAsync(context, Errors.SeriesUnknown, unknown);
            return;
        }
        Instant? rawFrom = await store.Retention.RawFromAsync(cancel);
        List<SeriesAnswer> answers;
        try
        {
            // Everything that may refuse, before the first byte goes out.
            SamplesReading reading = new(store.Reader, request, rawFrom, selection.Series.Count);
            answers = [];
            foreach (SeriesInfo series in selection.Series)
                answers.Add(await reading.DecideAsync(series, cancel));
        }
        catch (RangeRefusedException refused)
        {
            await Answer.ProblemAsync(context, refused.Error, refused.Message);
            return;
        }
        await WriteAsync(context, request, answers, selection.IsOne, rawFrom > request.Range.From ? rawFrom : null);
    }

    private async Task WriteAsync(HttpContext context, SamplesRequest request, List<SeriesAnswer> answers, bool isOne, Instant? rawFrom)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        // From here on a store that goes away breaks the answer off; a problem document must not follow half of one.
        await context.Response.StartAsync(context.RequestAborted);
        await using Utf8JsonWriter json = new(context.Response.BodyWriter, Answer.Json);
        SamplesWriter writer = new(context, json);
        if (!isOne)
            json.WriteStartArray();
        foreach (SeriesAnswer answer in answers)
            if (answer is { Step: { } step, Windows: { } windows })
                await writer.WriteSteppedAsync(answer.Series, step, request.Zone, windows);
            else
                await writer.WriteRawAsync(answer.Series, rawFrom, store.Reader.ReadAsync(answer.Series.Id, request.Range, context.RequestAborted));
        if (!isOne)
            json.WriteEndArray();
        await json.FlushAsync(context.RequestAborted);
    }
}
