using System.Text;

namespace Barograph.Server.Commands;

/// <summary>Passes text on without control, bidi and invisible characters; line ends stay.</summary>
public sealed class CleanWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(TerminalText.CleanLines(value.ToString()));

    public override void Write(string? value) => inner.Write(TerminalText.CleanLines(value ?? ""));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Flush() => inner.Flush();
}
