namespace Barograph.Ingest;

/// <summary>The bounds of ingest. Every one of them turns into an answer that says so; none drops anything silently.</summary>
public sealed record IngestLimits
{
    /// <summary>How many series one token may create, so that a stolen board cannot flood the catalog.</summary>
    public int SeriesPerToken { get; init; } = 500;

    /// <summary>How many requests may wait for a commit. Beyond: 503.</summary>
    public int WaitingRequests { get; init; } = 16_384;

    /// <summary>How many samples may wait for a commit; at about 100 bytes each this bounds the queue to some 50 MB. Beyond: 503.</summary>
    public int WaitingSamples { get; init; } = 500_000;

    /// <summary>
    /// How many samples one transaction takes before it is committed; a single larger request is still one transaction. 24 bytes of data each,
    /// so half a megabyte: large enough to make the fsync cheap, small enough to keep the wait of the next batch short.
    /// </summary>
    public int BatchSamples { get; init; } = 20_000;

    /// <summary>Times before this are of boards whose clock was never set (they say 1970, or 2000).</summary>
    public static readonly Model.Instant EarliestTime = Model.Instant.FromDateTime(new DateTime(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>How far a board's clock may be ahead of ours.</summary>
    public static readonly TimeSpan LargestLead = TimeSpan.FromDays(1);
}
