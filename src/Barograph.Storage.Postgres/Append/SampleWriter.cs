using System.Collections.Concurrent;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Lends sessions to appends and sorts out what went wrong. A session that is in doubt is closed, never used again.</summary>
internal sealed class SampleWriter(NpgsqlDataSource source, StoreGate gate, SampleTelling telling) : ISampleWriter, IAsyncDisposable
{
    /// <summary>Usually one committer appends at a time; a few more may when it is retried or moved.</summary>
    private const int MaxSessions = 4;

    private readonly ConcurrentStack<AppendSession> _idle = [];
    private readonly SemaphoreSlim _places = new(MaxSessions);

    public async ValueTask<AppendResult> AppendAsync(SampleBatch batch, CancellationToken cancel)
    {
        gate.ThrowIfClosed();
        if (batch.Samples.IsEmpty)
            return AppendResult.AllNew;
        await _places.WaitAsync(cancel);
        try
        {
            AppendResult result = await AppendAsync(batch, mayRepeat: true, cancel);
            telling.Add(batch, result);
            return result;
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryPop(out AppendSession? session))
            await session.DisposeAsync();
        _places.Dispose();
    }

    private async ValueTask<AppendResult> AppendAsync(SampleBatch batch, bool mayRepeat, CancellationToken cancel)
    {
        AppendSession? session = null;
        try
        {
            if (!_idle.TryPop(out session))
                session = await AppendSession.OpenAsync(source, cancel);
            AppendResult result = await Appending.RunAsync(session, batch, cancel);
            _idle.Push(session);
            return result;
        }
        catch (PostgresException e) when (session is not null && e.Severity == "ERROR")
        {
            // The statement failed and with it the transaction; the connection is sound once that is rolled back.
            bool oldOnesWereDropped = await KeepIfSoundAsync(session, Trouble.IsMissingPartition(e), cancel);
            if (!mayRepeat || !(oldOnesWereDropped || Trouble.IsWorthRepeating(e)))
                throw Trouble.OfAppend(e);
        }
        catch (Exception e)
        {
            if (session is not null)
                await CloseAsync(session);
            await CloseIdleAsync();
            if (!Trouble.IsTrouble(e, cancel))
                throw;
            throw Trouble.OfAppend(e);
        }
        return await AppendAsync(batch, mayRepeat: false, cancel);
    }

    /// <summary>Returns true if it turns out that raw samples from before a later time than known are not taken any more.</summary>
    private async ValueTask<bool> KeepIfSoundAsync(AppendSession session, bool isPartitionMissing, CancellationToken cancel)
    {
        try
        {
            await session.RollbackAsync(cancel);
            bool movedOn = isPartitionMissing && await session.ReadRawFromAsync(cancel);
            _idle.Push(session);
            return movedOn;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What made the append fail is reported; this connection is just not kept.
            await CloseAsync(session);
            return false;
        }
    }

    /// <summary>
    /// When one connection broke the others most likely did too (a restart of the database): they are opened again when needed.
    /// </summary>
    private async ValueTask CloseIdleAsync()
    {
        while (_idle.TryPop(out AppendSession? session))
            await CloseAsync(session);
    }

    private static async ValueTask CloseAsync(AppendSession session)
    {
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            // It is broken already, and that was reported.
        }
    }
}
