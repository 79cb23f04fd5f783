using Barograph.Model;

namespace Barograph.Query;

/// <summary>The windows of one series that hold samples, ascending.</summary>
/// <param name="Windows">Each begins where its window does.</param>
/// <param name="Rises">For a counter: how far it went up in each window, the way from the last sample before it included. Null for a gauge.</param>
/// <param name="Resolution">The stored tier they were made of, where it held; null: raw samples only.</param>
public sealed record SteppedWindows(IReadOnlyList<Rollup> Windows, IReadOnlyList<double>? Rises, Resolution? Resolution);
