namespace Barograph.Server.Config;

/// <summary>A setting as it was written, and where: <c>--store</c>, <c>BAROGRAPH_STORE</c>, <c>"store" in /etc/barograph/barograph.json</c>.</summary>
public readonly record struct SettingText(string Text, string Source)
{
    /// <summary>The file that it stands in, or null.</summary>
    public string? File { get; init; }
}
