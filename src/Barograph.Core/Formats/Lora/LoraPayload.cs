using System.Globalization;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// What a LoRaWAN server's codec made of the bytes: an object of anything. Numbers, and texts and booleans that are ones, become metrics, nested ones after the names they lie under
/// (<c>{"air":{"temperature":1}}</c> is <c>air_temperature</c>); texts are counted as ignored.
/// </summary>
internal static class LoraPayload
{
    public static void Add(ReportSet set, Report report, JsonElement decoded) => Add(set, report, "", decoded);

    /// <summary>How the strongest gateway heard it. Named after the radio, so that it never meets a value that the device itself calls <c>rssi</c>.</summary>
    public static void AddRadio(Report report, JsonElement gateways)
    {
        if (gateways.ValueKind != JsonValueKind.Array)
            return;
        (double Rssi, double? Snr)? best = null;
        foreach (JsonElement gateway in gateways.EnumerateArray())
            if (Number(gateway, "rssi") is { } rssi && !(rssi <= best?.Rssi))
                best = (rssi, Number(gateway, "snr"));
        if (best is not { } heard || report.Values.Count + 2 > JsonReports.MaxValues)
            return;
        report.Values.Add(new ReportValue("lora_rssi", heard.Rssi, "dBm"));
        if (heard.Snr is { } snr)
            report.Values.Add(new ReportValue("lora_snr", snr, "dB"));
    }

    public static double? Number(JsonElement element, string name) =>
        JsonTree.TryMember(element, name, out JsonElement member) && JsonTree.TryNumber(member, out double number) ? number : null;

    /// <summary>The text of a member, or null where there is none.</summary>
    public static string? Text(JsonElement element, string name) => JsonTree.TryMember(element, name, out JsonElement member) ? JsonTree.Text(member) : null;

    private static void Add(ReportSet set, Report report, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                    Add(set, report, Below(path, JsonTree.Name(member) ?? ""), member.Value);
                break;
            case JsonValueKind.Array:
                int place = 0;
                foreach (JsonElement item in value.EnumerateArray())
                    Add(set, report, Below(path, (++place).ToString(CultureInfo.InvariantCulture)), item);
                break;
            default:
                AddValue(set, report, path, value);
                break;
        }
    }

    private static void AddValue(ReportSet set, Report report, string path, JsonElement value)
    {
        // A payload has at most some hundred bytes; what has more values than a report may is no sensor's.
        if (JsonTree.TryNumber(value, out double number) && DialectText.Metric(path) is { } metric && report.Values.Count < JsonReports.MaxValues)
            report.Values.Add(new ReportValue(metric, number));
        else if (value.ValueKind != JsonValueKind.Null)
            set.Ignored++;
    }

    private static string Below(string path, string name) => path.Length is 0 or > 256 ? name : $"{path}_{name}";
}
