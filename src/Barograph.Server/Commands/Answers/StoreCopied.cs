namespace Barograph.Server.Commands;

/// <summary>Of <c>backup</c> and <c>restore</c>: the file that was made, and its series, which were the same in the source.</summary>
public sealed record StoreCopied(
    string File, long Bytes, IReadOnlyList<SeriesCopied> Series, string? KeptAside, IReadOnlyList<string> Removed);
