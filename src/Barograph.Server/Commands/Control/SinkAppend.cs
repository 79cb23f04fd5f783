namespace Barograph.Server.Commands.Control;

/// <summary>Samples to append, as columns of equal length.</summary>
/// <param name="Series">Those that occur.</param>
/// <param name="Of">For each sample the index of its series.</param>
/// <param name="Times">Microseconds since 1970.</param>
/// <param name="Values">Finite.</param>
internal sealed record SinkAppend(IReadOnlyList<SinkSeries> Series, int[] Of, long[] Times, double[] Values);
