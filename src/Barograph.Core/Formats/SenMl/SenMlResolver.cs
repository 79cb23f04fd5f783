using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Turns records into reports by the rules of RFC 8428, section 4. What is wrong with a record costs that record; what is wrong with a base value, or must be understood
/// and is not, costs the pack, because it reaches into all later records.
/// </summary>
internal sealed class SenMlResolver(ReportSet set)
{
    /// <summary>Longest text that is read, in characters; a location has at most 128 bytes.</summary>
    public const int MaxText = 256;

    private const double KnownVersion = 10;

    /// <summary>Sums of times below are relative to now: 2^28 seconds are 1978-07-04T21:24:16Z.</summary>
    private const double FirstAbsolute = 268_435_456;

    /// <summary>9999-12-31T23:59:59Z.</summary>
    private const double LastAbsolute = 253_402_300_799;

    private const double MaxAgeSeconds = 30 * 24 * 3600;

    private readonly Dictionary<(string? Source, double Time), Report> _reports = [];
    private readonly SenMlSeries _series = new();
    private string _baseName = "";
    private double _baseTime;
    private string? _baseUnit;
    private double? _baseValue;
    private double? _baseSum;
    private double? _version;
    private int _index;

    public bool HasFailed => set.Failure is not null;

    /// <summary>Nothing of the pack is taken.</summary>
    public void Fail(Rejection failure)
    {
        set.Reports.Clear();
        set.Rejections.Clear();
        set.Ignored = 0;
        set.Failure = failure;
    }

    /// <summary>Takes the next record. False once the pack has failed.</summary>
    public bool Take(SenMlRecord record)
    {
        if (_index == JsonReports.MaxReports)
            Fail(new Rejection(_index, null, Errors.TooManyReports, $"Send at most {JsonReports.MaxReports} records in one request; nothing was taken."));
        else if (PackProblem(record) is { } problem)
            Fail(new Rejection(_index, null, Errors.FieldInvalid, problem));
        else
            Resolve(record);
        _index++;
        return !HasFailed;
    }

    private string? PackProblem(SenMlRecord record)
    {
        if (record.MustUnderstand is { } label)
            return $"The field {InputQuote.Of(label)} must be understood, and is not known here; nothing was taken.";
        if (record.Twice is < SenMlLabel.Name)
            return "A base field stands twice in one record; nothing was taken.";
        return TryTakeBase(record, SenMlLabel.Version, ref _version) && TryTakeBases(record)
            ? VersionProblem()
            : "A base field is not of its type (bn and bu are texts, the others numbers); nothing was taken.";
    }

    private bool TryTakeBases(SenMlRecord record)
    {
        double? time = null;
        string? name = null;
        bool isRight = TryTakeBase(record, SenMlLabel.BaseTime, ref time) && TryTakeBase(record, SenMlLabel.BaseValue, ref _baseValue)
            && TryTakeBase(record, SenMlLabel.BaseSum, ref _baseSum)
            && TryTakeBase(record, SenMlLabel.BaseName, ref name) && TryTakeBase(record, SenMlLabel.BaseUnit, ref _baseUnit);
        _baseTime = time ?? _baseTime;
        _baseName = name ?? _baseName;
        return isRight;
    }

    private string? VersionProblem()
    {
        if (_version is null or KnownVersion)
            return null;
        return _version is >= 1 and < KnownVersion && double.IsInteger(_version.Value)
            ? null
            : $"The pack says a version that is not known here; {KnownVersion} is the latest one. Nothing was taken.";
    }

    private static bool TryTakeBase(SenMlRecord record, SenMlLabel label, ref double? taken)
    {
        SenMlValue sent = record[label];
        if (sent.Kind == SenMlValueKind.Number && double.IsFinite(sent.Number))
            taken = sent.Number;
        return sent.Kind == SenMlValueKind.Absent || sent.Kind == SenMlValueKind.Number && double.IsFinite(sent.Number);
    }

    private static bool TryTakeBase(SenMlRecord record, SenMlLabel label, ref string? taken)
    {
        SenMlValue sent = record[label];
        taken = sent.Text ?? taken;
        return sent.Kind is SenMlValueKind.Absent or SenMlValueKind.Text;
    }

    private void Resolve(SenMlRecord record)
    {
        if (record.IsNoMap)
            Refuse(Errors.ReportNotAnObject, null, "A record is a map of labels and values.");
        else if (RecordProblem(record) is { } problem)
            Refuse(Errors.FieldInvalid, null, problem);
        else if (HoldsMore(record))
            ResolveName(record);
    }

    /// <summary>Whether it is more than base values for those that follow.</summary>
    private static bool HoldsMore(SenMlRecord record)
    {
        for (SenMlLabel label = SenMlLabel.Name; label <= SenMlLabel.DataValue; label++)
            if (record.Has(label))
                return true;
        return false;
    }

