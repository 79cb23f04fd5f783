using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// An event of ChirpStack v4 (chirpstack.io/docs/chirpstack/integrations/events.html), its kind in the query: <c>up</c> has what the codec made of a device's bytes in
/// <c>object</c>, <c>status</c> its battery and link margin. The others hold nothing to store, which is nothing wrong.
/// </summary>
public static class ChirpStackEvent
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        string kind = Kind(request.Query);
        if (kind is not ("up" or "status"))
            return set;
        if (!LoraEvent.TryParse(request.Body, set, out JsonDocument? document))
            return set;
        using (document)
            Read(document.RootElement, kind, set);
        return set;
    }

    private static string Kind(ReadOnlySpan<byte> query)
    {
        var pairs = new FormPairs(query);
        while (pairs.MoveNext())
            if (FormText.KeyIs(pairs.Key, "event"u8))
                return FormText.DecodeText(pairs.Value, out _);
        return "";
    }

    private static void Read(JsonElement root, string kind, ReportSet set)
    {
        var report = new Report { Source = Source(root) };
        if (kind == "status")
            AddStatus(report, root);
        else
        {
            if (JsonTree.TryMember(root, "object", out JsonElement decoded))
                LoraPayload.Add(set, report, decoded);
            if (JsonTree.TryMember(root, "rxInfo", out JsonElement gateways))
                LoraPayload.AddRadio(report, gateways);
        }
        LoraEvent.Finish(set, report, LoraPayload.Text(root, "time"));
    }

    private static void AddStatus(Report report, JsonElement root)
    {
        // A device on mains sends a level of 0, which means nothing and is left out like every zero.
        if (LoraPayload.Number(root, "batteryLevel") is { } battery)
            report.Values.Add(new ReportValue("lora_battery", battery, "%"));
        if (LoraPayload.Number(root, "margin") is { } margin)
            report.Values.Add(new ReportValue("lora_margin", margin, "dB"));
    }

    /// <summary>The EUI: unlike its name it is unique and never changes.</summary>
    private static string? Source(JsonElement root) =>
        JsonTree.TryMember(root, "deviceInfo", out JsonElement device) && LoraPayload.Text(device, "devEui") is { } eui ? DialectText.Source(eui) : null;
}
