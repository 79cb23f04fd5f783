using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Tests.Ingest;

/// <summary>The two parts of a store that ingest needs, in memory and with the contract's rules, so that a test can stand in its way.</summary>
internal sealed class MemoryStore : ISampleWriter, ISeriesCatalog
{
    private readonly Lock _lock = new();
    private readonly List<(SeriesInfo Series, int Token)> _series = [];
    private readonly Dictionary<(SeriesId, Instant), double> _samples = [];
    private readonly HashSet<(int, string)> _receipts = [];

    /// <summary>Runs before each append; may wait or throw.</summary>
    public Func<SampleBatch, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before each search for series.</summary>
    public Action BeforeFinding { get; set; } = () => { };

    /// <summary>How many reports each append that stored something had.</summary>
    public List<int> Batches { get; } = [];

    public int Count => _samples.Count;

    public async ValueTask<AppendResult> AppendAsync(SampleBatch batch, CancellationToken cancel)
    {
        await Before(batch);
        lock (_lock)
            return Append(batch);
    }

    public ValueTask<IReadOnlyList<SeriesInfo?>> FindOrCreateAsync(
        IReadOnlyList<SeriesWish> wanted, int tokenId, int maxSeries, CancellationToken cancel)
    {
        BeforeFinding();
        lock (_lock)
            return new([.. wanted.Select(wish => FindOrCreate(wish, tokenId, maxSeries))]);
    }

    public ValueTask<IReadOnlyList<SeriesInfo>> ListAsync(string? location, CancellationToken cancel)
    {
        lock (_lock)
            return new([.. _series.Select(entry => entry.Series).Where(series => location is null || series.Key.Location == location)]);
    }

    public async ValueTask<SeriesInfo?> FindAsync(SeriesKey key, CancellationToken cancel) =>
        (await ListAsync(key.Location, cancel)).FirstOrDefault(series => series.Key == key);

    public IReadOnlyList<TimedValue> Of(string location, string metric)
    {
        lock (_lock)
        {
            SeriesInfo? found = _series.Select(entry => entry.Series).FirstOrDefault(series => series.Key == new SeriesKey(location, metric));
            return [.. _samples.Where(sample => sample.Key.Item1 == found?.Id)
                .Select(sample => new TimedValue(sample.Key.Item2, sample.Value)).OrderBy(sample => sample.Time)];
        }
    }

    private AppendResult Append(SampleBatch batch)
    {
        Dictionary<(SeriesId, Instant), double> added = [];
        HashSet<(int, string)> receipts = [];
        var outcomes = new SampleOutcome[batch.Samples.Length];
        List<int> collided = [];
        for (int r = 0; r < batch.Reports.Length; r++)
        {
            BatchReport report = batch.Reports[r];
            bool isRetry = report.Receipt is { } receipt
                && (_receipts.Contains((receipt.DeviceId, receipt.Id)) || !receipts.Add((receipt.DeviceId, receipt.Id)));
            bool collides = false;
            for (int i = report.Start; i < report.Start + report.Count; i++)
            {
                Sample sample = batch.Samples[i];
                if (isRetry)
                    outcomes[i] = SampleOutcome.Duplicate;
                else if (_samples.TryGetValue((sample.Series, sample.Time), out double old) || added.TryGetValue((sample.Series, sample.Time), out old))
                    (collides, outcomes[i]) = (report.TimeIsOurs, old.Equals(sample.Value) ? SampleOutcome.Duplicate : SampleOutcome.Conflict);
                else
                    added[(sample.Series, sample.Time)] = sample.Value;
            }
            if (collides)
                collided.Add(r);
        }
        if (collided.Count > 0)
            return AppendResult.Collided(collided);
        foreach (var (key, value) in added)
            _samples[key] = value;
        _receipts.UnionWith(receipts);
        Batches.Add(batch.Reports.Length);
        return AppendResult.Of(outcomes);
    }

    private SeriesInfo? FindOrCreate(SeriesWish wish, int tokenId, int maxSeries)
    {
        int at = _series.FindIndex(entry => entry.Series.Key == wish.Key);
        if (at < 0 && _series.Count(entry => entry.Token == tokenId) >= maxSeries)
            return null;
        if (at < 0)
        {
            at = _series.Count;
            _series.Add((new SeriesInfo(new SeriesId(at + 1), wish.Key, null), tokenId));
        }
        SeriesInfo series = _series[at].Series;
        _series[at] = (series with { Unit = series.Unit ?? wish.Unit }, _series[at].Token);
        return _series[at].Series;
    }
}
