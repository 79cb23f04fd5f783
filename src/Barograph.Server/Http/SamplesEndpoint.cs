using System.Text.Json;
using Barograph.Model;
using Barograph.Query;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/samples</c>: samples of one or several series in a range, single ones or windows of a step, as columns.</summary>
public sealed class SamplesEndpoint(IStore store, TimeProvider clock)
{
    /// <summary>Beyond it: 422, because a browser that asks for more has asked for something else than it can draw.</summary>
    private const long MostSamples = 1_000_000;

    /// <summary>Where no rollup holds, windows are computed from as many raw samples as this, of all series together: two or three seconds of work.</summary>
    private const long MostRawForWindows = 5_000_000;

    /// <summary>Of all series together: some 20 MB of JSON.</summary>
    private const long MostWindows = 200_000;

    private const int LeastStoredSeconds = (int)Resolution.FiveMinutes;

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/samples", GetAsync).WithMetadata(AccessRule.Read);

    private async Task GetAsync(HttpContext context)
    {
        CancellationToken cancel = context.RequestAborted;
        QueryParameters query = new(context.Request, ["series", "from", "to", "step", "points", "tz"], ["location", "metric"]);
        SamplesRequest request = SamplesRequest.Read(query, Instant.Now(clock));
        SeriesSelection? selection = query.Problem is null ? await SeriesSelection.ReadAsync(query, store.Series, cancel) : null;
        if (query.Problem is { } problem || selection is null)
        {
            await Answer.ProblemAsync(context, Errors.ParameterInvalid, query.Problem ?? "");
            return;
        }
        if (selection.Unknown is { } unknown)
        {
            await Answer.ProblemAsync(context, Errors.SeriesUnknown, unknown);
            return;
        }
        Instant? rawFrom = request.Step is null && request.Points is null ? null : await store.Retention.RawFromAsync(cancel);
        try
        {
            await AnswerAsync(context, request, selection, rawFrom);
        }
        catch (RangeRefusedException refused)
        {
            await Answer.ProblemAsync(context, Errors.RangeTooLarge, refused.Message);
        }
    }

    /// <summary>Decides everything that may refuse, series by series, before the first byte goes out.</summary>
    private async Task AnswerAsync(HttpContext context, SamplesRequest request, SeriesSelection selection, Instant? rawFrom)
    {
        List<SeriesAnswer> answers = [];
        long rawLeft = MostSamples;
        foreach (SeriesInfo series in selection.Series)
        {
            SeriesAnswer answer = await DecideAsync(request, series, rawFrom, selection.Series.Count, rawLeft, context.RequestAborted);
            rawLeft -= answer.RawCount;
            answers.Add(answer);
        }
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter, Answer.Json);
        SamplesWriter writer = new(context, json);
        if (!selection.IsOne)
            json.WriteStartArray();
        foreach (SeriesAnswer answer in answers)
            if (answer is { Step: { } step, Windows: { } windows })
                await writer.WriteSteppedAsync(answer.Series, step, request.Zone, windows);
            else
                await writer.WriteRawAsync(answer.Series, store.Reader.ReadAsync(answer.Series.Id, request.Range, context.RequestAborted));
        if (!selection.IsOne)
            json.WriteEndArray();
        await json.FlushAsync(context.RequestAborted);
    }

    private async ValueTask<SeriesAnswer> DecideAsync(
        SamplesRequest request, SeriesInfo series, Instant? rawFrom, int together, long rawLeft, CancellationToken cancel)
    {
        bool rawIsDropped = rawFrom > request.Range.From;
        if (request.Step is null && !(request.Points is not null && rawIsDropped))
        {
            long most = Math.Min(rawLeft, request.Points ?? rawLeft);
            long count = await store.Reader.CountAsync(series.Id, request.Range, most + 1, cancel);
            if (count <= most)
                return new SeriesAnswer(series, count, null, null);
            if (request.Points is null)
                throw new RangeRefusedException("The range holds more than 1,000,000 samples; ask for a shorter one, or for windows with step= or points=.");
        }
        QueryStep step = request.Step
            ?? QueryStep.ForWindows(request.Range, request.Points!.Value, rawIsDropped ? LeastStoredSeconds : 1);
        SteppedQuery windows = SteppedQuery.Of(step, request.Zone, request.Range)
            ?? throw new RangeRefusedException("The range has more than 10,000 windows of this step; take a wider step or a shorter range.");
        if (windows.Count * together > MostWindows)
            throw new RangeRefusedException("That is more than 200,000 windows in all; take a wider step, a shorter range or fewer series.");
        if (windows.Resolution is null && rawIsDropped)
            throw new RangeRefusedException("Single readings from that time are not kept any more; ask for a step of 5m or a multiple of it.");
        try
        {
            return new SeriesAnswer(series, 0, step, await windows.RunAsync(store.Reader, series, MostRawForWindows / together, cancel));
        }
        catch (TooManySamplesException)
        {
            throw new RangeRefusedException(windows.Resolution is null
                ? "The windows of this step are made of single readings, and the range has too many; ask for a step of 5m or a multiple of it, or for a shorter range."
                : "Many readings of this range have come in late and are still being summed up; try again in some minutes, or ask for a shorter range.");
        }
    }

    private sealed record SeriesAnswer(SeriesInfo Series, long RawCount, QueryStep? Step, SteppedWindows? Windows);

    private sealed class RangeRefusedException(string message) : Exception(message);
}
