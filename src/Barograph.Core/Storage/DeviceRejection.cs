using Barograph.Model;

namespace Barograph.Storage;

/// <summary>A value or report of a device that was not taken. <paramref name="Code"/> is from <see cref="Errors"/>; the texts are cut to 200 characters and free of secrets.</summary>
public sealed record DeviceRejection(int DeviceId, Instant At, string Code, string? Metric, string Detail);
