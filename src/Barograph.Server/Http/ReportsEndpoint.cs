using System.Text;
using System.Text.Json;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.OpenApi;
using Microsoft.AspNetCore.Http.Features;

namespace Barograph.Server.Http;

/// <summary><c>POST /api/v1/reports</c>: one report or an array, answered with what became of every sample.</summary>
public static class ReportsEndpoint
{
    private const int MaxListed = 100;

    // A board reads the answer to a single report into a small buffer: with its 300 bytes of headers it stays under 1 kB.
    private const int SingleReportBytes = 650;
    private const int MaxEntryBytes = 270;
    private const int MaxMetricBytes = 64;
    private const int MaxDetailBytes = 120;

    private const string Example = """{"location":"desk","time":"2026-11-22T21:45:13Z","values":{"temperature":21.4,"humidity":40.1}}""";

    public static void MapReports(this IEndpointRouteBuilder routes, IngestPipeline ingest) =>
        routes.MapPost("/api/v1/reports", context => PostAsync(context, ingest)).WithMetadata(AccessRule.Report).Describe(Description());

    /// <summary>What is said of <c>POST /api/v1/reports</c>, whichever process serves it.</summary>
    public static RouteDescription Description() => new RouteDescription("postReports", "Reports", "Takes what a device measured: one report, or an array of them.")
        .Saying("At most 1 MiB, unpacked too; `Content-Encoding: gzip` is accepted. The body is read as JSON whatever its Content-Type says. An answer of 200 means that what it counts is on disk; "
            + "one bad value does not lose the others of its report. A retry never doubles a report with a time or an id.")
        .Takes(new DescribedBody("One report, or up to 10,000.", [("application/json", ReportShapes.Body)], Example))
        .Gives(ReportShapes.Verdict, "Something was taken, or there was nothing to take.")
        .WithProblem(ReportShapes.Problem)
        .Refuses(
            Errors.BodyEmpty, Errors.BodyNotJson, Errors.BodyNotReadable, Errors.BodyTooLarge, Errors.TooManyReports, Errors.EncodingNotSupported,
            // A body that stops coming.
            Errors.BodyNotReadable with { Status = StatusCodes.Status408RequestTimeout })
        .Refuses(
            Errors.ReportNotAnObject, Errors.FieldInvalid, Errors.KeyDuplicate, Errors.TimeInvalid, Errors.TimeTooOld, Errors.AgeInvalid, Errors.IdInvalid,
            Errors.NoValues, Errors.TooManyValues, Errors.ValueNotANumber, Errors.ValueNotFinite, Errors.MetricInvalid, Errors.LocationInvalid,
            Errors.LocationMissing, Errors.LocationForbidden, Errors.UnitInvalid, Errors.UnitMismatch, Errors.SeriesLimit, Errors.StorageRefused,
            Errors.Stopping);

    private static async Task PostAsync(HttpContext context, IngestPipeline ingest)
    {
        ReportSet sent;
        using (RequestBody body = await RequestBody.ReadAsync(context))
        {
            if (body.Error is { } unreadable)
            {
                ingest.Figures.Rejections.Add(unreadable);
                await Answer.ProblemAsync(context, unreadable, Explain(unreadable));
                return;
            }
            sent = JsonReports.Parse(body.Bytes);
        }
        if (sent.Failure is { } failure)
        {
            ingest.Figures.Rejections.Add(failure.Error);
            await Answer.ProblemAsync(context, failure.Error, failure.Detail);
            return;
        }
        bool isSingle = sent.Reports.Count <= 1 && sent.Rejections.TrueForAll(rejection => rejection.Index == 0);
        Credential credential = context.Features.GetRequiredFeature<Credential>();
        IngestVerdict verdict = await ingest.SubmitAsync(credential.Reporter, sent, context.RequestAborted);
        await AnswerAsync(context, verdict, isSingle);
    }

    private static Task AnswerAsync(HttpContext context, IngestVerdict verdict, bool isSingle)
    {
        if (verdict.Failure is { } failure)
            return Answer.ProblemAsync(context, failure, "Send the whole request again after the time in Retry-After.");
        if (!verdict.TookAny && verdict.Rejections.Count > 0)
            return Answer.ProblemAsync(context, verdict.Rejections[0].Error, Cut(verdict.Rejections[0].Detail, MaxDetailBytes),
                json => WriteRejections(json, verdict.Rejections, isSingle));
        return Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("stored", verdict.Stored);
            json.WriteNumber("duplicates", verdict.Duplicates);
            json.WriteNumber("conflicts", verdict.Conflicts);
            json.WriteNumber("clock_faults", verdict.ClockFaults);
            WriteRejections(json, verdict.Rejections, isSingle);
            json.WriteEndObject();
        });
    }

    private static void WriteRejections(Utf8JsonWriter json, List<Rejection> rejections, bool isSingle)
    {
        int listed = 0;
        json.WriteStartArray("rejected");
        foreach (Rejection rejection in rejections)
        {
            if (listed == MaxListed || isSingle && listed > 0 && json.BytesCommitted + json.BytesPending > SingleReportBytes - MaxEntryBytes)
                break;
            json.WriteStartObject();
            json.WriteNumber("index", rejection.Index);
            json.WriteString("metric", rejection.Metric is null ? null : Cut(rejection.Metric, MaxMetricBytes));
            json.WriteString("code", rejection.Error.Code);
            json.WriteString("detail", Cut(rejection.Detail, MaxDetailBytes));
            json.WriteEndObject();
            listed++;
        }
        json.WriteEndArray();
        json.WriteNumber("rejected_more", rejections.Count - listed);
    }

    private static string Explain(ErrorKind unreadable) => unreadable.Code switch
    {
        "body_too_large" => "A request may be at most 1 MiB, unpacked too; send less at a time.",
        "encoding_not_supported" => "Send the body plain or with Content-Encoding: gzip.",
        _ => "The gzip data is damaged.",
    };

    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;
        StringBuilder cut = new();
        int left = bytes - "…"u8.Length;
        foreach (Rune rune in text.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
                break;
            cut.Append(rune);
        }
        return cut.Append('…').ToString();
    }
}
