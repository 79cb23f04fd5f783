using System.Buffers.Binary;
using System.Security.Cryptography;
using Barograph.Model;

namespace Barograph.Query;

/// <summary>
/// Counts samples and hashes them by SHA-256: each as 8 bytes of microseconds since 1970 and the 8 bytes of its value, little-endian.
/// </summary>
public sealed class SampleHash : IDisposable
{
    private const int BytesPerSample = 16;
    private const int SamplesAtOnce = 512;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[SamplesAtOnce * BytesPerSample];
    private long _count;

    public void Add(ReadOnlySpan<TimedValue> samples)
    {
        _count += samples.Length;
        while (samples.Length > 0)
        {
            int taken = Math.Min(samples.Length, SamplesAtOnce);
            for (int i = 0; i < taken; i++)
            {
                Span<byte> bytes = _buffer.AsSpan(i * BytesPerSample, BytesPerSample);
                BinaryPrimitives.WriteInt64LittleEndian(bytes, samples[i].Time.Microseconds);
                // Adding 0.0 takes the sign from a zero and changes no other number.
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[sizeof(long)..], samples[i].Value + 0.0);
            }
            _hash.AppendData(_buffer.AsSpan(0, taken * BytesPerSample));
            samples = samples[taken..];
        }
    }

    /// <summary>The digest of what was added; it then begins anew.</summary>
    public SeriesDigest Take()
    {
        var digest = new SeriesDigest(_count, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        _count = 0;
        return digest;
    }

    public void Dispose() => _hash.Dispose();
}
