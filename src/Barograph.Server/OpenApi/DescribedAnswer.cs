namespace Barograph.Server.OpenApi;

/// <summary>An answer that is no problem document.</summary>
/// <param name="Status">Its status.</param>
/// <param name="ContentType">What its body is; empty if it has none.</param>
/// <param name="Shape">What its body looks like.</param>
/// <param name="About">When it comes.</param>
/// <param name="Header">A header that may be in it and what it says, or null.</param>
public sealed record DescribedAnswer(int Status, string ContentType, Shape Shape, string About, (string Name, string About)? Header = null);
