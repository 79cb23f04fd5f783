using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// A webhook of The Things Stack v3 (thethingsindustries.com/docs/integrations/data-formats). What is measured stands in <c>uplink_message.decoded_payload</c>; other events
/// hold nothing to store, which is nothing wrong.
/// </summary>
public static class TheThingsUplink
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        if (!LoraEvent.TryParse(request.Body, set, out JsonDocument? document))
            return set;
        using (document)
        {
            if (JsonTree.TryMember(document.RootElement, "uplink_message", out JsonElement uplink) && uplink.ValueKind == JsonValueKind.Object)
                Read(document.RootElement, uplink, set);
        }
        return set;
    }

    private static void Read(JsonElement root, JsonElement uplink, ReportSet set)
    {
        var report = new Report { Source = Source(root) };
        if (JsonTree.TryMember(uplink, "decoded_payload", out JsonElement decoded))
            LoraPayload.Add(set, report, decoded);
        if (JsonTree.TryMember(uplink, "rx_metadata", out JsonElement gateways))
            LoraPayload.AddRadio(report, gateways);
        LoraEvent.Finish(set, report, LoraPayload.Text(uplink, "received_at") ?? LoraPayload.Text(root, "received_at"));
    }

    /// <summary>The ids that the network knows it by and that never change; a device's id is unique in its application only.</summary>
    private static string? Source(JsonElement root)
    {
        if (!JsonTree.TryMember(root, "end_device_ids", out JsonElement ids))
            return null;
        string? device = LoraPayload.Text(ids, "device_id");
        string? application = JsonTree.TryMember(ids, "application_ids", out JsonElement applications) ? LoraPayload.Text(applications, "application_id") : null;
        return device is null ? null : DialectText.Source(application is null ? device : $"{application}/{device}");
    }
}
