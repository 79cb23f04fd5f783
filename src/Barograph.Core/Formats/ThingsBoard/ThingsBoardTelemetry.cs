using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ThingsBoard's telemetry, over HTTP and MQTT alike (thingsboard.io/docs/reference/http-api, mqtt-api; JsonConverter.java): an object of values, <c>{"ts":ms,"values":{}}</c>, a list of either, or the
/// gateway's <c>{"Device A":[{"ts":ms,"values":{}}]}</c>, whose devices are the sources. A text that spells a number is one; nested objects and lists are taken with the names on the way.
/// </summary>
public static class ThingsBoardTelemetry
{
    /// <summary>Over HTTP, where one address takes both forms: a list of timed values under a name is a device behind a gateway; what stands beside it is the gateway's own.</summary>
    public static ReportSet Parse(DialectRequest request) => Read(request.Body, (set, root) =>
    {
        if (root.ValueKind == JsonValueKind.Object && HoldsDevices(root))
            ReadGateway(set, root, IsDevice);
        else
            ReadAll(set, null, root);
    });

    /// <summary>Over MQTT, where the topic says which form it is.</summary>
    public static ReportSet Parse(ReadOnlySpan<byte> payload, bool isGateway) => Read(payload, (set, root) =>
    {
        if (!isGateway)
            ReadAll(set, null, root);
        else if (root.ValueKind == JsonValueKind.Object)
            ReadGateway(set, root, _ => true);
        else
            set.Ignored++;
    });

    private static ReportSet Read(ReadOnlySpan<byte> body, Action<ReportSet, JsonElement> read)
    {
        var set = new ReportSet();
        JsonTree.Read(body, set, root => read(set, root));
        if (set.Failure is not null)
        {
            set.Reports.Clear();
            set.Rejections.Clear();
        }
        return set;
    }

    private static bool HoldsDevices(JsonElement root)
    {
        foreach (JsonProperty member in root.EnumerateObject())
            if (IsDevice(member.Value))
                return true;
        return false;
    }

    private static bool IsDevice(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return false;
        foreach (JsonElement one in value.EnumerateArray())
            if (JsonTree.TryMember(one, "values", out JsonElement values) && values.ValueKind == JsonValueKind.Object)
                return true;
        return false;
    }

    private static void ReadGateway(ReportSet set, JsonElement root, Func<JsonElement, bool> isDevice)
    {
        ForeignReadings own = ForeignReadings.Begin(set, null);
        foreach (JsonProperty member in root.EnumerateObject())
            if (!isDevice(member.Value))
                own.AddMember(member, "", _ => null, _ => false);
        own.End();
        foreach (JsonProperty member in root.EnumerateObject())
            if (isDevice(member.Value))
                ReadDevice(set, member);
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
            ReadOne(set, source, item);
    }

    // Only with both it has a time of its own; alone, each is a value as any other.
    private static void ReadOne(ReportSet set, string? source, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            set.Ignored++;
            return;
        }
        if (set.Reports.Count >= JsonReports.MaxReports)
        {
            set.Failure ??= new Rejection(0, null, Errors.TooManyReports, $"Send at most {JsonReports.MaxReports} reports at once; nothing was taken.");
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
