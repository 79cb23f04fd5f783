using System.Buffers.Binary;

namespace Barograph.Server.Http;

/// <summary>
/// The end of a gzip file (RFC 1952, section 2.3.1): CRC-32 and length of what was packed. The platform's stream checks them only if it meets them: a body that is cut off anywhere it takes for
/// one that ends there (tried on .NET 10), and half of a batch would be acknowledged as the whole. One member and nothing behind it, which is what all clients send.
/// </summary>
public static class GzipEnd
{
    private const int Length = 8;

    // Header and end of a file of nothing.
    private const int Shortest = 18;

    private static readonly uint[] Table = MakeTable();

    /// <summary>Whether <paramref name="packed"/> ends as a whole gzip file of <paramref name="unpacked"/> does. No bytes at all are a body of nothing.</summary>
    public static bool Fits(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> unpacked) => packed.IsEmpty || packed.Length >= Shortest
        && BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]) == unpacked.Length
        && BinaryPrimitives.ReadUInt32LittleEndian(packed[^Length..]) == Crc(unpacked);

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            table[i] = crc;
        }
        return table;
    }
}
