using System.IO.Compression;
using System.Text;
using Barograph.Server.Http;

namespace Barograph.Tests.Server;

public sealed class GzipEndTests
{
    private static readonly byte[] Lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 50).Select(i => $"m,location=a t={i * i * 7919 % 1000}\n")));

    [Fact]
    public void A_file_that_is_cut_anywhere_is_not_whole()
    {
        byte[] packed = Pack(Lines);
        Assert.True(GzipEnd.Fits(packed, Unpack(packed)));
        // The platform's stream says nothing; if it begins to, this can go.
        Assert.NotEmpty(Unpack(packed[..(packed.Length / 2)]));
        for (int length = 1; length < packed.Length; length++)
            Assert.False(GzipEnd.Fits(packed.AsSpan(0, length), Unpack(packed[..length])), $"{length} of {packed.Length} bytes");
    }

    [Fact]
    public void Nothing_is_nothing_packed_or_not()
    {
        Assert.True(GzipEnd.Fits([], []));
        Assert.True(GzipEnd.Fits(Pack([]), []));
    }

    [Fact]
    public void What_stands_behind_the_end_is_refused()
    {
        byte[] packed = [.. Pack(Lines), 0];
        Assert.False(GzipEnd.Fits(packed, Unpack(packed)));
    }

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            // Without a write the stream makes no file at all.
            stream.Write(bytes);
            stream.Flush();
        }
        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using GZipStream stream = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
