using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Barograph.SystemTests.Live;

/// <summary>A client of <c>/api/v1/live</c>, as an EventSource would be: reads the events in the background and keeps them.</summary>
public sealed class LiveReader : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly HttpResponseMessage _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<LiveEvent> _events = Channel.CreateUnbounded<LiveEvent>();
    private readonly Task _reading;

    private LiveReader(HttpClient client, HttpResponseMessage answer)
    {
        _client = client;
        _answer = answer;
        _reading = Task.Run(ReadAsync);
    }

    public HttpResponseMessage Answer => _answer;

    /// <summary>Lines that are no events: comments.</summary>
    public int Comments { get; private set; }

    public string? Retry { get; private set; }

    /// <param name="server">Which server.</param>
    /// <param name="token">A token that may read.</param>
    /// <param name="query">What follows the question mark.</param>
    /// <param name="headers">Further ones, as "Name: value".</param>
    public static Task<LiveReader> OpenAsync(BarographServer server, string token, string query = "", params string[] headers) =>
        OpenAsync(new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(server, cancel) }, "http://localhost", query, ["Authorization: Bearer " + token, .. headers]);

    public static async Task<LiveReader> OpenAsync(SocketsHttpHandler handler, string url, string query, params string[] headers)
    {
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/api/v1/live?{query}");
        foreach (string header in headers)
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience.Limit);
        return new LiveReader(client, answer);
    }

    /// <summary>The next event. Throws if the stream ends.</summary>
    public async Task<LiveEvent> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        return await _events.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The values that are told, as "metric=value", until so many have come; resets and the like are passed over.</summary>
    public async Task<List<string>> ValuesAsync(int count)
    {
        List<string> values = [];
        while (values.Count < count)
            values.AddRange((await NextAsync()).Values);
        return values;
    }

    /// <summary>Waits for the server to end the stream.</summary>
    public Task EndAsync() => _reading.WaitAsync(Patience.Limit);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _answer.Dispose();
        _client.Dispose();
        _stop.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(BarographServer server, CancellationToken cancel)
    {
        var socket = new Socket(server.Target.AddressFamily, SocketType.Stream, server.Target.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(server.Target, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(await _answer.Content.ReadAsStreamAsync(_stop.Token), Encoding.UTF8);
            Dictionary<string, string> fields = [];
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
                if (line.Length > 0)
                    Take(line, fields);
                else
                {
                    if (fields.Count > 0)
                        _events.Writer.TryWrite(new LiveEvent(fields.GetValueOrDefault("id"), fields["event"], JsonDocument.Parse(fields["data"]).RootElement));
                    fields.Clear();
                }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            // We have left, or the server has broken off: either way nothing more comes.
        }
        _events.Writer.TryComplete();
    }

    private void Take(string line, Dictionary<string, string> fields)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon == 0)
            Comments++;
        else if (line.StartsWith("retry: ", StringComparison.Ordinal))
            Retry = line[7..];
        else
            fields[line[..colon]] = line[(colon + 2)..];
    }
}
