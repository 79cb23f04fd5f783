namespace Barograph.Storage.Postgres;

/// <summary>
/// The append itself, one batch in one transaction, readable from top to bottom. Fast path: everything is new, which the row count of one
/// INSERT tells. Slow path: something was there already; a second transaction finds out what.
/// </summary>
internal static class Appending
{
    private static readonly HashSet<int> NoRetries = [];

    public static async ValueTask<AppendResult> RunAsync(AppendSession session, SampleBatch batch, CancellationToken cancel)
    {
        session.Receipts.Fill(batch);

        // Fast path.
        (HashSet<int> retries, int stored) = await BeginAsync(session, batch, cancel);
        if (stored > 0 && stored == session.Rows.Count)
        {
            await session.CommitAsync(cancel);
            return retries.Count == 0 && session.Rows.TooOld.Count == 0 ? AppendResult.AllNew : AppendResult.Of(LeftOut(session.Rows, batch, retries));
        }
        await session.RollbackAsync(cancel);

        // Slow path. Begins anew, receipts included: between the two transactions others may have committed.
        retries = await BeginWithReceiptsAsync(session, batch, cancel);
        session.Rows.Fill(batch, retries, session.RawFrom);
        HashSet<(int, long)> added = await session.InsertReturningAsync(cancel);
        if (CollidedReports(session.Rows, batch, added) is { Count: > 0 } collided)
        {
            await session.RollbackAsync(cancel);
            return AppendResult.Collided(collided);
        }
        SampleOutcome[] outcomes = LeftOut(session.Rows, batch, retries);
        Judge(session.Rows, added, await session.StoredAsync(cancel), outcomes);
        if (added.Count == 0)
            await session.LeaveTraceAsync(cancel);
        await session.CommitAsync(cancel);
        return AppendResult.Of(outcomes);
    }

    /// <summary>
    /// Begins the transaction with all inserts, in as few round trips as they take; returns the retries, and how many samples were new.
    /// </summary>
    private static async ValueTask<(HashSet<int> Retries, int Stored)> BeginAsync(
        AppendSession session, SampleBatch batch, CancellationToken cancel)
    {
        if (session.Receipts.Count == 0)
        {
            session.Rows.Fill(batch, NoRetries, session.RawFrom);
            return (NoRetries, await session.BeginWithRowsAsync(cancel));
        }
        HashSet<int> retries = await BeginWithReceiptsAsync(session, batch, cancel);
        session.Rows.Fill(batch, retries, session.RawFrom);
        return (retries, session.Rows.Count == 0 ? 0 : await session.InsertAsync(cancel));
    }

    /// <summary>
    /// Inserts the receipts; returns the indices of the reports whose receipt was there already, in the store or earlier in the batch.
    /// </summary>
    private static async ValueTask<HashSet<int>> BeginWithReceiptsAsync(AppendSession session, SampleBatch batch, CancellationToken cancel)
    {
        HashSet<(int, string)> added = await session.BeginWithReceiptsAsync(cancel);
        var retries = new HashSet<int>();
        for (int i = 0; i < batch.Reports.Length; i++)
            if (batch.Reports[i].Receipt is { } receipt && !added.Remove((receipt.DeviceId, receipt.Id)))
                retries.Add(i);
        return retries;
    }

    /// <summary>The outcomes of what was not even tried: retries are duplicates. Everything else stands as new.</summary>
    private static SampleOutcome[] LeftOut(SampleRows rows, SampleBatch batch, HashSet<int> retries)
    {
        var outcomes = new SampleOutcome[batch.Samples.Length];
        foreach (int report in retries)
            outcomes.AsSpan(batch.Reports[report].Start, batch.Reports[report].Count).Fill(SampleOutcome.Duplicate);
        foreach (int sample in rows.TooOld)
            outcomes[sample] = SampleOutcome.TooOld;
        return outcomes;
    }

    /// <summary>Reports with a time of ours that are not wholly new. Of equal keys in the batch the first one is the new one.</summary>
    private static List<int> CollidedReports(SampleRows inserted, SampleBatch batch, HashSet<(int, long)> added)
    {
        ReadOnlySpan<SampleRow> rows = inserted.Sorted;
        var collided = new SortedSet<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            bool isNew = added.Contains(rows[i].Key) && !RepeatsItsForerunner(rows, i);
            if (!isNew && batch.Reports[rows[i].Report].TimeIsOurs)
                collided.Add(rows[i].Report);
        }
        return [.. collided];
    }

    private static void Judge(
        SampleRows inserted, HashSet<(int, long)> added, Dictionary<(int, long), double> stored, SampleOutcome[] outcomes)
    {
        ReadOnlySpan<SampleRow> rows = inserted.Sorted;
        for (int i = 0; i < rows.Length; i++)
        {
            if (added.Contains(rows[i].Key) && !RepeatsItsForerunner(rows, i))
                outcomes[rows[i].Index] = SampleOutcome.New;
            else if (!stored.TryGetValue(rows[i].Key, out double value))
                throw new StorageUnavailableException("A sample that was there a moment ago is gone; retention may just have dropped it.");
            else
                outcomes[rows[i].Index] = value == rows[i].Sample.Value ? SampleOutcome.Duplicate : SampleOutcome.Conflict;
        }
    }

    private static bool RepeatsItsForerunner(ReadOnlySpan<SampleRow> rows, int i) => i > 0 && rows[i - 1].Key == rows[i].Key;
}
