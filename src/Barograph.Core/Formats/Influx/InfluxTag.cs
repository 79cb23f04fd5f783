namespace Barograph.Formats;

/// <summary>A tag, unescaped.</summary>
internal readonly record struct InfluxTag(string Key, string Value)
{
    public bool Is(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}
