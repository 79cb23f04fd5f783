using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>The writer's contract in its plainest form: a dictionary and a set. The engines must agree with it.</summary>
public sealed class StoreModel
{
    private readonly Dictionary<(SeriesId, Instant), double> _samples = [];
    private readonly HashSet<(int, string)> _receipts = [];

    /// <summary>What is stored of a series, by time.</summary>
    public List<TimedValue> Contents(SeriesId series) =>
        [.. _samples.Where(s => s.Key.Item1 == series).Select(s => new TimedValue(s.Key.Item2, s.Value)).OrderBy(v => v.Time)];

    /// <summary>Appends a batch. The result has a letter a sample, or null with the reports that collided.</summary>
    public (string? Letters, List<int> Collided) Append(SampleBatch batch)
    {
        var samples = new Dictionary<(SeriesId, Instant), double>(_samples);
        var receipts = new HashSet<(int, string)>(_receipts);
        var collided = new List<int>();
        var letters = new List<char>();
        for (int i = 0; i < batch.Reports.Length; i++)
        {
            BatchReport report = batch.Reports[i];
            ReadOnlySpan<Sample> own = batch.Samples.Slice(report.Start, report.Count);
            if (report.Receipt is { } receipt && !receipts.Add((receipt.DeviceId, receipt.Id)))
                letters.AddRange(Enumerable.Repeat('D', own.Length));
            else if (report.TimeIsOurs && Meets(own, samples))
                collided.Add(i);
            else
                foreach (Sample sample in own)
                    letters.Add(Add(sample, samples));
        }
        if (collided.Count > 0)
            return (null, collided);
        Replace(samples, receipts);
        return (new string([.. letters]), collided);
    }

    private void Replace(Dictionary<(SeriesId, Instant), double> samples, HashSet<(int, string)> receipts)
    {
        foreach (KeyValuePair<(SeriesId, Instant), double> sample in samples)
            _samples[sample.Key] = sample.Value;
        _receipts.UnionWith(receipts);
    }

    private static bool Meets(ReadOnlySpan<Sample> own, Dictionary<(SeriesId, Instant), double> samples)
    {
        foreach (Sample sample in own)
            if (samples.ContainsKey((sample.Series, sample.Time)))
                return true;
        return false;
    }

    private static char Add(Sample sample, Dictionary<(SeriesId, Instant), double> samples)
    {
        if (samples.TryAdd((sample.Series, sample.Time), sample.Value))
            return 'N';
        return samples[(sample.Series, sample.Time)] == sample.Value ? 'D' : 'C';
    }
}
