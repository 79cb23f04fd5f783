using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Reads the answer of a weather service as one report without a location. Pure; never throws for what stands in it.</summary>
/// <param name="body">The answer's body.</param>
/// <param name="now">The present: forecasts hold many times, and the nearest one is taken.</param>
public delegate ReportSet WeatherParser(ReadOnlySpan<byte> body, Instant now);
