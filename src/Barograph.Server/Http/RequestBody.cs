using System.Buffers;
using System.IO.Compression;
using Barograph.Model;

namespace Barograph.Server.Http;

/// <summary>
/// A request's body, read whole and unpacked, within the limit. Holds a rented buffer: dispose it as soon as it is parsed, before the commit is awaited.
/// </summary>
public readonly struct RequestBody : IDisposable
{
    /// <summary>1 MiB, of the bytes on the wire and of the unpacked ones alike.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly byte[] _rented;
    private readonly int _length;

    private readonly bool _isOwner;

    private RequestBody(byte[] rented, int length, ErrorKind? error, bool isOwner = true)
    {
        _isOwner = isOwner;
        _rented = rented;
        _length = length;
        Error = error;
    }

    public ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, _length);

    /// <summary>Why it could not be read, or null.</summary>
    public ErrorKind? Error { get; }

    public static async ValueTask<RequestBody> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string encoding = request.Headers.ContentEncoding.ToString().Trim();
        bool isGzip = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || encoding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase);
        if (encoding.Length > 0 && !isGzip && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return Failed(Errors.EncodingNotSupported);
        if (request.ContentLength > MaxBytes)
            return Failed(Errors.BodyTooLarge);
        if (!isGzip)
            return await ReadAsync(request.Body, (int)(request.ContentLength ?? 4096), context.RequestAborted);
        using RequestBody packed = await ReadAsync(request.Body, (int)(request.ContentLength ?? 4096), context.RequestAborted);
        return packed.Error is { } error ? Failed(error) : await UnpackAsync(packed, context.RequestAborted);
    }

    /// <summary>The same bytes for somebody who disposes them, while this one keeps them.</summary>
    public RequestBody Lend() => new(_rented, _length, Error, isOwner: false);

    public void Dispose()
    {
        if (_isOwner && _rented.Length > 0)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    private static async ValueTask<RequestBody> UnpackAsync(RequestBody packed, CancellationToken cancel)
    {
        using MemoryStream source = new(packed._rented, 0, packed._length, writable: false);
        using GZipStream unpacked = new(source, CompressionMode.Decompress);
        RequestBody body = await ReadAsync(unpacked, 16 * 1024, cancel);
        if (body.Error is not null || GzipEnd.Fits(packed.Bytes, body.Bytes))
            return body;
        body.Dispose();
        return Failed(Errors.BodyNotReadable);
    }

    private static async ValueTask<RequestBody> ReadAsync(Stream stream, int expected, CancellationToken cancel)
    {
        // One byte more than expected, so that the end is seen without growing.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(expected + 1);
        int length = 0;
        try
        {
            while (true)
            {
                int read = await stream.ReadAsync(buffer.AsMemory(length), cancel);
                if (read == 0)
                    return new RequestBody(buffer, length, null);
                length += read;
                if (length > MaxBytes)
                    break;
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }
        }
        catch (InvalidDataException)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return Failed(Errors.BodyNotReadable);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return Failed(Errors.BodyTooLarge);
    }

    private static byte[] Grow(byte[] full)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private static RequestBody Failed(ErrorKind error) => new([], 0, error);
}
