using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Barograph.SystemTests.Wire;

/// <summary>One connection that sends exactly the bytes it is given and hands out exactly the bytes that come back.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[4096];
    private int _filled;

    private RawConnection(Socket socket) => _socket = socket;

    /// <param name="target">The server.</param>
    /// <param name="from">A loopback address to come from, so that what is counted per address is counted apart.</param>
    public static async Task<RawConnection> OpenAsync(EndPoint target, IPAddress? from = null)
    {
        bool isUnix = target is UnixDomainSocketEndPoint;
        var socket = new Socket(target.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!isUnix)
                socket.NoDelay = true;
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(target);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>Ends our half; the server may still answer.</summary>
    public void EndWriting() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection off with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>Sends and reads the whole answer.</summary>
    public async Task<RawAnswer> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        await WriteAsync(request);
        return await ReadAnswerAsync();
    }

    /// <summary>Reads one whole answer. Throws if the connection ends or breaks before that.</summary>
    public async Task<RawAnswer> ReadAnswerAsync()
    {
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            if (!await FillAsync())
                throw new EndOfStreamException($"The server closed after {_filled} bytes: {Encoding.UTF8.GetString(_buffer, 0, _filled)}");
        string head = Encoding.Latin1.GetString(_buffer, 0, headEnd);
        var answer = new RawAnswer(head, []);
        Drop(headEnd + 4);
        return answer with { Body = await ReadBodyAsync(answer) };
    }

    /// <summary>Waits for the server to close. False if it broke off, or sent more than the answer.</summary>
    public async Task<bool> ClosesCleanlyAsync()
    {
        try
        {
            return _filled == 0 && !await FillAsync();
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]> ReadBodyAsync(RawAnswer answer)
    {
        if (answer.Header("Content-Length") is { } text)
        {
            int length = int.Parse(text, CultureInfo.InvariantCulture);
            while (_filled < length)
                if (!await FillAsync())
                    throw new EndOfStreamException($"The body ended after {_filled} of {length} bytes.");
            return Take(length);
        }
        if (answer.IsChunked)
        {
            int end;
            while ((end = ChunkedLength(_buffer.AsSpan(0, _filled))) < 0)
                if (!await FillAsync())
                    throw new EndOfStreamException("The chunked body did not end.");
            return Take(end);
        }
        if (answer.Status is 204 or 304)
            return [];
        while (await FillAsync())
        {
            // Without a length the body ends with the connection.
        }
        return Take(_filled);
    }

    // Up to the end of the empty chunk (RFC 9112 7.1, without trailers); -1 if that is not there yet.
    private static int ChunkedLength(ReadOnlySpan<byte> body)
    {
        for (int at = 0; ;)
        {
            int line = body[at..].IndexOf("\r\n"u8);
            if (line < 0)
                return -1;
            int size = int.Parse(body.Slice(at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at += line + 2 + size + 2;
            if (at > body.Length)
                return -1;
            if (size == 0)
                return at;
        }
    }

    private async Task<bool> FillAsync()
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        using var limit = new CancellationTokenSource(Patience.Limit);
        int read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None, limit.Token);
        _filled += read;
        return read > 0;
    }

    private byte[] Take(int count)
    {
        byte[] bytes = _buffer.AsSpan(0, count).ToArray();
        Drop(count);
        return bytes;
    }

    private void Drop(int count)
    {
        _filled -= count;
        _buffer.AsSpan(count, _filled).CopyTo(_buffer);
    }
}
