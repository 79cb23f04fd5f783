using System.Text;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Adafruit IO's data (io.adafruit.com/api/docs): <c>/api/v2/USER/feeds/KEY/data</c> with JSON, a form or a multipart form, <c>…/data/batch</c>, and <c>/groups/KEY/data</c>. The feed's
/// key is the metric, the group's the source.
/// </summary>
public static class AdafruitData
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        string path = Encoding.UTF8.GetString(request.Path);
        if (AdafruitPath.Group(path) is { } group)
            JsonTree.Read(request.Body, set, root => ReadGroup(root, group, set));
        else if (path.TrimEnd('/').EndsWith("/batch", StringComparison.Ordinal))
            JsonTree.Read(request.Body, set, root => ReadBatch(root, path, set));
        else if (IsJson(request.Body))
            JsonTree.Read(request.Body, set, root => ReadDatum(Inner(root, "datum"), AdafruitPath.SourceOfFeed(path), AdafruitPath.Metric(path), set));
        else
            ReadForm(request, path, set);
        if (set.Failure is not null)
        {
            set.Reports.Clear();
            set.Rejections.Clear();
        }
        return set;
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> text = body.TrimStart(" \t\r\n"u8);
        return text is [(byte)'{' or (byte)'[', ..];
    }

    private static void ReadGroup(JsonElement root, string group, ReportSet set)
    {
        var report = new Report { Source = group };
        if (!JsonTree.TryMember(root, "feeds", out JsonElement feeds) || feeds.ValueKind != JsonValueKind.Array)
        {
            set.Failure = new Rejection(0, null, Errors.FieldInvalid, "The body has no list \"feeds\".");
            return;
        }
        foreach (JsonElement feed in feeds.EnumerateArray())
            if (JsonTree.TryMember(feed, "key", out JsonElement key) && JsonTree.Text(key) is { } name && JsonTree.TryMember(feed, "value", out JsonElement value))
                JsonFields.Add(set, report, DialectText.Metric(AdafruitPath.FeedOf(name)), value, unit: null);
            else
                set.Ignored++;
        if (JsonTree.TryMember(root, "location", out JsonElement place))
            AddPlace(place, set, report);
        if (ReadTime(root, set, report))
            Keep(set, report);
    }

    private static void ReadBatch(JsonElement root, string path, ReportSet set)
    {
        JsonElement data = Inner(root, "data");
        if (data.ValueKind != JsonValueKind.Array || data.GetArrayLength() > JsonReports.MaxReports)
        {
            set.Failure = data.ValueKind == JsonValueKind.Array
                ? new Rejection(0, null, Errors.TooManyReports, $"A request may hold {JsonReports.MaxReports} values; send less at a time.")
                : new Rejection(0, null, Errors.FieldInvalid, "The body has no list \"data\".");
            return;
        }
        int index = 0;
        foreach (JsonElement datum in data.EnumerateArray())
            ReadDatum(datum, AdafruitPath.SourceOfFeed(path), AdafruitPath.Metric(path), set, index++);
    }

    /// <summary>Reads one value of a feed, as HTTP and MQTT send it alike; with a time that is none it is rejected.</summary>
    internal static void ReadDatum(JsonElement datum, string? source, string? metric, ReportSet set, int index = 0)
    {
        var report = new Report { Index = index, Source = source };
        if (JsonTree.TryMember(datum, "value", out JsonElement value))
            JsonFields.Add(set, report, metric, value, unit: null);
        AddPlace(datum, set, report);
        if (ReadTime(datum, set, report))
            Keep(set, report);
    }

    private static void AddPlace(JsonElement element, ReportSet set, Report report)
    {
        foreach ((string name, string metric) in (ReadOnlySpan<(string, string)>)[("lat", "latitude"), ("lon", "longitude"), ("ele", "elevation")])
            if (JsonTree.TryMember(element, name, out JsonElement value))
                JsonFields.Add(set, report, metric, value, unit: null);
    }

    private static bool ReadTime(JsonElement element, ReportSet set, Report report)
    {
        if (!JsonTree.TryMember(element, "created_at", out JsonElement sent) || sent.ValueKind == JsonValueKind.Null)
            return true;
        if (JsonTree.Text(sent) is { } text && ThingSpeakFields.TryTime(text, out Instant time))
            report.Time = time;
        else
        {
            set.Rejections.Add(new Rejection(report.Index, null, Errors.TimeInvalid, "created_at is no time; send 2026-01-01T00:00:00Z."));
            return false;
        }
        return true;
    }

    private static void ReadForm(DialectRequest request, string path, ReportSet set)
    {
        var report = new Report { Source = AdafruitPath.SourceOfFeed(path) };
        foreach ((string name, string value) in AdafruitForm.Read(request.Body))
            if (Metric(name, path) is { } metric)
                FormFields.AddText(set, report, metric, value, unit: null);
        Keep(set, report);
    }

    private static string? Metric(string name, string path) => name switch
    {
        "value" => AdafruitPath.Metric(path),
        "lat" => "latitude",
        "lon" => "longitude",
        "ele" => "elevation",
        _ => null,
    };

    private static void Keep(ReportSet set, Report report)
    {
        if (report.Values.Count > 0)
            set.Reports.Add(report);
    }

    private static JsonElement Inner(JsonElement root, string name) => JsonTree.TryMember(root, name, out JsonElement inner) ? inner : root;
}
