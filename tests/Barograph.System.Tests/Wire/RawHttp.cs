using System.Net;
using System.Text;
using Barograph.SystemTests.OpenApi;

namespace Barograph.SystemTests.Wire;

/// <summary>Whole requests as bytes, and one-shot exchanges.</summary>
public static class RawHttp
{
    private static int _addresses;

    /// <summary>A loopback address that nothing else in this run uses: wrong credentials are counted by address.</summary>
    public static IPAddress NewAddress()
    {
        int number = Interlocked.Increment(ref _addresses);
        return new IPAddress([127, 1, (byte)(number / 250), (byte)(number % 250 + 1)]);
    }

    /// <summary>A request of HTTP/1.1 with Host, the given headers, and Content-Length if there is a body.</summary>
    public static byte[] Request(string method, string path, byte[]? body, params string[] headers)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        foreach (string header in headers)
            head.Append(header).Append("\r\n");
        if (body is not null)
            head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body ?? []];
    }

    public static byte[] Request(string method, string path, string? body, params string[] headers) =>
        Request(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), headers);

    /// <summary>Sends a request over a connection of its own. Whatever is answered must be what spec/openapi.json says of it.</summary>
    public static async Task<RawAnswer> SendAsync(EndPoint target, ReadOnlyMemory<byte> request, IPAddress? from = null)
    {
        using RawConnection connection = await RawConnection.OpenAsync(target, from);
        RawAnswer answer = await connection.ExchangeAsync(request);
        if (Encoding.Latin1.GetString(request.Span[..Math.Min(request.Length, 2000)]).Split("\r\n")[0].Split(' ') is [{ } method, { } path, "HTTP/1.1"])
            Assert.Empty(SpokenInterface.Committed.Lies(method, path, answer));
        return answer;
    }

    /// <summary>Sends a request whose text has line feeds only; they become CR LF in the head. The body follows the empty line as it is.</summary>
    public static byte[] FromText(string text)
    {
        string unix = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        int headEnd = unix.IndexOf("\n\n", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(unix[..headEnd].Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n\r\n" + unix[(headEnd + 2)..]);
    }

    public static string Basic(string name, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}"));
}
