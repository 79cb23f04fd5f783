using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Barograph.SystemTests.Wire;

/// <summary>An answer exactly as it came over the wire.</summary>
/// <param name="Head">Status line and headers, without the empty line.</param>
/// <param name="Body">The bytes after it; of a chunked answer still with the framing.</param>
public sealed record RawAnswer(string Head, byte[] Body)
{
    public string StatusLine => Head.Split("\r\n")[0];

    public int Status => int.Parse(StatusLine.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The body, unframed if it was chunked.</summary>
    public string Text => Encoding.UTF8.GetString(IsChunked ? Unframed() : Body);

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The stable code of a problem document.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    public bool IsChunked => Header("Transfer-Encoding") is { } encoding && encoding.Contains("chunked", StringComparison.OrdinalIgnoreCase);

    /// <summary>The header's value, or null. Names are compared without case.</summary>
    public string? Header(string name)
    {
        foreach (string line in Head.Split("\r\n").Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[..colon].Equals(name, StringComparison.OrdinalIgnoreCase))
                return line[(colon + 1)..].Trim();
        }
        return null;
    }

    public override string ToString() => $"{Head}\n\n{Text}";

    private byte[] Unframed()
    {
        using var body = new MemoryStream();
        int at = 0;
        while (true)
        {
            int lineEnd = Body.AsSpan(at).IndexOf("\r\n"u8);
            int size = int.Parse(Encoding.ASCII.GetString(Body, at, lineEnd), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
                return body.ToArray();
            body.Write(Body, at + lineEnd + 2, size);
            at += lineEnd + 2 + size + 2;
        }
    }
}
