using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Auth;

/// <summary>
/// Keeps the current <see cref="CredentialIndex"/>: reads it whole whenever the store says that the catalog may have changed. While the store is away the
/// last one stays, so that boards are told 503 by the append and not 401.
/// </summary>
public sealed class CredentialSource(IStore store, Action onChange, TimeProvider clock, ILogger log) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    // However many unknown tokens arrive, the catalog is read for them five times a second.
    private static readonly TimeSpan ReadAgainEvery = TimeSpan.FromMilliseconds(200);

    // One reading at a time, so that an older one can never replace a newer.
    private readonly SemaphoreSlim _reading = new(1);
    private readonly Lock _lock = new();
    private volatile CredentialIndex? _current;
    private Task<CredentialIndex>? _nextRead;
    private long _lastReadAgain;

    /// <summary>Null until the store was read for the first time.</summary>
    public CredentialIndex? Current => _current;

    /// <summary>Reads the catalog now.</summary>
    public async Task<CredentialIndex> ReadAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            IReadOnlyList<Device> devices = await store.Devices.ListAsync(cancel);
            IReadOnlyList<Token> tokens = await store.Tokens.ListAsync(cancel);
            return _current = new CredentialIndex(devices, tokens);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>A reading that begins after this call, shared by all who wait for one and at most five a second.</summary>
    public Task<CredentialIndex> ReadAgainAsync()
    {
        lock (_lock)
            return _nextRead ??= ReadAgainSoonAsync();
    }

    /// <summary>Follows the catalog until cancelled. The store must be open.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        await foreach (CatalogChange _ in store.CatalogChangesAsync(cancel))
        {
            while (!await TryReadAsync(cancel))
                await Task.Delay(RetryAfter, clock, cancel);
            onChange();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<CredentialIndex> ReadAgainSoonAsync()
    {
        await Task.Yield();
        TimeSpan since = clock.GetElapsedTime(Volatile.Read(ref _lastReadAgain));
        if (since < ReadAgainEvery)
            await Task.Delay(ReadAgainEvery - since, clock);
        lock (_lock)
        {
            // From here on it is too late to join: the reading may miss what is committed now.
            _nextRead = null;
            _lastReadAgain = clock.GetTimestamp();
        }
        return await ReadAsync(CancellationToken.None);
    }

    private async Task<bool> TryReadAsync(CancellationToken cancel)
    {
        try
        {
            await ReadAsync(cancel);
            return true;
        }
        catch (StorageUnavailableException away)
        {
            log.LogWarning("The catalog could not be read ({Reason}); trying again.", away.Message);
            return false;
        }
    }
}
