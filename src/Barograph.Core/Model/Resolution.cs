namespace Barograph.Model;

/// <summary>The width of a stored tier of rollups, in seconds. Windows begin at its multiples since 1970 UTC.</summary>
public enum Resolution
{
    FiveMinutes = 300,
    Hour = 3600,
}
