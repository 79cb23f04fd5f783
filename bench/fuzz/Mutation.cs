namespace Barograph.Fuzz;

/// <summary>Makes broken inputs out of right ones.</summary>
internal sealed class Mutation(Random random, IReadOnlyList<FuzzInput> seeds)
{
    private const int MaxLength = 64 * 1024;

    // What means something to one of the parsers, and what has broken parsers elsewhere.
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u0000", "\\ud800", "\\udc00", "null", "true", "false", "nan", "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e-999",
            "9999999999999999999999", "-0", "0x10", "1_000", "18446744073709551616", "9223372036854775807", "-9999", "--", "&", "=", "%", "%00", "%C3", "%zz", "+", ";", " ", "\t", "\n", "\r\n", "\0",
            "2026-11-22T21:45:13Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "now", "1780000000", "1.5e9", "253402300800", "bn", "bt", "bver", "foo_", "time", "values", "data", "tags",
            "temperature", "i", "u", "t", "T", "\u00fc", "\u2028", "\ud83d\ude00",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0x9F], [0xBF], [0x5F], [0x7F], [0xC4, 0x82, 0x20, 0x19, 0x01], [0xFB, 0x7F, 0xF0, 0, 0, 0, 0, 0, 0], [0xF9, 0x7E, 0],
        [0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xBB, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x1B, 0x80, 0, 0, 0, 0, 0, 0, 0],
    ];

    public FuzzInput Next()
    {
        FuzzInput seed = Pick(seeds);
        // Where there is a query as well as a body, either may be what is read.
        bool isQuery = seed.Query.Length > 0 && (seed.Body.Length == 0 || random.Next(4) == 0);
        if (random.Next(50) == 0)
            return isQuery ? seed with { Query = Noise() } : seed with { Body = Noise() };
        byte[] changed = isQuery ? seed.Query : seed.Body;
        for (int times = 1 + random.Next(random.Next(2) == 0 ? 2 : 8); times > 0; times--)
            changed = Change(changed, isQuery);
        return isQuery ? seed with { Query = changed } : seed with { Body = changed };
    }

    private byte[] Change(byte[] from, bool isQuery)
    {
        int at = random.Next(from.Length + 1);
        int end = Math.Min(from.Length, at + 1 + random.Next(random.Next(4) == 0 ? from.Length + 1 : 8));
        switch (random.Next(9))
        {
            case 0 when from.Length > 0:
                byte[] flipped = [.. from];
                flipped[at % from.Length] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1 when from.Length > 0:
                byte[] replaced = [.. from];
                replaced[at % from.Length] = (byte)random.Next(256);
                return replaced;
            case 2:
                return [.. from.AsSpan(0, at), .. from.AsSpan(end)];
            case 3:
                return from[..at];
            case 4:
                FuzzInput other = Pick(seeds);
                byte[] tail = isQuery ? other.Query : other.Body;
                return Bounded([.. from.AsSpan(0, at), .. tail.AsSpan(random.Next(tail.Length + 1))]);
            case 5:
                return Bounded([.. from.AsSpan(0, end), .. from.AsSpan(at, end - at), .. from.AsSpan(end)]);
            case 6:
                return Bounded([.. from.AsSpan(0, at), .. Many(Pick(Words)), .. from.AsSpan(at)]);
            case 7:
                return Bounded([.. from.AsSpan(0, at), .. Pick(Words), .. from.AsSpan(end)]);
            default:
                return Bounded([.. from.AsSpan(0, at), .. Pick(Words), .. from.AsSpan(at)]);
        }
    }

    private byte[] Many(byte[] word) => [.. Enumerable.Repeat(word, 1 << random.Next(8)).SelectMany(static bytes => bytes)];

    private byte[] Noise()
    {
        byte[] noise = new byte[random.Next(300)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Bounded(byte[] bytes) => bytes.Length <= MaxLength ? bytes : bytes[..MaxLength];

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
