namespace Barograph.Server.OpenApi;

/// <summary>The body that a request has.</summary>
/// <param name="About">What it is.</param>
/// <param name="Types">Its shape by each content type.</param>
/// <param name="Example">Of the first type, as JSON.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
public sealed record DescribedBody(string About, IReadOnlyList<(string ContentType, Shape Shape)> Types, string Example, bool IsOptional = false);
