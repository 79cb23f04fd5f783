namespace Barograph.Fuzz;

/// <summary>What a parser gets: a request, taken apart as the server takes it.</summary>
internal sealed record FuzzInput(byte[] Path, byte[] Query, byte[] Body)
{
    public static FuzzInput OfBody(byte[] body) => new([], [], body);

    /// <summary>A message of spec/payloads: its topic is taken as the query, so that it is changed too.</summary>
    public static FuzzInput OfMessage(byte[] raw)
    {
        int end = raw.AsSpan().IndexOf((byte)'\n');
        return new FuzzInput([], raw[..end], raw[(end + 1)..]);
    }

    /// <summary>A raw request of spec/payloads.</summary>
    public static FuzzInput OfRequest(byte[] raw)
    {
        ReadOnlySpan<byte> bytes = raw;
        int end = bytes.IndexOf("\r\n\r\n"u8);
        ReadOnlySpan<byte> line = bytes[..bytes.IndexOf("\r\n"u8)];
        ReadOnlySpan<byte> target = line[(line.IndexOf((byte)' ') + 1)..];
        target = target[..Math.Max(0, target.LastIndexOf((byte)' '))];
        int mark = target.IndexOf((byte)'?');
        return new FuzzInput(
            (mark < 0 ? target : target[..mark]).ToArray(), mark < 0 ? [] : target[(mark + 1)..].ToArray(), end < 0 ? [] : bytes[(end + 4)..].ToArray());
    }
}
