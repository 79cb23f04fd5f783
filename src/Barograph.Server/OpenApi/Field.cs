namespace Barograph.Server.OpenApi;

/// <summary>One member of an object.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Shape">What its value looks like.</param>
/// <param name="About">What it means, if the name does not say it.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
public sealed record Field(string Name, Shape Shape, string? About = null, bool IsOptional = false)
{
    public static Field Optional(string name, Shape shape, string? about = null) => new(name, shape, about, true);
}
