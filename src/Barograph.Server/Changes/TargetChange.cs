namespace Barograph.Server.Changes;

/// <summary>What is to be changed of a target; what is null stays.</summary>
public sealed record TargetChange
{
    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string>? Options { get; init; }

    public string? Secret { get; init; }

    public bool? AllowsLan { get; init; }

    public bool? IsEnabled { get; init; }
}
