namespace Barograph.Formats;

/// <summary>Words that devices write for yes and no.</summary>
internal static class SwitchText
{
    /// <summary>1 for on, true, online; 0 for off, false, offline; any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        bool isOn = Is(text, "on") || Is(text, "true") || Is(text, "online");
        value = isOn ? 1 : 0;
        return isOn || Is(text, "off") || Is(text, "false") || Is(text, "offline");
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out double)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        Span<char> word = stackalloc char[16];
        text = text.Trim(" \t\r\n"u8);
        return text.Length <= word.Length && System.Text.Ascii.ToUtf16(text, word, out int length) == System.Buffers.OperationStatus.Done
            && TryParse(word[..length], out value);
    }

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
