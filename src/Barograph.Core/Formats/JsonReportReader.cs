using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Reads the reports of one body, one after the other, into <paramref name="set"/>. Lets the reader's JsonException pass: then the whole
/// body is broken.
/// </summary>
internal sealed class JsonReportReader(ReportSet set)
{
    /// <summary>Keys that a report may hold; a board has a handful, and each value may open a series.</summary>
    public const int MaxValues = 256;

    private readonly JsonText _text = new();
    private readonly NameSet _topKeys = new();
    private readonly NameSet _valueKeys = new();
    private readonly JsonReportUnits _units = new();
    private Report _report = null!;
    private Rejection? _refusal;
    private int _firstRejection;
    private ReportFields _seen;

    /// <summary>Reads the element that the reader stands on and leaves the reader on its last token.</summary>
    public void Read(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            set.Rejections.Add(new Rejection(index, null, Errors.ReportNotAnObject, "A report must be a JSON object."));
            return;
        }
        Begin(index);
        int depth = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader);
            if (_refusal is not null)
            {
                // Whatever else it holds, the report is lost; only its end is of interest.
                while (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth != depth)
                    reader.Read();
                break;
            }
        }
        Finish();
    }

    private void Begin(int index)
    {
        _report = new Report { Index = index };
        _refusal = null;
        _firstRejection = set.Rejections.Count;
        _seen = ReportFields.None;
        _topKeys.Clear();
        _valueKeys.Clear();
        _units.Clear();
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        ReportFields field = _text.TryRead(ref reader, out ReadOnlySpan<byte> key) ? FieldOf(key) : ReportFields.None;
        if (field == ReportFields.None)
        {
            ReadOther(ref reader);
            return;
        }
        if ((_seen & field) != 0)
        {
            RefuseDuplicate(key);
            return;
        }
        _seen |= field;
        reader.Read();
        switch (field)
        {
            case ReportFields.Location:
                Refuse(Errors.LocationInvalid, JsonReportFields.Location(ref reader, _text, _report));
                break;
            case ReportFields.Time:
                Refuse(Errors.TimeInvalid, JsonReportFields.Time(ref reader, _text, _report));
                break;
            case ReportFields.Age:
                Refuse(Errors.AgeInvalid, JsonReportFields.Age(ref reader, _report));
                break;
            case ReportFields.Id:
                Refuse(Errors.IdInvalid, JsonReportFields.Id(ref reader, _text, _report));
                break;
            case ReportFields.Units:
                ReadUnits(ref reader);
                break;
            case ReportFields.Values:
                ReadValues(ref reader);
                break;
        }
    }

    private static ReportFields FieldOf(ReadOnlySpan<byte> key) => key.Length switch
    {
        2 when key.SequenceEqual("id"u8) => ReportFields.Id,
        3 when key.SequenceEqual("age"u8) => ReportFields.Age,
        4 when key.SequenceEqual("time"u8) => ReportFields.Time,
        5 when key.SequenceEqual("units"u8) => ReportFields.Units,
        6 when key.SequenceEqual("values"u8) => ReportFields.Values,
        8 when key.SequenceEqual("location"u8) => ReportFields.Location,
        _ => ReportFields.None,
    };

    // A key that is no field: in the flat form a metric, beside "values" a mistake.
    private void ReadOther(ref Utf8JsonReader reader)
    {
        if ((_seen & ReportFields.Values) == 0)
        {
            ReadMetric(ref reader, _topKeys);
            return;
        }
        if (TryReadName(ref reader, _topKeys, out string? name))
            RejectStray(name);
        reader.Read();
        reader.Skip();
    }

    private void ReadValues(ref Utf8JsonReader reader)
    {
        // Until now the report looked flat. What was taken for metrics turns out to be unknown keys.
        _report.Values.Clear();
        for (int i = set.Rejections.Count - 1; i >= _firstRejection; i--)
            if (set.Rejections[i].Error != Errors.MetricInvalid)
                set.Rejections.RemoveAt(i);
        foreach (string stray in _topKeys.Names)
            RejectStray(stray);

        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse(Errors.FieldInvalid, "\"values\" must be an object of metrics and numbers.");
            return;
        }
        while (_refusal is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadMetric(ref reader, _valueKeys);
    }

    private void ReadMetric(ref Utf8JsonReader reader, NameSet keys)
    {
        bool isNamed = TryReadName(ref reader, keys, out string? name);
        if (_refusal is not null)
            return;
        reader.Read();
        if (!isNamed)
        {
            reader.Skip();
            return;
        }
        switch (JsonValue.Read(ref reader, _text, out double value, out string? problem))
        {
            case NumberKind.Number:
                _report.Values.Add(new ReportValue(name!, value));
                break;
            case NumberKind.NotANumber:
                Reject(name!, Errors.ValueNotANumber, problem!);
                break;
            case NumberKind.NotFinite:
                Reject(name!, Errors.ValueNotFinite, problem!);
                break;
            case NumberKind.Missing:
                break;
        }
    }

    // False if the key cannot name anything (rejected alone) or was there before (the report is refused).
    private bool TryReadName(ref Utf8JsonReader reader, NameSet keys, [NotNullWhen(true)] out string? name)
    {
        name = null;
        bool isText = _text.TryRead(ref reader, out ReadOnlySpan<byte> key);
        if (!isText || key.Length is 0 or > MetricName.MaxLength)
        {
            Reject(InputQuote.Bare(key), Errors.MetricInvalid,
                $"A metric's name has 1 to {MetricName.MaxLength} characters: a letter, then letters, digits and underscores.");
            return false;
        }
        name = NameCache.Get(key);
        if (!keys.Add(name))
            RefuseDuplicate(key);
        else if (_topKeys.Count + _valueKeys.Count > MaxValues)
            Refuse(Errors.TooManyValues, $"The report holds more than {MaxValues} values; split it.");
        return _refusal is null;
    }

    private void ReadUnits(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // Taking the values without their units would store Fahrenheit as Celsius.
            Refuse(Errors.FieldInvalid, "\"units\" must be an object of metrics and units.");
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isText = _text.TryRead(ref reader, out ReadOnlySpan<byte> key);
            string metric = isText && key.Length <= MetricName.MaxLength ? NameCache.Get(key) : InputQuote.Bare(key);
            if (!_units.Names.Add(metric))
            {
                RefuseDuplicate(key);
                return;
            }
            if (_units.Names.Count > MaxValues)
            {
                Refuse(Errors.TooManyValues, $"The report names more than {MaxValues} units; split it.");
                return;
            }
            reader.Read();
            _units.Add(metric, ref reader, _text);
        }
    }

    private void Finish()
    {
        if (_refusal is null)
        {
            _units.ApplyTo(_report, set.Rejections);
            if (_report is { Time: not null, Age: not null })
                Refuse(Errors.TimeInvalid, "The report says both time and age; send one of them.");
            else if (_report.Values.Count == 0 && set.Rejections.Count == _firstRejection)
                Refuse(Errors.NoValues, "The report holds no value; send at least one metric with a number.");
        }
        if (_refusal is not null)
        {
            DropRejections();
            set.Rejections.Add(_refusal);
        }
        else if (_report.Values.Count > 0)
            set.Reports.Add(_report);
    }

    private void Refuse(ErrorKind error, string? detail)
    {
        if (detail is not null)
            _refusal ??= new Rejection(_report.Index, null, error, detail);
    }

    private void RefuseDuplicate(ReadOnlySpan<byte> key) =>
        Refuse(Errors.KeyDuplicate, $"The key {InputQuote.Of(key)} stands twice in one object; send it once.");

    private void Reject(string metric, ErrorKind error, string detail) =>
        set.Rejections.Add(new Rejection(_report.Index, metric, error, detail));

    private void RejectStray(string key) =>
        Reject(key, Errors.FieldInvalid, $"The key {InputQuote.Of(key)} has no meaning beside \"values\"; move it into \"values\".");

    private void DropRejections() => set.Rejections.RemoveRange(_firstRejection, set.Rejections.Count - _firstRejection);
}
