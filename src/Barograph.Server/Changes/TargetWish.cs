namespace Barograph.Server.Changes;

/// <summary>A target as a person wants it. Texts are as they were sent.</summary>
public sealed record TargetWish(string Name, string Kind, IReadOnlyDictionary<string, string> Options)
{
    public string? Secret { get; init; }

    public bool AllowsLan { get; init; }
}
