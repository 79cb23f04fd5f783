using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Barograph.SystemTests.Alerts;

/// <summary>A receiver of webhooks and heartbeats on a port of 127.0.0.1: keeps what comes, and answers with what it is told.</summary>
public sealed class HttpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public HttpSink()
    {
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Every request, as it came: head, an empty line, the body.</summary>
    public ConcurrentQueue<Arrival> Requests { get; } = [];

    /// <summary>What is answered; null: nothing, ever, as a tarpit does.</summary>
    public string? Answer { get; set; } = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/hook");

    /// <summary>The bodies so far.</summary>
    public IEnumerable<string> Bodies => Requests.Select(request => request.Text[(request.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is stopped.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await ReadAsync(stream) is { } request)
                {
                    Requests.Enqueue(new Arrival(TimeProvider.System.GetUtcNow(), request));
                    if (Answer is not { } answer)
                        await Task.Delay(Timeout.Infinite, _stop.Token);
                    else
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client was killed, or the sink is stopped.
            }
        }
    }

    private async Task<string?> ReadAsync(NetworkStream stream)
    {
        List<byte> bytes = [];
        byte[] one = new byte[1];
        while (!Encoding.ASCII.GetString([.. bytes.TakeLast(4)]).Equals("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            bytes.Add(one[0]);
        }
        string head = Encoding.ASCII.GetString([.. bytes]);
        // Without one there is no body: a GET.
        string length = head.Split("\r\n").SingleOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..] ?? "0";
        byte[] body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return head + Encoding.UTF8.GetString(body);
    }
}
