using System.Globalization;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// What a Ruuvi Gateway posts to a custom HTTP server (docs.ruuvi.com, "time-stamped data from bluetooth sensors"): the last advertisement of each tag, in hex. Each tag is a
/// source of its own, called by its address.
/// </summary>
public static class RuuviGateway
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        JsonTree.Read(request.Body, set, root => Read(root, set));
        return set;
    }

    private static void Read(JsonElement root, ReportSet set)
    {
        if (!JsonTree.TryMember(root, "data", out JsonElement data) || data.ValueKind != JsonValueKind.Object)
            set.Failure = new Rejection(0, null, Errors.ReportNotAnObject, "There is no \"data\", which holds a Ruuvi Gateway's \"tags\".");
        else if (JsonTree.TryMember(data, "tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Object)
            ReadTags(data, tags, set);
    }

    private static void ReadTags(JsonElement data, JsonElement tags, ReportSet set)
    {
        int index = 0;
        foreach (JsonProperty tag in tags.EnumerateObject())
        {
            if (index == JsonReports.MaxReports)
                return;
            if (JsonTree.Name(tag) is { } name && DialectText.Source(name.ToUpperInvariant()) is { } source)
                ReadTag(data, tag.Value, new Report { Index = index, Source = source }, set);
            else
                set.Ignored++;
            index++;
        }
    }

    private static void ReadTag(JsonElement data, JsonElement tag, Report report, ReportSet set)
    {
        // The gateway hears every Bluetooth device around; what is no Ruuvi tag is none of ours.
        string? advertisement = JsonTree.TryMember(tag, "data", out JsonElement sent) ? JsonTree.Text(sent, 2 * RuuviAdvertisement.MaxBytes) : null;
        if (advertisement is null || !RuuviAdvertisement.TryRead(advertisement, report.Values))
        {
            set.Ignored++;
            return;
        }
        if (JsonTree.TryMember(tag, "rssi", out JsonElement rssi) && JsonTree.TryNumber(rssi, out double level))
            report.Values.Add(new ReportValue("rssi", level, "dBm"));
        if (report.Values.Count == 0)
            return;
        if (!TryReadTime(tag, report) && !TryReadTime(data, report))
            set.Rejections.Add(new Rejection(report.Index, null, Errors.TimeInvalid, "The tag's \"timestamp\" is no number of Unix seconds."));
        else
            set.Reports.Add(report);
    }

    /// <summary>False if there is a time and it is none, or there is none at all.</summary>
    private static bool TryReadTime(JsonElement holder, Report report)
    {
        if (!JsonTree.TryMember(holder, "timestamp", out JsonElement sent) || !JsonTree.TryNumber(sent, out double seconds))
            return false;
        string text = seconds.ToString("F6", CultureInfo.InvariantCulture);
        bool isTime = Instant.TryFromUnixSeconds(System.Text.Encoding.ASCII.GetBytes(text), out Instant time);
        report.Time = time;
        return isTime;
    }
}
