using System.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// What a station of Fine Offset's family posts to a "customized" server, in Ecowitt's or in Ambient Weather's words, told apart by its <c>stationtype</c>: a form, a query, or
/// a query glued to the path. A field that cannot be read loses only itself; so does a time, in whose place the receive time stands.
/// </summary>
public static class FineOffsetReport
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        var report = new Report();
        ReadOnlySpan<byte> glued = GluedQuery.Of(request.Path);
        StationFields fields = IsAmbient(request) ? FineOffsetFields.Ambient : FineOffsetFields.Ecowitt;
        Read(glued, fields, set, report);
        Read(request.Query, fields, set, report);
        Read(request.Body, fields, set, report);
        if (report.Values.Count > 0)
            set.Reports.Add(report);
        return set;
    }

    /// <summary>Whether an Ambient Weather console speaks. Its batteries and its hourly rain mean something else.</summary>
    public static bool IsAmbient(DialectRequest request) =>
        SaysAmbient(GluedQuery.Of(request.Path)) || SaysAmbient(request.Query) || SaysAmbient(request.Body);

    private static bool SaysAmbient(ReadOnlySpan<byte> fields)
    {
        var pairs = new FormPairs(fields);
        while (pairs.MoveNext())
            if (FormText.KeyIs(pairs.Key, "stationtype"u8))
                return pairs.Value.Length >= 3 && Ascii.EqualsIgnoreCase(pairs.Value[..3], "AMB"u8);
        return false;
    }

    private static void Read(ReadOnlySpan<byte> sent, StationFields fields, ReportSet set, Report report)
    {
        var pairs = new FormPairs(sent);
        while (pairs.MoveNext())
        {
            string key = FormText.DecodeText(pairs.Key, out _).Trim();
            if (key == "dateutc")
                StationReading.ReadTime(pairs.Value, set, report);
            else if (!IsAboutItself(key))
                StationReading.AddValue(key, pairs.Value, fields, set, report);
        }
    }

    private static bool IsAboutItself(string key) => key is "PASSKEY" or "token" or "stationtype" or "model" or "freq" or "interval" or "ws90_ver";
}
