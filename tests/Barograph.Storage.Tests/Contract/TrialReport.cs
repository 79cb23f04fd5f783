namespace Barograph.Storage.Tests;

/// <summary>A random report. A time of ours holds for the whole report, and no metric stands in it twice; a device may send what it likes.</summary>
public sealed record TrialReport(int Kind, int Id, int Second, TrialSample[] Samples)
{
    public bool TimeIsOurs => Kind is 1 or 2;

    public bool HasReceipt => Kind is 2;

    public IEnumerable<TrialSample> Distinct() =>
        TimeIsOurs ? Samples.DistinctBy(sample => sample.Series).Select(sample => sample with { Second = Second }) : Samples;

    public override string ToString()
    {
        string kind = HasReceipt ? FormattableString.Invariant($"id {Id}: ") : TimeIsOurs ? "ours: " : "";
        return kind + string.Join(", ", Distinct().Select(s => FormattableString.Invariant($"m{s.Series}@{s.Second}={s.Value}")));
    }
}
