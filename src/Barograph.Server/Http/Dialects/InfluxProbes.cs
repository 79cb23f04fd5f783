using System.Globalization;
using System.Text.Json;

namespace Barograph.Server.Http.Dialects;

/// <summary>
/// What InfluxDB's clients ask before they write: whether it lives, which version it is, whether their database is there. Open to everybody, because half of them ask without a credential and do not
/// start without the answer they know; nothing of what is stored is told, and nothing is done.
/// </summary>
public sealed class InfluxProbes(TimeProvider clock)
{
    private const int MaxNameLength = 64;
    private static readonly string[] Asking = ["GET", "HEAD"];
    private static readonly string[] AskingOrDoing = ["GET", "POST"];
    private readonly long _started = clock.GetTimestamp();
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/ping", Asking, PingAsync);
        Map(routes, "/health", Asking, HealthAsync);
        Map(routes, "/api/v2/health", Asking, HealthAsync);
        Map(routes, "/ready", Asking, ReadyAsync);
        Map(routes, "/api/v2/ready", Asking, ReadyAsync);
        Map(routes, "/query", AskingOrDoing, QueryAsync);
        Map(routes, "/api/v2/query", ["POST"], context => Answer.TextAsync(context, StatusCodes.Status200OK, "\r\n", "text/csv; charset=utf-8"));
        Map(routes, "/api/v2/buckets", ["GET"], BucketsAsync);
        Map(routes, "/api/v2/setup", ["GET"], context => Answer.ObjectAsync(context, StatusCodes.Status200OK, json => json.WriteBoolean("allowed", false)));
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern, string[] methods, RequestDelegate answer) =>
        routes.MapMethods(pattern, methods, context =>
        {
            SafetyHeaders.Shorten(context.Response.Headers);
            InfluxAnswers.SayVersion(context);
            return answer(context);
        }).WithMetadata(AccessRule.Open).ExcludeFromDescription();

    // Tasmota and the Arduino library ask verbosely, and write only after a 200; all others want the 204.
    private static Task PingAsync(HttpContext context)
    {
        string verbose = context.Request.Query["verbose"].ToString();
        if (verbose is not ("" or "0" or "false"))
            return Answer.ObjectAsync(context, StatusCodes.Status200OK, json => json.WriteString("version", InfluxAnswers.Version));
        Answer.Done(context);
        return Task.CompletedTask;
    }

    private static Task HealthAsync(HttpContext context) => Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteString("name", "influxdb");
        json.WriteString("message", "ready for queries and writes");
        json.WriteString("status", "pass");
        json.WriteStartArray("checks");
        json.WriteEndArray();
        json.WriteString("version", InfluxAnswers.Version);
        json.WriteString("commit", "barograph");
    });

    private Task ReadyAsync(HttpContext context) => Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
    {
        TimeSpan up = clock.GetElapsedTime(_started);
        json.WriteString("status", "ready");
        json.WriteString("started", _startedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("up", string.Create(CultureInfo.InvariantCulture, $"{(long)up.TotalHours}h{up.Minutes}m{up.Seconds}s"));
    });

    /// <summary>Databases need no making, and there is one for each name that is asked for. Everything else has no answer.</summary>
    private static Task QueryAsync(HttpContext context)
    {
        string query = context.Request.Query["q"].ToString();
        bool asksForDatabases = string.Join(' ', query.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries)).StartsWith("show databases", StringComparison.OrdinalIgnoreCase);
        return Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray("results");
            json.WriteStartObject();
            json.WriteNumber("statement_id", 0);
            if (asksForDatabases)
                WriteDatabases(json, Name(context, "db"));
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    private static void WriteDatabases(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray("series");
        json.WriteStartObject();
        json.WriteString("name", "databases");
        WriteList(json, "columns", "name");
        json.WriteStartArray("values");
        json.WriteStartArray();
        json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, string only)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(only);
        json.WriteEndArray();
    }

    private static Task BucketsAsync(HttpContext context) => Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartArray("buckets");
        json.WriteStartObject();
        json.WriteString("id", "0000000000000001");
        json.WriteString("orgID", "0000000000000001");
        json.WriteString("type", "user");
        json.WriteString("name", Name(context, "name"));
        json.WriteStartArray("retentionRules");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>The name that is asked for: whoever looks for theirs finds it.</summary>
    private static string Name(HttpContext context, string parameter) =>
        context.Request.Query[parameter].ToString() is { Length: > 0 and <= MaxNameLength } name ? name : "barograph";
}
