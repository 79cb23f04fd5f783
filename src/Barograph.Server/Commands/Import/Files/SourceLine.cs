namespace Barograph.Server.Commands.Import;

/// <summary>A line of a file (a record of CSV may go over several) with its number, counted from 1.</summary>
internal readonly ref struct SourceLine(long number, ReadOnlySpan<byte> text)
{
    public long Number { get; } = number;

    /// <summary>As it stands there, its end left out.</summary>
    public ReadOnlySpan<byte> Text { get; } = text.TrimEnd("\r\n"u8);
}
