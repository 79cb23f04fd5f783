using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ThingsBoard's topics (thingsboard.io/docs/reference/mqtt-api): <c>v1/devices/me/telemetry</c> and <c>v2/t</c> of a device, <c>v1/gateway/telemetry</c> of a gateway, whose
/// devices are the sources. Times are in milliseconds.
/// </summary>
public static class MqttThingsBoard
{
    public static ReportSet? Parse(MqttMessage message) => message.Topic switch
    {
        "v1/devices/me/telemetry" or "v2/t" or "v2/t/j" => Read(message.Payload, isGateway: false),
        "v1/gateway/telemetry" => Read(message.Payload, isGateway: true),
        // What is configured of a device, not measured.
        "v1/devices/me/attributes" or "v2/a" or "v1/gateway/attributes" or "v1/gateway/connect" or "v1/gateway/disconnect" => new ReportSet(),
        _ => null,
    };

    private static ReportSet Read(ReadOnlySpan<byte> payload, bool isGateway)
    {
        ReportSet set = new();
        if (!JsonTree.TryParse(payload, out JsonDocument? document, out Rejection? failure))
        {
            set.Failure = failure;
            return set;
        }
        using (document)
        {
            if (!isGateway)
                ReadAny(set, null, document.RootElement);
            else if (document.RootElement.ValueKind == JsonValueKind.Object)
                foreach (JsonProperty device in document.RootElement.EnumerateObject())
                    ReadAny(set, JsonTree.Name(device) ?? "", device.Value);
            else
                set.Ignored++;
        }
        return set;
    }

    private static void ReadAny(ReportSet set, string? source, JsonElement element)
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
                set.Rejections.Add(new Rejection(set.Reports.Count, null, Errors.TooManyReports, $"A message holds at most {JsonReports.MaxReports} reports; the others were left out."));
                return;
            }
            ReadOne(set, source, item);
        }
    }

    // An object is timed only if it has both.
    private static void ReadOne(ReportSet set, string? source, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            set.Ignored++;
            return;
        }
        MqttReadings readings = MqttReadings.Begin(set, source);
        if (JsonTree.TryMember(element, "ts", out JsonElement sent) && JsonTree.TryMember(element, "values", out JsonElement values) && values.ValueKind == JsonValueKind.Object)
        {
            readings.Report.Time = MqttTimes.OfMilliseconds(sent);
            element = values;
        }
        readings.AddAll(element, "", _ => null, _ => false);
        readings.End();
    }
}
