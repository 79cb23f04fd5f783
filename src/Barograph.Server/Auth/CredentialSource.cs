using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Auth;

/// <summary>
/// Keeps the current <see cref="CredentialIndex"/>: reads it whole whenever the store says that the catalog may have changed. While the store is away the
/// last one stays, so that boards are told 503 by the append and not 401.
/// </summary>
public sealed class CredentialSource(IStore store, Action onChange, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private volatile CredentialIndex? _current;

    /// <summary>Null until the store was read for the first time.</summary>
    public CredentialIndex? Current => _current;

    /// <summary>Reads the catalog now.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        IReadOnlyList<Device> devices = await store.Devices.ListAsync(cancel);
        IReadOnlyList<Token> tokens = await store.Tokens.ListAsync(cancel);
        _current = new CredentialIndex(devices, tokens);
        onChange();
    }

    /// <summary>Follows the catalog until cancelled. The store must be open.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        await foreach (CatalogChange _ in store.CatalogChangesAsync(cancel))
        {
            while (true)
            {
                try
                {
                    await ReadAsync(cancel);
                    break;
                }
                catch (StorageUnavailableException away)
                {
                    log.LogWarning("The catalog could not be read ({Reason}); trying again.", away.Message);
                    await Task.Delay(RetryAfter, clock, cancel);
                }
            }
        }
    }
}
