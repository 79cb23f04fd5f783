using System.Text;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// emoncms's <c>/input/post</c> (Modules/input/input_methods.php): a node in the query or the path, values as <c>json</c>, <c>csv</c> or <c>data</c> (all not quite JSON) or as
/// <c>fulljson</c>, which is JSON. The node is the source.
/// </summary>
public static class EmoncmsPost
{
    /// <summary>What <see cref="ReportSet.Wording"/> is after <c>fulljson</c>.</summary>
    public const string FullJson = "fulljson";

    public static ReportSet Parse(DialectRequest request)
    {
        var set = new ReportSet();
        var report = new Report { Source = NodeInPath(request.Path) };
        Read(request.Query, set, report);
        Read(request.Body, set, report);
        if (set.Failure is null && report.Values.Count > 0)
            set.Reports.Add(report);
        else if (set.Failure is null && set.Ignored == 0)
            set.Failure = new Rejection(0, null, Errors.NoValues, "The request holds no value; send json, fulljson, csv or data.");
        return set;
    }

    private static void Read(ReadOnlySpan<byte> fields, ReportSet set, Report report)
    {
        var pairs = new FormPairs(fields);
        while (pairs.MoveNext())
        {
            string text = FormText.DecodeText(pairs.Value, out _);
            switch (FormText.DecodeText(pairs.Key, out _))
            {
                case "node" or "nodeid":
                    report.Source ??= DialectText.Source(text);
                    break;
                case "json" or "csv" or "data":
                    EmoncmsText.Read(text, set, report);
                    break;
                case FullJson:
                    set.Wording = FullJson;
                    ReadFull(text, set, report);
                    break;
                case "time":
                    ReadTime(text, set, report);
                    break;
            }
        }
    }

    private static void ReadFull(string text, ReportSet set, Report report)
    {
        if (!JsonTree.TryParse(Encoding.UTF8.GetBytes(text), out JsonDocument? document, out Rejection? failure))
        {
            set.Failure ??= failure;
            return;
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                set.Failure ??= new Rejection(0, null, Errors.ReportNotAnObject, "fulljson is no JSON object.");
                return;
            }
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                string? name = JsonTree.Name(member);
                if (name is not null && name.Equals("time", StringComparison.OrdinalIgnoreCase))
                    ReadTime(JsonTree.Text(member.Value) ?? (member.Value.ValueKind == JsonValueKind.Number ? member.Value.GetRawText() : "?"), set, report);
                else
                    JsonFields.Add(set, report, name is null ? null : DialectText.Metric(name), member.Value, unit: null);
            }
        }
    }

    private static void ReadTime(string sent, ReportSet set, Report report)
    {
        if (string.IsNullOrWhiteSpace(sent))
            return;
        if (EmoncmsTime.TryRead(sent, out Instant time))
            report.Time = time;
        else
            set.Failure ??= new Rejection(0, null, Errors.TimeInvalid, "The time is none; send seconds since 1970, or 2026-01-01T00:00:00Z.");
    }

    private static string? NodeInPath(ReadOnlySpan<byte> path)
    {
        int start = path.IndexOf("/input/post"u8);
        ReadOnlySpan<byte> rest = start < 0 ? [] : path[(start + "/input/post".Length)..];
        int slash = rest.IndexOf((byte)'/');
        if (slash < 0)
            return null;
        string node = FormText.DecodeText(rest[(slash + 1)..], out _);
        return DialectText.Source(node.EndsWith(".json", StringComparison.Ordinal) ? node[..^5] : node);
    }
}
