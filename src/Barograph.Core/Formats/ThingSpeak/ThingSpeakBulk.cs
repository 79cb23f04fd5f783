using System.Text;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ThingSpeak's <c>/channels/ID/bulk_update.json</c> and <c>.csv</c> (mathworks.com/help/thingspeak/bulkwritejsondata.html, bulkwritecsvdata.html). The channel is the source. Where
/// the entries say only how many seconds passed since the one before (<c>delta_t</c>, <c>time_format=relative</c>), the last one is of now.
/// </summary>
public static class ThingSpeakBulk
{
    private static readonly string[] Columns =
        ["field1", "field2", "field3", "field4", "field5", "field6", "field7", "field8", "latitude", "longitude", "elevation", "status"];

    public static ReportSet ParseJson(DialectRequest request)
    {
        var set = new ReportSet();
        if (!JsonTree.TryParse(request.Body, out JsonDocument? document, out Rejection? failure))
            return Failed(set, failure);
        using (document)
        {
            if (!JsonTree.TryMember(document.RootElement, "updates", out JsonElement updates) || updates.ValueKind != JsonValueKind.Array)
                return Failed(set, new Rejection(0, null, Errors.FieldInvalid, "The body has no list \"updates\"."));
            if (updates.GetArrayLength() > JsonReports.MaxReports)
                return Failed(set, TooMany());
            double[] deltas = new double[updates.GetArrayLength()];
            List<Report> entries = [];
            foreach (JsonElement update in updates.EnumerateArray())
                entries.Add(ReadEntry(update, Channel(request.Path), entries.Count, set, out deltas[entries.Count]));
            Keep(set, entries, deltas);
        }
        return set;
    }

    public static ReportSet ParseCsv(DialectRequest request)
    {
        var set = new ReportSet();
        string? updates = null;
        bool isRelative = false;
        var pairs = new FormPairs(request.Body);
        while (pairs.MoveNext())
        {
            if (FormText.KeyIs(pairs.Key, "updates"u8))
                updates = FormText.DecodeText(pairs.Value, out _);
            else if (FormText.KeyIs(pairs.Key, "time_format"u8))
                isRelative = FormText.DecodeText(pairs.Value, out _).Trim().Equals("relative", StringComparison.OrdinalIgnoreCase);
        }
        if (string.IsNullOrWhiteSpace(updates))
            return Failed(set, new Rejection(0, null, Errors.NoValues, "The form has no \"updates\"."));
        string[] lines = updates.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > JsonReports.MaxReports)
            return Failed(set, TooMany());
        double[] deltas = new double[lines.Length];
        List<Report> entries = [];
        foreach (string line in lines)
            entries.Add(ReadLine(line, isRelative, Channel(request.Path), entries.Count, set, out deltas[entries.Count]));
        Keep(set, entries, deltas);
        return set;
    }

    private static Report ReadEntry(JsonElement update, string? channel, int index, ReportSet set, out double delta)
    {
        var report = new Report { Index = index, Source = channel };
        delta = double.NaN;
        if (update.ValueKind != JsonValueKind.Object)
        {
            set.Rejections.Add(new Rejection(index, null, Errors.ReportNotAnObject, "An entry of \"updates\" is not a JSON object."));
            return report;
        }
        foreach (JsonProperty member in update.EnumerateObject())
        {
            string? name = JsonTree.Name(member);
            if (name == "created_at")
                ReadTime(JsonTree.Text(member.Value) ?? "", set, report);
            else if (name == "delta_t")
                delta = JsonTree.TryNumber(member.Value, out double seconds) ? seconds : double.NaN;
            else if (name is not null && ThingSpeakFields.Metric(name) is { } metric)
                JsonFields.Add(set, report, metric, member.Value, unit: null);
        }
        return report;
    }

    private static Report ReadLine(string line, bool isRelative, string? channel, int index, ReportSet set, out double delta)
    {
        var report = new Report { Index = index, Source = channel };
        string[] cells = line.Split(',', Columns.Length + 1, StringSplitOptions.TrimEntries);
        delta = double.NaN;
        if (!isRelative)
            ReadTime(cells[0], set, report);
        else if (NumberText.Parse(cells[0], out double seconds) == NumberKind.Number)
            delta = seconds;
        for (int i = 1; i < cells.Length; i++)
            if (ThingSpeakFields.Metric(Columns[i - 1]) is { } metric && NumberText.Parse(cells[i], out double value) == NumberKind.Number)
                report.Values.Add(new ReportValue(metric, value));
            else if (!FormFields.IsMissing(cells[i]))
                set.Ignored++;
        return report;
    }

    /// <summary>A time that is none loses its entry: at the receive time it would stand where it was not measured.</summary>
    private static void ReadTime(string sent, ReportSet set, Report report)
    {
        if (ThingSpeakFields.TryTime(sent.Trim(), out Instant time))
            report.Time = time;
        else
            set.Rejections.Add(new Rejection(report.Index, null, Errors.TimeInvalid, "created_at is no time; send 2014-12-31 23:59:59 (UTC) or 2014-12-31T23:59:59Z."));
    }

    /// <summary>Counts the ages back from the last entry, and keeps the entries that have values and a time that can be.</summary>
    private static void Keep(ReportSet set, List<Report> entries, double[] deltas)
    {
        HashSet<int> refused = [.. set.Rejections.Select(rejection => rejection.Index)];
        double age = 0;
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            bool isRelative = entries[i].Time is null && !double.IsNaN(deltas[i]);
            if (isRelative && !refused.Contains(i) && !RelativeTime.TrySetAge(set, entries[i], age))
                refused.Add(i);
            age += double.IsNaN(deltas[i]) ? 0 : Math.Max(0, deltas[i]);
        }
        set.Reports.AddRange(entries.Where(entry => entry.Values.Count > 0 && !refused.Contains(entry.Index)));
    }

    private static string? Channel(ReadOnlySpan<byte> path)
    {
        int start = path.IndexOf("/channels/"u8);
        ReadOnlySpan<byte> rest = start < 0 ? [] : path[(start + "/channels/".Length)..];
        int end = rest.IndexOf((byte)'/');
        return end <= 0 ? null : DialectText.Source(Encoding.UTF8.GetString(rest[..end]));
    }

    private static Rejection TooMany() => new(0, null, Errors.TooManyReports, $"A request may hold {JsonReports.MaxReports} entries; send less at a time.");

    private static ReportSet Failed(ReportSet set, Rejection failure)
    {
        set.Failure = failure;
        return set;
    }
}
