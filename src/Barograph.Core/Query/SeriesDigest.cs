using System.Buffers.Binary;
using System.Security.Cryptography;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Query;

/// <summary>
/// How many samples a series has in a range, and what they are: the SHA-256 of all of them, ascending by time, each as 8 bytes of microseconds
/// since 1970 and the 8 bytes of its value, little-endian. Equal samples have equal digests, whatever engine keeps them.
/// </summary>
/// <remarks>-0.0 counts as 0.0: SQLite does not keep the sign of a zero, and both are the same number.</remarks>
public readonly record struct SeriesDigest(long Count, string Hash)
{
    private const int BytesPerSample = 16;
    private const int SamplesAtOnce = 512;

    /// <summary>Reads the range once, whatever its length: a day's digest is that of the day's range.</summary>
    /// <exception cref="StorageUnavailableException">The store could not be read.</exception>
    public static async ValueTask<SeriesDigest> OfAsync(ISampleReader reader, SeriesId series, TimeRange range, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[SamplesAtOnce * BytesPerSample];
        long count = 0;
        await foreach (ReadOnlyMemory<TimedValue> block in reader.ReadAsync(series, range, cancel))
        {
            count += block.Length;
            Append(hash, block.Span, buffer);
        }
        return new SeriesDigest(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<TimedValue> samples, Span<byte> buffer)
    {
        while (samples.Length > 0)
        {
            int taken = Math.Min(samples.Length, SamplesAtOnce);
            for (int i = 0; i < taken; i++)
            {
                Span<byte> bytes = buffer.Slice(i * BytesPerSample, BytesPerSample);
                BinaryPrimitives.WriteInt64LittleEndian(bytes, samples[i].Time.Microseconds);
                // Adding 0.0 takes the sign from a zero and changes no other number.
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[sizeof(long)..], samples[i].Value + 0.0);
            }
            hash.AppendData(buffer[..(taken * BytesPerSample)]);
            samples = samples[taken..];
        }
    }
}
