using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Weather Underground's upload (support.weather.com, "PWS Upload Protocol"), and WOW's, which differs in the names of the credentials: a query, of which a field that cannot be read,
/// such as the <c>rtfreq2.5</c> of some consoles, loses only itself.
/// </summary>
public static class WundergroundReport
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        var report = new Report();
        Read(request.Query, set, report);
        Read(request.Body, set, report);
        if (report.Values.Count > 0)
            set.Reports.Add(report);
        return set;
    }

    /// <summary>
    /// Whether an Acurite hub speaks, which has no credential: <c>mt</c> and <c>sensor</c> name what measured, and its own <c>id</c> is lower case.
    /// </summary>
    public static bool IsAcurite(ReadOnlySpan<byte> query)
    {
        bool hasModel = false;
        bool hasSensor = false;
        var pairs = new FormPairs(query);
        while (pairs.MoveNext())
        {
            if (FormText.KeyIs(pairs.Key, "ID"u8) || FormText.KeyIs(pairs.Key, "siteid"u8))
                return false;
            hasModel |= FormText.KeyIs(pairs.Key, "mt"u8);
            hasSensor |= FormText.KeyIs(pairs.Key, "sensor"u8);
        }
        return hasModel && hasSensor;
    }

    private static void Read(ReadOnlySpan<byte> sent, ReportSet set, Report report)
    {
        var pairs = new FormPairs(sent);
        while (pairs.MoveNext())
        {
            string key = FormText.DecodeText(pairs.Key, out _).Trim();
            if (key == "dateutc")
                StationReading.ReadTime(pairs.Value, set, report);
            else if (!IsAboutItself(key))
                StationReading.AddValue(key, pairs.Value, WundergroundFields.All, set, report);
        }
    }

    private static bool IsAboutItself(string key) =>
        key is "ID" or "PASSWORD" or "siteid" or "siteAuthenticationKey" or "action" or "realtime" or "rtfreq" or "softwaretype" or "weather" or "clouds" or "softwareversion";
}
