using Barograph.Model;

namespace Barograph.Formats;

/// <summary>What all weather stations have in common.</summary>
internal static class StationReading
{
    /// <summary>Adds a field under the name that its family gives it. A field that comes twice counts once, the first time.</summary>
    public static void AddValue(string key, ReadOnlySpan<byte> sent, StationFields fields, ReportSet set, Report report)
    {
        StationField? field = fields.Find(key);
        if (field is { } known && report.Values.Exists(value => value.Metric == known.Metric))
            set.Ignored++;
        else
            FormFields.Add(set, report, field?.Metric, sent, field?.Unit);
    }

    /// <summary>Reads the time; one that is none is counted, and the receive time stands in: the fields are of now, because no station sends later what it could not.</summary>
    public static void ReadTime(ReadOnlySpan<byte> sent, ReportSet set, Report report)
    {
        if (!StationTime.TryRead(FormText.DecodeText(sent, out _), out Instant? time))
            set.Ignored++;
        else
            report.Time ??= time;
    }
}
