namespace Barograph.Formats;

/// <summary>Where a value of a pack goes.</summary>
/// <param name="Source">What measured; null where the name is only a metric's.</param>
/// <param name="Time">Seconds: of the Unix clock from 2^28 on, else relative to now and not above 0.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Unit">In which unit, in our spelling; null if it was not said.</param>
internal readonly record struct SenMlPlace(string? Source, double Time, string Metric, string? Unit);
