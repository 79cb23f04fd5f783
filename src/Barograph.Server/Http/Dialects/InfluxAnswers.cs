using System.Globalization;
using System.Text;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;

namespace Barograph.Server.Http.Dialects;

/// <summary>
/// What became of a write, in InfluxDB's words. Its clients drop what is answered 4xx and send 5xx again, so our own trouble is always 503; Telegraf's output for 1.x takes anything but
/// 204 for a failure and sends it again for ever.
/// </summary>
public static class InfluxAnswers
{
    /// <summary>The last one that speaks 1.x and 2.x alike. Some clients want a version that they know.</summary>
    public const string Version = "1.8.10";

    // With the headers the answer stays below 1 kB.
    private const int MaxMessageBytes = 240;

    public static Task SayAsync(HttpContext context, DialectOutcome outcome, InfluxGeneration generation)
    {
        SayVersion(context);
        if (outcome.Error is { } error)
            return RefuseAsync(context, error, Message(context, error, outcome.Detail!, generation), generation);
        if (outcome.Verdict is { Rejections: { Count: > 0 } rejections })
            return PartlyAsync(context, rejections, generation);
        Answer.Done(context);
        return Task.CompletedTask;
    }

    public static void SayVersion(HttpContext context) => context.Response.Headers["X-Influxdb-Version"] = Version;

    /// <summary>The good lines are stored, the others never will be.</summary>
    private static Task PartlyAsync(HttpContext context, List<Rejection> rejections, InfluxGeneration generation)
    {
        string first = string.Create(CultureInfo.InvariantCulture, $"partial write: {Cut(rejections[0].Detail)} dropped={rejections.Count}");
        return generation == InfluxGeneration.Two
            ? SayAsync(context, StatusCodes.Status422UnprocessableEntity, "failure writing points to database: " + first, generation)
            : SayAsync(context, StatusCodes.Status400BadRequest, first, generation);
    }

    private static Task RefuseAsync(HttpContext context, ErrorKind error, string message, InfluxGeneration generation)
    {
        if (error == Errors.Unauthenticated)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"InfluxDB\"";
        // 1.x knows one status for data that it does not take.
        int status = error.Status is 422 or 415 && generation != InfluxGeneration.Two ? StatusCodes.Status400BadRequest : error.Status;
        return SayAsync(context, status, message, generation);
    }

    private static Task SayAsync(HttpContext context, int status, string message, InfluxGeneration generation)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (generation != InfluxGeneration.Two)
        {
            headers["X-Influxdb-Error"] = Ascii(message);
            return Answer.ObjectAsync(context, status, json => json.WriteString("error", message));
        }
        string code = Code(status);
        headers["X-Platform-Error-Code"] = code;
        return Answer.ObjectAsync(context, status, json =>
        {
            json.WriteString("code", code);
            json.WriteString("message", message);
        });
    }

    private static string Message(HttpContext context, ErrorKind error, string detail, InfluxGeneration generation) => error.Code switch
    {
        "unauthenticated" when generation == InfluxGeneration.Two => "unauthorized access",
        "unauthenticated" when !HasCredential(context.Request) => "unable to parse authentication credentials",
        "unauthenticated" => "authorization failed",
        "too_many_failures" => "too many wrong credentials from here in the last minute",
        "scope_missing" => "insufficient permissions for write",
        "secret_readable" => "this token was not made to travel readable: send it in a header, or make one with --dialect influx",
        "body_too_large" when generation == InfluxGeneration.Two => "unable to read data: points batch is too large",
        "body_too_large" => "Request Entity Too Large",
        _ => Cut(detail),
    };

    private static bool HasCredential(HttpRequest request) => request.Headers.ContainsKey("Authorization") || request.Query.ContainsKey("p");

    private static string Code(int status) => status switch
    {
        400 => "invalid",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not found",
        413 => "request too large",
        415 => "unsupported media type",
        422 => "unprocessable entity",
        429 => "too many requests",
        _ => "unavailable",
    };

    private static string Cut(string text)
    {
        StringBuilder cut = new();
        int left = MaxMessageBytes;
        foreach (Rune rune in text.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
                return cut.Append('…').ToString();
            cut.Append(rune.ToString());
        }
        return text;
    }

    // A header holds ASCII only.
    private static string Ascii(string text) => string.Create(text.Length, text, (ascii, from) =>
    {
        for (int i = 0; i < from.Length; i++)
            ascii[i] = from[i] is >= ' ' and <= '~' ? from[i] : '?';
    });
}
