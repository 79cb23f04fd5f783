namespace Barograph.Storage;

/// <summary>One report's part of a <see cref="SampleBatch"/>.</summary>
/// <param name="Start">Index of its first sample in the batch.</param>
/// <param name="Count">How many samples, at least one.</param>
/// <param name="TimeIsOurs">The time was given at receipt, not by the device, so an existing (series, time) is not a duplicate but a collision.</param>
/// <param name="Receipt">What makes a retry of a report without a usable time recognisable, or null.</param>
public readonly record struct BatchReport(int Start, int Count, bool TimeIsOurs, Receipt? Receipt);
