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

    /// <summary>Revokes the device and every live token of it. Its readings and its name stay.</summary>
    ValueTask RevokeAsync(int deviceId, Instant at, CancellationToken cancel);
}
