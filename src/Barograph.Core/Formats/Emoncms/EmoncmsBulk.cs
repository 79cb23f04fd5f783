using System.Text;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// emoncms's <c>/input/bulk</c> (Modules/input/input_methods.php): <c>data=[[t,node,v1,v2,…],…]</c>, a value alone under its position or as <c>{"name":v}</c>. <c>t</c> counts
/// seconds from <c>time</c>, from <c>sentat</c> or <c>offset</c> (which are the moment of sending), or, with none of them, from the last entry, which is of now.
/// </summary>
public static class EmoncmsBulk
{
    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        string? data = Find(request, "data"u8);
        if (data is null)
            set.Failure = new Rejection(0, null, Errors.NoValues, "The request has no data; send data=[[t,node,value],…].");
        else if (JsonTree.TryParse(Encoding.UTF8.GetBytes(data), out JsonDocument? document, out Rejection? failure))
            using (document)
                Read(document.RootElement, request, set);
        else
            set.Failure = failure;
        return set;
    }

    private static void Read(JsonElement data, DialectRequest request, ReportSet set)
    {
        if (data.ValueKind != JsonValueKind.Array)
            set.Failure = new Rejection(0, null, Errors.FieldInvalid, "data is no list of lists.");
        else if (data.GetArrayLength() > JsonReports.MaxReports)
            set.Failure = new Rejection(0, null, Errors.TooManyReports, $"A request may hold {JsonReports.MaxReports} entries; send less at a time.");
        else if (!TryReference(data, request, out double reference, out bool isAbsolute))
            set.Failure = new Rejection(0, null, Errors.TimeInvalid, "time, sentat or offset is no number of seconds.");
        else
        {
            int index = 0;
            foreach (JsonElement entry in data.EnumerateArray())
                ReadEntry(entry, index++, reference, isAbsolute, set);
        }
    }

    /// <summary>What the times of the entries are counted from: a time, or the <c>t</c> that is now.</summary>
    private static bool TryReference(JsonElement data, DialectRequest request, out double reference, out bool isAbsolute)
    {
        isAbsolute = false;
        if ((Find(request, "sentat"u8) ?? Find(request, "offset"u8)) is { } now)
            return NumberText.Parse(now, out reference) == NumberKind.Number;
        if (Find(request, "time"u8) is { } time)
        {
            isAbsolute = true;
            return NumberText.Parse(time, out reference) == NumberKind.Number;
        }
        int count = data.GetArrayLength();
        reference = count > 0 && data[count - 1] is { ValueKind: JsonValueKind.Array } last && last.GetArrayLength() > 0 && JsonTree.TryNumber(last[0], out double latest) ? latest : 0;
        return true;
    }

    private static void ReadEntry(JsonElement entry, int index, double reference, bool isAbsolute, ReportSet set)
    {
        if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() < 2 || !JsonTree.TryNumber(entry[0], out double t))
        {
            set.Rejections.Add(new Rejection(index, null, Errors.FieldInvalid, "An entry of data is [time, node, value, …]."));
            return;
        }
        string node = entry[1].ValueKind == JsonValueKind.Number ? entry[1].GetRawText() : JsonTree.Text(entry[1]) ?? "";
        var report = new Report { Index = index, Source = DialectText.Source(node) };
        int position = 0;
        foreach (JsonElement value in entry.EnumerateArray().Skip(2))
        {
            position++;
            if (value.ValueKind == JsonValueKind.Object)
                foreach (JsonProperty member in value.EnumerateObject())
                    JsonFields.Add(set, report, JsonTree.Name(member) is { } name ? DialectText.Metric(name) : null, member.Value, unit: null);
            else
                JsonFields.Add(set, report, EmoncmsText.PositionName(position), value, unit: null);
        }
        if (report.Values.Count > 0 && TrySetTime(set, report, t, reference, isAbsolute))
            set.Reports.Add(report);
    }

    private static bool TrySetTime(ReportSet set, Report report, double t, double reference, bool isAbsolute)
    {
        if (!isAbsolute)
            return RelativeTime.TrySetAge(set, report, reference - t);
        if (EmoncmsTime.TryOf(reference + t, out Instant time))
        {
            report.Time = time;
            return true;
        }
        set.Rejections.Add(new Rejection(report.Index, null, Errors.TimeInvalid, "The time of an entry is none."));
        return false;
    }

    private static string? Find(DialectRequest request, ReadOnlySpan<byte> name) => Find(request.Query, name) ?? Find(request.Body, name);

    private static string? Find(ReadOnlySpan<byte> fields, ReadOnlySpan<byte> name)
    {
        var pairs = new FormPairs(fields);
        while (pairs.MoveNext())
            if (FormText.KeyIs(pairs.Key, name))
                return FormText.DecodeText(pairs.Value, out _);
        return null;
    }
}
