using System.Buffers.Binary;
using System.Security.Cryptography;
using Barograph.Model;

namespace Barograph.Query;

/// <summary>How many windows a series has, and the SHA-256 of all that stands in them, ascending by time. Equal windows have equal digests, whatever engine keeps them.</summary>
public readonly record struct RollupDigest(long Count, string Hash)
{
    private const int FieldsPerWindow = 10;

    public static async ValueTask<RollupDigest> OfAsync(IAsyncEnumerable<ReadOnlyMemory<Rollup>> windows, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[FieldsPerWindow * sizeof(long)];
        long count = 0;
        await foreach (ReadOnlyMemory<Rollup> block in windows.WithCancellation(cancel))
        {
            count += block.Length;
            for (int i = 0; i < block.Length; i++)
            {
                Write(block.Span[i], buffer);
                hash.AppendData(buffer);
            }
        }
        return new RollupDigest(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void Write(in Rollup window, Span<byte> bytes)
    {
        ReadOnlySpan<long> numbers = [window.Start.Microseconds, window.Count, window.First.Time.Microseconds, window.Last.Time.Microseconds];
        ReadOnlySpan<double> values = [window.Min, window.Max, window.Sum, window.First.Value, window.Last.Value, window.Increase];
        foreach (long number in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            bytes = bytes[sizeof(long)..];
        }
        foreach (double value in values)
        {
            // Adding 0.0 takes the sign from a zero, which SQLite does not keep.
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value + 0.0);
            bytes = bytes[sizeof(double)..];
        }
    }
}
