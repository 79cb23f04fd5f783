using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Server.Export;

/// <summary>A spelling of samples as lines of UTF-8, one sample each.</summary>
/// <param name="Name">Also the end of file names.</param>
/// <param name="ContentType">For HTTP.</param>
/// <param name="Head">What stands before the first sample.</param>
/// <param name="Frame">What stands around time and value in the lines of a series.</param>
public sealed record ExportFormat(string Name, string ContentType, ReadOnlyMemory<byte> Head, Func<SeriesInfo, LineFrame> Frame)
{
    /// <summary>RFC 4180: a header, commas, lines that end with CR LF. An unknown unit is an empty cell.</summary>
    public static readonly ExportFormat Csv =
        new("csv", "text/csv; charset=utf-8; header=present", "time,location,metric,unit,value\r\n"u8.ToArray(), CsvFrame);

    /// <summary>JSON objects, one a line, each a report that POST /api/v1/reports takes.</summary>
    public static readonly ExportFormat Ndjson = new("ndjson", "application/x-ndjson", default, NdjsonFrame);

    public static readonly IReadOnlyList<ExportFormat> All = [Csv, Ndjson];

    private static LineFrame CsvFrame(SeriesInfo series) => new(
        [],
        Encoding.UTF8.GetBytes($",{CsvText.Cell(series.Key.Location)},{CsvText.Cell(series.Key.Metric)},{CsvText.Cell(series.Unit ?? "")},"),
        "\r\n"u8.ToArray());

    private static LineFrame NdjsonFrame(SeriesInfo series)
    {
        string metric = JsonText(series.Key.Metric);
        string units = series.Unit is { } unit ? $",\"units\":{{{metric}:{JsonText(unit)}}}" : "";
        return new LineFrame(
            Encoding.UTF8.GetBytes($"{{\"location\":{JsonText(series.Key.Location)},\"time\":\""),
            Encoding.UTF8.GetBytes($"\",\"values\":{{{metric}:"),
            Encoding.UTF8.GetBytes($"}}{units}}}\n"));
    }

    // Non-ASCII letters as they are, as in all our JSON.
    private static string JsonText(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
