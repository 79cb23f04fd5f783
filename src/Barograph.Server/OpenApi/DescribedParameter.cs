namespace Barograph.Server.OpenApi;

/// <summary>A parameter of an address.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Shape">What its value looks like.</param>
/// <param name="About">What it means.</param>
/// <param name="IsInPath">In the path, so it is always there; else in the query, where it may be left out.</param>
/// <param name="IsRepeatable">Whether it may be given again and again.</param>
/// <param name="Example">A value to show.</param>
public sealed record DescribedParameter(string Name, Shape Shape, string About, bool IsInPath = false, bool IsRepeatable = false, string? Example = null);
