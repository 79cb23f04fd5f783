namespace Barograph.Model;

/// <summary>Which locations a token may report for. Stored as numbers: add, never change.</summary>
public enum TokenReach
{
    /// <summary>Only where its device stands (or stood, at the time of the report).</summary>
    Placement = 0,

    /// <summary>The location named by <see cref="Token.Prefix"/>, and all whose key starts with it and a slash.</summary>
    Prefix = 1,

    Any = 2,
}
