using System.Globalization;
using System.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Reads the lines of one body into reports, each line one, known by its number. A line that is wrong loses only itself.</summary>
internal sealed class InfluxLines(InfluxNames names, InfluxPrecision precision)
{
    private readonly ReportSet _set = new();
    private readonly Dictionary<byte[], InfluxHead?>.AlternateLookup<ReadOnlySpan<byte>> _heads =
        new Dictionary<byte[], InfluxHead?>(InfluxBytes.Comparer).GetAlternateLookup<ReadOnlySpan<byte>>();
    private readonly InfluxMerging _merging = new();
    private int _number;

    // InfluxDB's words name no line, and some clients' tests know them by heart; the number helps where there are several.
    private bool _isSingle;

    /// <summary>Reads them all; false if there are too many.</summary>
    public bool Read(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(JsonText.ByteOrderMark))
            body = body[JsonText.ByteOrderMark.Length..];
        _isSingle = !body.TrimEnd(" \t\r\n"u8).Contains((byte)'\n');
        int lines = 0, at = 0;
        while (at < body.Length)
        {
            _number++;
            ReadOnlySpan<byte> rest = body[at..];
            int space = rest.IndexOfAnyExcept(" \t\r"u8);
            if (space < 0)
                break;
            if (rest[space] is (byte)'#' or (byte)'\n')
            {
                int end = rest.IndexOf((byte)'\n');
                at = end < 0 ? body.Length : at + end + 1;
                continue;
            }
            if (lines++ == InfluxWrite.MaxLines)
                return false;
            int length = ReadLine(rest[space..]);
            // A text in quotes may go over several lines.
            if (rest.Slice(space, length - 1).Contains((byte)'\n'))
                _number += rest.Slice(space, length - 1).Count((byte)'\n');
            at += space + length;
        }
        return true;
    }

    /// <summary>What was read.</summary>
    public ReportSet Finish()
    {
        _merging.Refuse(_set);
        return _set;
    }

    private int ReadLine(ReadOnlySpan<byte> body)
    {
        InfluxLine line = new(body);
        if (!line.ReadHead())
            return Reject(body, line);
        if (Head(line.Head, out string? problem) is not { } head)
            return Reject(body, line, problem);
        Report report = new() { Index = _number - 1, Source = head.Source };
        report.Values.EnsureCapacity(head.Values);
        int refused = _set.Rejections.Count, ignored = _set.Ignored;
        string? deviceClass = null;
        for (int place = 0; problem is null && line.MoveNext(); place++)
        {
            if (line.IsText)
                ReadText(line, head, ref deviceClass);
            else
                problem = ReadValue(line, head, place, report);
        }
        problem ??= line.Problem ?? ReadTime(line.Time, report);
        if (problem is not null)
        {
            _set.Rejections.RemoveRange(refused, _set.Rejections.Count - refused);
            _set.Ignored = ignored;
            return Reject(body, line, problem);
        }
        Take(report, head, deviceClass);
        return line.Length;
    }

    private void Take(Report report, InfluxHead head, string? deviceClass)
    {
        if (report.Values.Count == 0)
            return;
        if (head.IsEntity)
            InfluxEntity.Name(report, head, deviceClass);
        head.Values = report.Values.Count;
        _merging.Add(report, head);
        _set.Reports.Add(report);
    }

    /// <summary>Texts are no readings; what stands for a missing one is not even counted.</summary>
    private void ReadText(InfluxLine line, InfluxHead head, ref string? deviceClass)
    {
        if (head.IsEntity && line.Key.SequenceEqual("device_class_str"u8))
            deviceClass = NameCache.Get(line.Value);
        else if (line.Value.Length > NumberText.MaxLength || NumberText.Parse(line.Value, out _) != NumberKind.Missing)
            _set.Ignored++;
    }

    private string? ReadValue(InfluxLine line, InfluxHead head, int place, Report report)
    {
        NumberKind kind = InfluxValue.Read(line.Value, out double value);
        if (kind is not (NumberKind.Number or NumberKind.NotFinite))
            return char.IsAsciiDigit((char)line.Value[0]) || line.Value[0] == '-' ? "invalid number" : "invalid field value";
        if (report.Values.Count == JsonReports.MaxValues)
            return string.Create(CultureInfo.InvariantCulture, $"more than {JsonReports.MaxValues} fields");
        if (head.Metric(line.Key, place) is not { } metric)
            RejectField(line, Errors.FieldInvalid, "the key of the field is reserved");
        else if (kind == NumberKind.NotFinite)
            RejectField(line, Errors.ValueNotFinite, "the value is not a finite number");
        else
            report.Values.Add(new ReportValue(metric, value));
        return null;
    }

    private string? ReadTime(ReadOnlySpan<byte> sent, Report report)
    {
        if (sent.IsEmpty)
            return null;
        if (!precision.TryRead(sent, out Instant time))
            return "bad timestamp";
        report.Time = time;
        return null;
    }

    private InfluxHead? Head(ReadOnlySpan<byte> sent, out string? problem)
    {
        problem = null;
        if (_heads.TryGetValue(sent, out InfluxHead? known))
            return known;
        InfluxHead? head = names.Read(sent, out problem);
        if (head is not null)
            _heads[sent] = head;
        return head;
    }

    private void RejectField(InfluxLine line, ErrorKind error, string problem) =>
        _set.Rejections.Add(new Rejection(_number - 1, InputQuote.Bare(line.Key), error, Detail(line.Value, problem)));

    private string Detail(ReadOnlySpan<byte> quoted, string problem)
    {
        string detail = $"unable to parse '{InputQuote.Bare(quoted)}': {problem}";
        return _isSingle ? detail : string.Create(CultureInfo.InvariantCulture, $"{detail} (line {_number})");
    }

    private int Reject(ReadOnlySpan<byte> body, InfluxLine line, string? problem = null)
    {
        problem ??= line.Problem;
        // To its end: what follows inside a text in quotes must not be taken for lines.
        while (line.MoveNext())
        {
        }
        int length = line.Length;
        ReadOnlySpan<byte> shown = body[..length].TrimEnd(" \r\n"u8);
        ErrorKind error = problem == "bad timestamp" ? Errors.TimeInvalid : Errors.FieldInvalid;
        _set.Rejections.Add(new Rejection(_number - 1, null, error, Detail(shown, problem!)));
        return length;
    }
}