    private static string? RecordProblem(SenMlRecord record)
    {
        if (record.Twice is not null)
            return "A field stands twice in one record.";
        bool isTyped = Is(SenMlLabel.Name, SenMlValueKind.Text) && Is(SenMlLabel.Unit, SenMlValueKind.Text) && Is(SenMlLabel.Time, SenMlValueKind.Number)
            && Is(SenMlLabel.UpdateTime, SenMlValueKind.Number) && Is(SenMlLabel.BooleanValue, SenMlValueKind.Boolean)
            && Is(SenMlLabel.DataValue, SenMlValueKind.Bytes) && IsNumber(SenMlLabel.Value) && IsNumber(SenMlLabel.Sum);
        if (!isTyped)
            return "A field is not of its type (n and u are texts, v, s, t and ut numbers, vb is true or false, vd is data).";
        int values = (record.Has(SenMlLabel.Value) ? 1 : 0) + (record.Has(SenMlLabel.TextValue) ? 1 : 0)
            + (record.Has(SenMlLabel.BooleanValue) ? 1 : 0) + (record.Has(SenMlLabel.DataValue) ? 1 : 0);
        return values > 1 ? "A record holds one value: v, vs, vb or vd." : null;

        bool Is(SenMlLabel label, SenMlValueKind kind) => record[label].Kind is SenMlValueKind.Absent || record[label].Kind == kind;
        bool IsNumber(SenMlLabel label) => record[label].Kind is SenMlValueKind.Absent or SenMlValueKind.Number or SenMlValueKind.Missing;
    }

    private void ResolveName(SenMlRecord record)
    {
        string name = _baseName + record[SenMlLabel.Name].Text;
        string? unit = SenMlUnits.Ours(record[SenMlLabel.Unit].Text ?? _baseUnit);
        double time = _baseTime + record[SenMlLabel.Time].Number;
        if (!SenMlNames.IsName(name))
            Refuse(Errors.FieldInvalid, null, "A name is bn and n together: letters, digits and - : . / _, the first a letter or a digit.");
        else if (TimeProblem(time) is { } problem)
            Refuse(problem.Error, null, problem.Detail);
        else if (!_series.TryPlace(name, unit, out string? source, out string metric))
            Refuse(Errors.KeyDuplicate, metric, $"Two names or units of this pack would become one series: {InputQuote.Of(name)} is the second.");
        else
            ResolveValues(record, new SenMlPlace(source, time, metric, unit));
    }

    private static (ErrorKind Error, string Detail)? TimeProblem(double time) => time switch
    {
        >= FirstAbsolute and <= LastAbsolute => null,
        >= FirstAbsolute => (Errors.TimeInvalid, "The time (bt and t together) is after the year 9999; it is in seconds."),
        > 0 => (Errors.TimeInvalid, "The time (bt and t together) lies in the future; readings lie in the past."),
        < -MaxAgeSeconds => (Errors.AgeInvalid, "The time (bt and t together) is more than 30 days ago; say such times as Unix seconds."),
        _ => null,
    };

    private void ResolveValues(SenMlRecord record, SenMlPlace place)
    {
        SenMlValue value = record[SenMlLabel.Value];
        SenMlValue sum = record[SenMlLabel.Sum];
        bool hasSum = sum.Kind == SenMlValueKind.Number || sum.Kind == SenMlValueKind.Absent && _baseSum is not null;
        bool saysSum = hasSum || sum.Kind == SenMlValueKind.Missing;
        set.Ignored += sum.Kind == SenMlValueKind.Missing ? 1 : 0;
        if (value.Kind == SenMlValueKind.Missing || record.Has(SenMlLabel.TextValue) || record.Has(SenMlLabel.DataValue))
            set.Ignored++;
        else if (record.Has(SenMlLabel.BooleanValue))
            Add(place, record[SenMlLabel.BooleanValue].Number);
        else if (value.Kind == SenMlValueKind.Number || !saysSum && _baseValue is not null)
            Add(place, (_baseValue ?? 0) + value.Number);
        else if (!saysSum)
            Refuse(Errors.NoValues, place.Metric, "The record holds no value and no sum.");
        if (hasSum)
            Add(place with { Metric = $"{place.Metric}_total", Unit = SenMlUnits.OfSum(place.Unit) }, (_baseSum ?? 0) + sum.Number);
    }

    private void Add(SenMlPlace place, double value)
    {
        // Twice the same at one time is another report, for ingest to judge: without a time of its own it gets a moment of its own.
        if (!_reports.TryGetValue((place.Source, place.Time), out Report? report) || report.Values.Count == JsonReports.MaxValues
            || report.Values.Exists(known => known.Metric == place.Metric))
        {
            report = new Report { Index = _index, Source = place.Source };
            if (place.Time >= FirstAbsolute)
                report.Time = new Instant((long)Math.Round(place.Time * Instant.MicrosecondsPerSecond));
            else if (place.Time < 0)
                report.Age = TimeSpan.FromMicroseconds(Math.Round(-place.Time * Instant.MicrosecondsPerSecond));
            set.Reports.Add(report);
            _reports[(place.Source, place.Time)] = report;
        }
        report.Values.Add(new ReportValue(place.Metric, value, place.Unit));
    }

    private void Refuse(ErrorKind error, string? metric, string detail) => set.Rejections.Add(new Rejection(_index, metric, error, detail));
}
