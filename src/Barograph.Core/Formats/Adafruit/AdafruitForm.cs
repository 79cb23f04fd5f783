using System.Text;

namespace Barograph.Formats;

/// <summary>A form of either kind: <c>value=42&amp;lat=1</c>, or multipart (RFC 7578), whose boundary is what the body begins with.</summary>
internal static class AdafruitForm
{
    // value, lat, lon, ele, epoch, and what else somebody may add.
    private const int MaxFields = 32;

    public static List<(string Name, string Value)> Read(ReadOnlySpan<byte> body) => body.StartsWith("--"u8) ? Multipart(body) : Pairs(body);

    private static List<(string, string)> Pairs(ReadOnlySpan<byte> body)
    {
        List<(string, string)> fields = [];
        var pairs = new FormPairs(body);
        while (fields.Count < MaxFields && pairs.MoveNext())
            fields.Add((FormText.DecodeText(pairs.Key, out _), FormText.DecodeText(pairs.Value, out _)));
        return fields;
    }

    private static List<(string, string)> Multipart(ReadOnlySpan<byte> body)
    {
        List<(string, string)> fields = [];
        int end = body.IndexOf("\r\n"u8);
        if (end <= 2)
            return fields;
        byte[] boundary = [(byte)'\r', (byte)'\n', .. body[..end]];
        ReadOnlySpan<byte> rest = body[end..];
        while (fields.Count < MaxFields && rest.StartsWith("\r\n"u8))
        {
            rest = rest[2..];
            int next = rest.IndexOf(boundary);
            ReadOnlySpan<byte> part = next < 0 ? rest : rest[..next];
            int headEnd = part.IndexOf("\r\n\r\n"u8);
            if (headEnd >= 0 && NameIn(Encoding.UTF8.GetString(part[..headEnd])) is { } name)
                fields.Add((name, Encoding.UTF8.GetString(part[(headEnd + 4)..])));
            rest = next < 0 ? [] : rest[(next + boundary.Length)..];
        }
        return fields;
    }

    private static string? NameIn(string head)
    {
        int start = head.IndexOf("name=\"", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;
        string rest = head[(start + 6)..];
        int end = rest.IndexOf('"', StringComparison.Ordinal);
        return end < 0 ? null : rest[..end];
    }
}
