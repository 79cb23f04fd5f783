namespace Barograph.Storage;

/// <summary>What to change of a location; null leaves it as it is, except that <see cref="SetsZone"/> says whether <see cref="Zone"/> is meant.</summary>
public sealed record LocationChange
{
    public string? Title { get; init; }

    public bool? IsHidden { get; init; }

    public bool SetsZone { get; init; }

    public string? Zone { get; init; }
}
