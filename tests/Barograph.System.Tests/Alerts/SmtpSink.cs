using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Barograph.SystemTests.Alerts;

/// <summary>A mail server that takes every mail and keeps it: SMTP as RFC 5321 has it, without encryption, on a port of 127.0.0.1.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public SmtpSink()
    {
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Every mail that was taken, as it came: headers, an empty line, the body.</summary>
    public ConcurrentQueue<Arrival> Mails { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = TalkAsync(client);
            }
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
                using StreamReader reader = new(stream, Encoding.UTF8);
                await using StreamWriter writer = new(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 sink");
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                    if (!await AnswerAsync(line.Split(' ', 2)[0].ToUpperInvariant(), reader, writer))
                        return;
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client was killed, or the sink is stopped.
            }
        }
    }

    private async Task<bool> AnswerAsync(string verb, StreamReader reader, StreamWriter writer)
    {
        switch (verb)
        {
            case "EHLO":
                await writer.WriteLineAsync("250-sink\r\n250 8BITMIME");
                return true;
            case "DATA":
                await writer.WriteLineAsync("354 go on");
                StringBuilder mail = new();
                while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
                    mail.Append(line).Append('\n');
                Mails.Enqueue(new Arrival(DateTime.UtcNow, mail.ToString()));
                await writer.WriteLineAsync("250 taken");
                return true;
            case "QUIT":
                await writer.WriteLineAsync("221 bye");
                return false;
            default:
                await writer.WriteLineAsync("250 fine");
                return true;
        }
    }
}
