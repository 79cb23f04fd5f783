namespace Barograph.Model;

/// <summary>Why a report, or one value of it, was not taken.</summary>
/// <param name="Index">The report's position in the request, from 0.</param>
/// <param name="Metric">The value's metric as sent, or null if the whole report was refused.</param>
/// <param name="Error">The catalogued kind.</param>
/// <param name="Detail">One sentence for the person with the board in hand; names what to change.</param>
public sealed record Rejection(int Index, string? Metric, ErrorKind Error, string Detail);
