using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Barograph's own JSON (POST /api/v1/reports): one report or an array of them, each nested
/// (<c>{"location":"desk","values":{"temperature":21.4}}</c>) or flat (<c>{"temperature":21.4}</c>). spec/payloads shows the rules.
/// </summary>
public static class JsonReports
{
    /// <summary>Reports that one body may hold.</summary>
    public const int MaxReports = 10_000;

    /// <summary>Values that one report may hold.</summary>
    public const int MaxValues = JsonReportReader.MaxValues;

    // Array, report, values: three levels have a meaning. The rest is room for what is skipped, and a floor for attackers.
    private const int MaxDepth = 8;

    /// <summary>
    /// Reads <paramref name="body"/>; never throws for what stands in it. A syntax error fails the whole body, because nothing says where
    /// the next report would begin; everything else costs only its report or its value. The caller bounds the size.
    /// </summary>
    public static ReportSet Parse(ReadOnlySpan<byte> body)
    {
        var set = new ReportSet();
        if (body.StartsWith(JsonText.ByteOrderMark))
            body = body[JsonText.ByteOrderMark.Length..];
        if (body.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return Fail(set, 0, Errors.BodyEmpty, "The body is empty; send a JSON object or an array of them.");

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        int index = 0;
        try
        {
            return ReadBody(ref reader, set, ref index);
        }
        catch (JsonException broken)
        {
            // The reader stops before the bracket that is one too many.
            bool tooDeep = reader.CurrentDepth >= MaxDepth - 1
                && body[(int)reader.BytesConsumed..].TrimStart(" \t\r\n,:"u8) is [(byte)'[' or (byte)'{', ..];
            string reason = tooDeep ? $"is nested deeper than {MaxDepth} levels" : "breaks";
            return Fail(set, index, Errors.BodyNotJson,
                $"The JSON {reason} at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}; nothing of it was taken.");
        }
    }

    private static ReportSet ReadBody(ref Utf8JsonReader reader, ReportSet set, ref int index)
    {
        var reports = new JsonReportReader(set);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (index == MaxReports)
                    return Fail(set, index, Errors.TooManyReports, $"Send at most {MaxReports} reports in one request; nothing was taken.");
                reports.Read(ref reader, index);
            }
        }
        else
            reports.Read(ref reader, index);
        // The last read throws if anything but space follows.
        reader.Read();
        return set;
    }

    private static ReportSet Fail(ReportSet set, int index, ErrorKind error, string detail)
    {
        set.Reports.Clear();
        set.Rejections.Clear();
        set.Failure = new Rejection(index, null, error, detail);
        return set;
    }
}
