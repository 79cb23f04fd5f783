using System.Globalization;
using Barograph.Model;
using Barograph.Server.Export;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/export.csv</c> and <c>.ndjson</c>: all samples of any selection, streamed, without a limit.</summary>
public sealed class ExportEndpoint(IStore store, TimeProvider clock)
{
    private const string RawFromHeader = "Barograph-Raw-From";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (ExportFormat format in ExportFormat.All)
            routes.MapGet("/api/v1/export." + format.Name, context => GetAsync(context, format)).WithMetadata(AccessRule.Read).Describe(Description(format));
    }

    private static RouteDescription Description(ExportFormat format) => new RouteDescription(
            "export" + char.ToUpperInvariant(format.Name[0]) + format.Name[1..], "Readings", $"Single readings of any number of series, without a limit, as {format.Name.ToUpperInvariant()}.")
        .Saying("By location, metric and time; what is left out means everything. The answer is sent while it is read: one that breaks off is not whole.")
        .Query("series", Shape.Text(pattern: "^[0-9]+(,[0-9]+)*$"), "Numbers of series, as /api/v1/series tells them: 1,2,3. Instead of location and metric.")
        .Query("location", Shape.Text(), "In pairs with metric; * stands for any characters.", isRepeatable: true, example: "desk")
        .Query("metric", Shape.Text(), "In pairs with location; * stands for any characters.", isRepeatable: true, example: "temperature")
        .Query("from", Shape.Text(), "From when on: RFC 3339 with an offset, or Unix seconds.", example: "2026-01-01T00:00:00Z")
        .Query("to", Shape.Text(), "Until when, that moment not included.")
        .Gives(new DescribedAnswer(StatusCodes.Status200OK, format.ContentType.Split(';')[0], Shape.Text(), "A file to keep.",
            (RawFromHeader, "Only if older single readings of the range are not kept any more: from when on they are.")))
        .Refuses(Errors.ParameterInvalid, Errors.SeriesUnknown, Errors.RawDropped);

    private async Task GetAsync(HttpContext context, ExportFormat format)
    {
        CancellationToken cancel = context.RequestAborted;
        QueryParameters query = new(context.Request, ["series", "from", "to"], ["location", "metric"]);
        TimeRange range = new(query.Time("from", Instant.MinValue), query.Time("to", Instant.MaxValue));
        SeriesSelection? selection = query.Problem is null ? await SelectAsync(query, cancel) : null;
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
        if (range.To <= rawFrom)
        {
            await Answer.ProblemAsync(context, Errors.RawDropped, "Only summaries are kept of that time; /api/v1/samples answers them, with a step.");
            return;
        }
        SetHeaders(context.Response, format, range.From < rawFrom ? rawFrom : null);
        // From here on a store that goes away breaks the answer off; a problem document must not follow half of one.
        await context.Response.StartAsync(cancel);
        await new ExportWriter(context.Response.BodyWriter, format).WriteAsync(selection.Series, store.Reader, range, cancel);
    }

    private async ValueTask<SeriesSelection?> SelectAsync(QueryParameters query, CancellationToken cancel) =>
        SeriesSelection.NamesNone(query)
            ? new SeriesSelection(await store.Series.ListAsync(null, cancel), false)
            : await SeriesSelection.ReadAsync(query, store.Series, null, cancel);

    private void SetHeaders(HttpResponse response, ExportFormat format, Instant? rawFrom)
    {
        string day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        response.ContentType = format.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"barograph-{day}.{format.Name}\"";
        response.Headers.CacheControl = "no-store";
        // Otherwise nginx would take all of it at once into a file of its own, for whoever reads slowly.
        response.Headers["X-Accel-Buffering"] = "no";
        if (rawFrom is { } kept)
            response.Headers[RawFromHeader] = kept.ToString();
    }
}
