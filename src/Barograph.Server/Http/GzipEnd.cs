using System.Buffers.Binary;
using System.IO.Hashing;

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

    /// <summary>Whether <paramref name="packed"/> ends as a whole gzip file of <paramref name="unpacked"/> does. No bytes at all are a body of nothing.</summary>
    public static bool Fits(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> unpacked) => packed.IsEmpty || packed.Length >= Shortest
        && BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]) == unpacked.Length
        && BinaryPrimitives.ReadUInt32LittleEndian(packed[^Length..]) == Crc32.HashToUInt32(unpacked);
}
