using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Parts;

/// <summary>Keeps series in memory and samples nowhere, so that what is measured is the way to the store.</summary>
internal sealed class NoStore : ISampleWriter, ISeriesCatalog
{
    private readonly Dictionary<SeriesKey, SeriesInfo> _series = [];

    public ValueTask<AppendResult> AppendAsync(SampleBatch batch, CancellationToken cancel) => new(AppendResult.AllNew);

    public ValueTask<IReadOnlyList<SeriesInfo?>> FindOrCreateAsync(IReadOnlyList<SeriesWish> wanted, int tokenId, int maxSeries, CancellationToken cancel)
    {
        lock (_series)
        {
            foreach (SeriesWish wish in wanted)
                _series.TryAdd(wish.Key, new SeriesInfo(new SeriesId(_series.Count + 1), wish.Key, wish.Unit));
            return new([.. wanted.Select(wish => _series[wish.Key])]);
        }
    }

    public ValueTask<IReadOnlyList<SeriesInfo>> ListAsync(string? location, CancellationToken cancel)
    {
        lock (_series)
            return new([.. _series.Values]);
    }

    public ValueTask<SeriesInfo?> FindAsync(SeriesKey key, CancellationToken cancel)
    {
        lock (_series)
            return new(_series.GetValueOrDefault(key));
    }
}
