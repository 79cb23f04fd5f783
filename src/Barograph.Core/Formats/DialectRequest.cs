namespace Barograph.Formats;

/// <summary>A request as the parser of a foreign dialect gets it: the bytes as they were sent, nothing decoded. The body is unpacked.</summary>
public readonly ref struct DialectRequest
{
    /// <summary>The path, without the query; percent-escapes as sent.</summary>
    public ReadOnlySpan<byte> Path { get; init; }

    /// <summary>The query without its question mark.</summary>
    public ReadOnlySpan<byte> Query { get; init; }

    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>What the one header of the dialect says that means something to its parser; null where there is none.</summary>
    public string? Hint { get; init; }

    /// <summary>The tags that say where something was measured, most telling first, as the token has them; null for the dialect's usual ones.</summary>
    public IReadOnlyList<string>? LocationTags { get; init; }
}
