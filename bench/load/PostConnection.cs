using System.Net.Sockets;
using System.Text;

namespace Barograph.Load;

/// <summary>One connection that is kept alive, and one request at a time on it. Opened again when the server has closed it.</summary>
public sealed class PostConnection(string host, int port) : IDisposable
{
    private readonly byte[] _buffer = new byte[65_536];
    private Socket? _socket;

    /// <summary>Sends a whole request; whether the answer is a 2xx.</summary>
    public async Task<bool> SendAsync(byte[] request)
    {
        if (_socket is null)
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(host, port);
        }
        await _socket.SendAsync(request);
        int have = 0, wanted = int.MaxValue;
        bool stays = true;
        while (have < wanted)
        {
            int read = await _socket.ReceiveAsync(_buffer.AsMemory(have));
            if (read == 0)
                throw new IOException("The server closed the connection before its answer was whole.");
            have += read;
            int head = wanted < int.MaxValue ? 0 : _buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            if (head <= 0)
                continue;
            string text = Encoding.ASCII.GetString(_buffer, 0, head);
            stays = !text.Contains("Connection: close", StringComparison.OrdinalIgnoreCase);
            wanted = head + 4 + BodyLength(text);
        }
        if (!stays)
            Dispose();
        return _buffer[9] == (byte)'2';
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private static int BodyLength(string head)
    {
        const string name = "\r\nContent-Length:";
        int start = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return head.StartsWith("HTTP/1.1 204", StringComparison.Ordinal) ? 0 : throw new IOException("An answer without Content-Length: " + head);
        string rest = head[(start + name.Length)..];
        int end = rest.IndexOf('\r', StringComparison.Ordinal);
        return int.Parse(end < 0 ? rest : rest[..end], System.Globalization.NumberStyles.AllowLeadingWhite, System.Globalization.CultureInfo.InvariantCulture);
    }
}
