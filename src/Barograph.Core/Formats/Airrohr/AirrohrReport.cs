using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// What airrohr, the firmware of Sensor.Community's kits, posts to an API of one's own, and to api.sensor.community (airrohr-firmware.ino of NRZ-2024-135). All values are texts. The chip
/// is the source. To api.sensor.community the sensor is not said but by the pin, a header: <see cref="DialectRequest.Hint"/>.
/// </summary>
public static class AirrohrReport
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        string? sensor = AirrohrNames.SensorAtPin(request.Hint);
        JsonTree.Read(request.Body, set, root => Read(root, sensor, set));
        return set;
    }

    private static void Read(JsonElement root, string? sensor, ReportSet set)
    {
        if (!JsonTree.TryMember(root, "sensordatavalues", out JsonElement values) || values.ValueKind != JsonValueKind.Array)
        {
            set.Failure = new Rejection(0, null, Errors.FieldInvalid, "The body has no list \"sensordatavalues\".");
            return;
        }
        var report = new Report { Source = Chip(root) };
        foreach (JsonElement value in values.EnumerateArray())
            Add(value, sensor, set, report);
        if (report.Values.Count > 0)
            set.Reports.Add(report);
    }

    private static void Add(JsonElement sent, string? sensor, ReportSet set, Report report)
    {
        if (!JsonTree.TryMember(sent, "value_type", out JsonElement type) || JsonTree.Text(type) is not { } name || !JsonTree.TryMember(sent, "value", out JsonElement value))
        {
            set.Ignored++;
            return;
        }
        (string? metric, string? unit) = AirrohrNames.Of(sensor is null ? name : $"{sensor}_{name}");
        // Older firmware writes the unit behind it.
        if (JsonTree.Text(value) is { } text && text.EndsWith(" dBm", StringComparison.Ordinal) && NumberText.Parse(text.AsSpan(0, text.Length - 4), out double level) == NumberKind.Number
            && metric is not null && report.Values.Count < JsonReports.MaxValues)
            report.Values.Add(new ReportValue(metric, level, unit));
        else
            JsonFields.Add(set, report, metric, value, unit);
    }

    private static string? Chip(JsonElement root)
    {
        foreach (string key in (ReadOnlySpan<string>)["esp8266id", "esp32id"])
            if (JsonTree.TryMember(root, key, out JsonElement id) && (JsonTree.Text(id) ?? (id.ValueKind == JsonValueKind.Number ? id.GetRawText() : null)) is { } chip)
                return DialectText.Source(chip);
        return null;
    }
}
