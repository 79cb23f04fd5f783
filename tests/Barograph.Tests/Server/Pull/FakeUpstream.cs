using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Barograph.Tests.Server.Pull;

/// <summary>A weather service on loopback that answers each request as it is told, and remembers what was sent.</summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public FakeUpstream()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Raw requests, in their order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The whole next answers; null: none comes at all.</summary>
    public byte[]? Answer { get; set; }

    public void Say(string status, string headers, string body)
    {
        byte[] content = Encoding.UTF8.GetBytes(body);
        Answer = [.. Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nDate: Wed, 25 Sep 2024 20:10:00 GMT\r\n{headers}Content-Length: {content.Length}\r\nConnection: close\r\n\r\n"), .. content];
    }

    public async ValueTask DisposeAsync()
    {
        if (_serving.IsCompleted)
            return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            byte[] buffer = new byte[16 * 1024];
            int read = await stream.ReadAsync(buffer, _stop.Token);
            Requests.Add(Encoding.ASCII.GetString(buffer, 0, read));
            if (Answer is { } answer)
                await stream.WriteAsync(answer, _stop.Token);
            else
                await stream.ReadAsync(buffer, _stop.Token);
        }
        catch (IOException)
        {
            // The client has heard enough.
        }
    }
}
