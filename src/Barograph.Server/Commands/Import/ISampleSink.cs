using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>
/// Where an import puts its samples: a store that this process has opened, or the running server. Times are the import's own, from
/// <see cref="Ingest.IngestLimits.EarliestTime"/> on; a device's rules (rights, clock, series a token) do not hold. One call at a time.
/// </summary>
public interface ISampleSink : IAsyncDisposable
{
    /// <summary>For people: which store, and by whom it is written.</summary>
    string Description { get; }

    /// <summary>The most samples of one <see cref="AppendAsync"/>.</summary>
    int MaxBatch { get; }

    /// <summary>
    /// Appends samples, making series that are missing. When it returns they are durable. Appending the same again changes nothing, so whatever
    /// interrupted an import, it may be run again.
    /// </summary>
    /// <param name="samples">Keys are valid and values finite. They may be used until the call returns.</param>
    /// <param name="cancel">Until the append begins.</param>
    /// <returns>What became of each, in their order; null if all were new.</returns>
    /// <exception cref="CommandFailedException">It cannot go on. The message says what to do.</exception>
    Task<IReadOnlyList<SinkOutcome>?> AppendAsync(ReadOnlyMemory<SinkSample> samples, CancellationToken cancel);

    /// <summary>How many samples the store has of a series in a range; none of a series that does not exist.</summary>
    Task<long> CountAsync(SeriesKey series, TimeRange range, CancellationToken cancel);
}
