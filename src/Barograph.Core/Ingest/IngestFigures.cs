using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>
/// What ingest has done since the start. A request whose reports are all taken costs nothing here: the committer counts for all requests of a batch
/// at once, and the others count only what went wrong.
/// </summary>
public sealed class IngestFigures
{
    private long _reports;
    private long _stored;
    private long _duplicates;
    private long _conflicts;
    private long _clockFaults;
    private long _ignored;

    /// <summary>Reports of which something was acknowledged: it is on disk, now or before.</summary>
    public long Reports => Interlocked.Read(ref _reports);

    /// <summary>Samples that were new.</summary>
    public long Stored => Interlocked.Read(ref _stored);

    public long Duplicates => Interlocked.Read(ref _duplicates);

    public long Conflicts => Interlocked.Read(ref _conflicts);

    /// <summary>See <see cref="IngestVerdict.ClockFaults"/>.</summary>
    public long ClockFaults => Interlocked.Read(ref _clockFaults);

    /// <summary>See <see cref="ReportSet.Ignored"/>.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>What was wrong with what was sent: a value, a report, or a whole request that could not be read.</summary>
    public ErrorCounts Rejections { get; } = new();

    /// <summary>Requests that were told to come again, by our trouble.</summary>
    public ErrorCounts Refusals { get; } = new();

    /// <summary>Only the committer calls this.</summary>
    internal void AddCommitted(ReadOnlySpan<PendingReport> reports)
    {
        long taken = 0, stored = 0, duplicates = 0, conflicts = 0;
        foreach (PendingReport report in reports)
        {
            stored += report.Stored;
            duplicates += report.Duplicates;
            conflicts += report.Conflicts;
            if (!report.IsTooOld)
                taken++;
        }
        Interlocked.Add(ref _reports, taken);
        Interlocked.Add(ref _stored, stored);
        Interlocked.Add(ref _duplicates, duplicates);
        Interlocked.Add(ref _conflicts, conflicts);
    }

    internal void Add(ReportSet sent, IngestVerdict verdict)
    {
        if (sent.Ignored > 0)
            Interlocked.Add(ref _ignored, sent.Ignored);
        if (verdict.Failure is { } failure)
        {
            Refusals.Add(failure);
            return;
        }
        foreach (Rejection rejection in verdict.Rejections)
            Rejections.Add(rejection.Error);
        if (verdict.ClockFaults > 0)
            Interlocked.Add(ref _clockFaults, verdict.ClockFaults);
    }
}
