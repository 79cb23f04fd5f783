namespace Barograph.Storage.Tests;

/// <summary>A random sample, in small numbers.</summary>
public readonly record struct TrialSample(int Series, int Second, int Value);
