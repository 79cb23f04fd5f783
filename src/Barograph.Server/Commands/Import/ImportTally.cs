using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>The counts of one import. Its size is that of the catalog, not that of the source.</summary>
public sealed class ImportTally
{
    private readonly Dictionary<SeriesKey, SeriesTally> _series = [];
    private readonly SortedDictionary<LeftOutReason, LeftOut> _leftOut = [];

    /// <summary>Rows that the source's own database counts; of a file the lines that were read.</summary>
    public long RowsInTable { get; set; }

    public long RowsRead { get; set; }

    public IReadOnlyCollection<SeriesTally> Series => _series.Values;

    public IReadOnlyDictionary<LeftOutReason, LeftOut> LeftOut => _leftOut;

    public bool Agrees => RowsRead == RowsInTable && _series.Values.All(series => series.Agrees);

    public SeriesTally Of(SeriesKey key)
    {
        if (!_series.TryGetValue(key, out SeriesTally? tally))
            _series[key] = tally = new SeriesTally(key);
        return tally;
    }

    /// <summary>Counts one row or value that is left out; <paramref name="example"/> is kept of the first.</summary>
    public void Leave(LeftOutReason reason, Func<string> example)
    {
        if (!_leftOut.TryGetValue(reason, out LeftOut? left))
            _leftOut[reason] = left = new LeftOut(example());
        left.Count++;
    }

    /// <summary>What the sink has answered for a batch; null stands for all new.</summary>
    public void Settle(ReadOnlySpan<SinkSample> samples, IReadOnlyList<SinkOutcome>? outcomes)
    {
        for (int i = 0; i < samples.Length; i++)
            Settle(samples[i], outcomes is null ? SinkOutcome.New : outcomes[i]);
    }

    /// <summary>Counts what the store has of each series now.</summary>
    public async Task CompareAsync(ISampleSink sink, CancellationToken cancel)
    {
        foreach (SeriesTally series in _series.Values)
            if (series.Range is { } range)
                series.InStore = await sink.CountAsync(series.Key, range, cancel);
    }

    private void Settle(in SinkSample sample, SinkOutcome outcome)
    {
        SeriesTally tally = Of(sample.Key);
        switch (outcome)
        {
            case SinkOutcome.New:
                tally.New++;
                return;
            case SinkOutcome.There:
                tally.There++;
                return;
            case SinkOutcome.Conflict:
                tally.Conflicts++;
                return;
        }
        tally.LeftOut++;
        SinkSample left = sample;
        Leave(
            outcome switch
            {
                SinkOutcome.UnitMismatch => LeftOutReason.UnitMismatch,
                SinkOutcome.TooOld => LeftOutReason.TooOld,
                _ => LeftOutReason.Refused,
            },
            () => $"{left.Key.Metric} at {left.Key.Location}, {TerminalText.Of(left.Time)}");
    }
}
