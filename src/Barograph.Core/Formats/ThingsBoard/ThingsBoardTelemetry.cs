using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ThingsBoard's telemetry (thingsboard.io/docs/reference/http-api; JsonConverter.java): an object of values, <c>{"ts":ms,"values":{}}</c>, a list of either, or the gateway's
/// <c>{"Device A":[{"ts":ms,"values":{}}]}</c>. Attributes are the first form. A text that spells a number is one; nested objects are taken with the names on the way.
/// </summary>
public static class ThingsBoardTelemetry
{
    private const int MaxDepth = 8;

    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        if (!JsonTree.TryParse(request.Body, out JsonDocument? document, out Rejection? failure))
        {
            set.Failure = failure;
            return set;
        }
        using (document)
            ReadAll(document.RootElement, null, set);
        if (set.Failure is not null)
        {
            set.Reports.Clear();
            set.Rejections.Clear();
        }
        return set;
    }

    private static void ReadAll(JsonElement element, string? source, ReportSet set)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (JsonElement one in element.EnumerateArray())
                ReadOne(one, source, set);
        else
            ReadOne(element, source, set);
    }

    private static void ReadOne(JsonElement element, string? source, ReportSet set)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            set.Ignored++;
            return;
        }
        if (set.Reports.Count >= JsonReports.MaxReports)
        {
            set.Failure ??= new Rejection(0, null, Errors.TooManyReports, $"A request may hold {JsonReports.MaxReports} reports; send less at a time.");
            return;
        }
        var report = new Report { Index = set.Reports.Count, Source = source };
        // Only with both it has a time of its own; alone, each is a value as any other.
        bool isTimed = JsonTree.TryMember(element, "ts", out JsonElement ts) && JsonTree.TryMember(element, "values", out JsonElement values) && values.ValueKind == JsonValueKind.Object;
        if (isTimed)
        {
            if (!TryTime(ts, out Instant time))
            {
                set.Ignored++;
                return;
            }
            report.Time = time;
            AddValues(element.GetProperty("values"), "", 0, set, report);
        }
        List<(string Device, JsonElement Reports)> behind = isTimed ? [] : AddMembers(element, source, set, report);
        if (report.Values.Count > 0)
            set.Reports.Add(report);
        foreach ((string device, JsonElement reports) in behind)
            ReadAll(reports, device, set);
    }

    /// <summary>Adds the values of an untimed object; returns what a gateway brings of the devices behind it.</summary>
    private static List<(string Device, JsonElement Reports)> AddMembers(JsonElement element, string? source, ReportSet set, Report report)
    {
        List<(string Device, JsonElement Reports)> behind = [];
        foreach (JsonProperty member in element.EnumerateObject())
        {
            bool isGateway = source is null && member.Value.ValueKind == JsonValueKind.Array && HoldsValues(member.Value);
            if (!isGateway)
                AddValue(member, "", 0, set, report);
            else if (JsonTree.Name(member) is { } name && DialectText.Source(name) is { } device)
                behind.Add((device, member.Value));
            else
                set.Ignored++;
        }
        return behind;
    }

    private static bool HoldsValues(JsonElement list)
    {
        foreach (JsonElement one in list.EnumerateArray())
            if (JsonTree.TryMember(one, "values", out JsonElement values) && values.ValueKind == JsonValueKind.Object)
                return true;
        return false;
    }

    private static void AddValues(JsonElement values, string above, int depth, ReportSet set, Report report)
    {
        foreach (JsonProperty member in values.EnumerateObject())
            AddValue(member, above, depth, set, report);
    }

    private static void AddValue(JsonProperty member, string above, int depth, ReportSet set, Report report)
    {
        if (JsonTree.Name(member) is not { } name)
            set.Ignored++;
        else if (member.Value.ValueKind == JsonValueKind.Object && depth < MaxDepth)
            AddValues(member.Value, above + name + "_", depth + 1, set, report);
        else
            JsonFields.Add(set, report, DialectText.Metric(above + name), member.Value, unit: null);
    }

    private static bool TryTime(JsonElement ts, out Instant time)
    {
        time = default;
        if (!JsonTree.TryNumber(ts, out double milliseconds) || milliseconds is < 0 or > 253_402_300_799_000)
            return false;
        time = Instant.FromUnixSeconds(0) + TimeSpan.FromMilliseconds(Math.Floor(milliseconds));
        return true;
    }
}
