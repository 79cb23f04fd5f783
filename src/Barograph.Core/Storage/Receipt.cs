using Barograph.Model;

namespace Barograph.Storage;

/// <summary>
/// The key by which a report without a usable time is known: the device's own id for it (1 to 64 printable ASCII characters).
/// <paramref name="DeviceId"/> is the negative of the token's number for a report that came by a personal token.
/// </summary>
public sealed record Receipt(int DeviceId, string Id, Instant ReceivedAt);
