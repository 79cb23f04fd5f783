using Barograph.Model;

namespace Barograph.Storage;

public interface IDeviceCatalog
{
    /// <summary>All devices, revoked ones included, ordered by name (ordinal).</summary>
    ValueTask<IReadOnlyList<Device>> ListAsync(CancellationToken cancel);

    /// <summary>Adds a device, its names, its first placement if a location is given (from the beginning of time on), and its first token, as one transaction.</summary>
    /// <exception cref="NameTakenException">The name or the username belongs to a device already, a revoked one included.</exception>
    ValueTask<Device> AddAsync(NewDevice device, CancellationToken cancel);

    /// <summary>Ends the current placement at <paramref name="at"/> and begins one at <paramref name="location"/>. A device without a placement has stood, until then, at the location named like it.</summary>
    ValueTask MoveAsync(int deviceId, string location, Instant at, CancellationToken cancel);

    /// <summary>
    /// Lets a new device take the place of another one, as one transaction: it is added with <paramref name="token"/> and stands, from <paramref name="at"/> on, where the
    /// old one stood then; the old one's placement ends there, and it is revoked with every live token.
    /// </summary>
    /// <returns>The new device; null, and nothing is changed, if the old one is revoked already.</returns>
    /// <exception cref="NameTakenException">The name belongs to a device already, a revoked one included.</exception>
    ValueTask<Device?> ReplaceAsync(int deviceId, string name, NewToken token, Instant at, CancellationToken cancel);

    /// <summary>Revokes the device and every live token of it. Its readings and its name stay.</summary>
    ValueTask RevokeAsync(int deviceId, Instant at, CancellationToken cancel);
}
