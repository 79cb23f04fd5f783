using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ThingSpeak's <c>/update</c> (mathworks.com/help/thingspeak/writedata.html): <c>field1</c> to <c>field8</c>, a position, and <c>created_at</c>, in a query, a form or both. The
/// query is read first, and of a repeated field the first counts.
/// </summary>
public static class ThingSpeakUpdate
{
    /// <summary>Reads one update; a time without a zone is UTC, and one that cannot be read is said to be so instead of storing a reading at a wrong time.</summary>
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        var report = new Report();
        Read(request.Query, set, report);
        Read(request.Body, set, report);
        if (set.Failure is null && report.Values.Count == 0)
            set.Failure = new Rejection(0, null, Errors.NoValues, "The update holds no value; send field1 to field8 as numbers.");
        if (set.Failure is null)
            set.Reports.Add(report);
        return set;
    }

    private static void Read(ReadOnlySpan<byte> fields, ReportSet set, Report report)
    {
        var pairs = new FormPairs(fields);
        while (pairs.MoveNext())
        {
            string key = FormText.DecodeText(pairs.Key, out _);
            if (ThingSpeakFields.Metric(key) is { } metric)
            {
                if (!report.Values.Exists(value => value.Metric == metric))
                    FormFields.Add(set, report, metric, pairs.Value, unit: null);
            }
            else if (key == "created_at" && report.Time is null)
                ReadTime(FormText.DecodeText(pairs.Value, out _).Trim(), set, report);
        }
    }

    private static void ReadTime(string sent, ReportSet set, Report report)
    {
        if (sent.Length == 0)
            return;
        if (ThingSpeakFields.TryTime(sent, out Instant time))
            report.Time = time;
        else
            set.Failure ??= new Rejection(0, null, Errors.TimeInvalid, "created_at is no time; send 2014-12-31 23:59:59 (UTC) or 2014-12-31T23:59:59Z.");
    }
}
