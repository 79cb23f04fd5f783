namespace Barograph.Formats;

/// <summary>What a piece of text is that should have been a number.</summary>
public enum NumberKind
{
    /// <summary>A finite number.</summary>
    Number,

    /// <summary>One of the spellings by which devices say that they have no value.</summary>
    Missing,

    NotANumber,

    /// <summary>Infinity, by name or by being too large for a double.</summary>
    NotFinite,
}
