using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Changes;

/// <summary>A device with its new credential, the only time it can be told.</summary>
/// <param name="Device">As it stands now.</param>
/// <param name="Token">Its new credential.</param>
/// <param name="Secret">The text of the token; null where a person chose a password.</param>
/// <param name="OldExpire">When the credentials before it end, if there were any.</param>
public sealed record IssuedDevice(Device Device, NewToken Token, string? Secret, Instant? OldExpire = null);
