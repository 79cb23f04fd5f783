using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ThingsBoard's telemetry, over HTTP and MQTT alike (thingsboard.io/docs/reference/http-api, mqtt-api; JsonConverter.java): an object of values, <c>{"ts":ms,"values":{}}</c>, a list of either, or the
/// gateway's <c>{"Device A":[{"ts":ms,"values":{}}]}</c>, whose devices are the sources. A text that spells a number is one; nested objects and lists are taken with the names on the way.
/// </summary>
public static class ThingsBoardTelemetry
{
    /// <summary>Over HTTP, where one address takes both forms: a list of timed values under a name is a device behind a gateway.</summary>
    public static ReportSet Parse(DialectRequest request) => Read(request.Body, IsGateway);

    /// <summary>Over MQTT, where the topic says which form it is.</summary>
    public static ReportSet Parse(ReadOnlySpan<byte> payload, bool isGateway) => Read(payload, _ => isGateway);

    private static ReportSet Read(ReadOnlySpan<byte> body, Func<JsonElement, bool> isGateway)
    {
        var set = new ReportSet();
        JsonTree.Read(body, set, root =>
        {
            if (!isGateway(root))
                ReadAll(set, null, root);
            else if (root.ValueKind == JsonValueKind.Object)
                foreach (JsonProperty device in root.EnumerateObject())
                    ReadDevice(set, device);
            else
                set.Ignored++;
        });
        return set;
    }

    private static bool IsGateway(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return false;
        foreach (JsonProperty member in root.EnumerateObject())
            if (member.Value.ValueKind == JsonValueKind.Array)
                foreach (JsonElement one in member.Value.EnumerateArray())
                    if (JsonTree.TryMember(one, "values", out JsonElement values) && values.ValueKind == JsonValueKind.Object)
                        return true;
        return false;
    }

    private static void ReadDevice(ReportSet set, JsonProperty device)
    {
        if (JsonTree.Name(device) is { } name && DialectText.Source(name) is { } source)
            ReadAll(set, source, device.Value);
        else
            set.Ignored++;
    }

    private static void ReadAll(ReportSet set, string? source, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            ReadOne(set, source, element);
            return;
        }
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (set.Reports.Count >= JsonReports.MaxReports)
            {
                set.Rejections.Add(new Rejection(set.Reports.Count, null, Errors.TooManyReports, $"At most {JsonReports.MaxReports} reports are taken at once; the others were left out."));
                return;
            }
            ReadOne(set, source, item);
        }
    }

    // Only with both it has a time of its own; alone, each is a value as any other.
    private static void ReadOne(ReportSet set, string? source, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            set.Ignored++;
            return;
        }
        ForeignReadings readings = ForeignReadings.Begin(set, source);
        if (JsonTree.TryMember(element, "ts", out JsonElement sent) && JsonTree.TryMember(element, "values", out JsonElement values) && values.ValueKind == JsonValueKind.Object)
        {
            readings.Report.Time = MqttTimes.OfMilliseconds(sent);
            if (readings.Report.Time is null)
            {
                // At the time of receipt it would stand where it was not measured.
                set.Rejections.Add(new Rejection(readings.Report.Index, null, Errors.TimeInvalid, "\"ts\" is no time; send milliseconds since 1970."));
                return;
            }
            element = values;
        }
        readings.AddAll(element, "", _ => null, _ => false);
        readings.End();
    }
}
