using System.Net;

namespace Barograph.SystemTests.Load;

/// <summary>Many connections, kept alive, that send one request after the other.</summary>
public sealed class Flood
{
    public const int Connections = 64;
    private volatile bool _stopped;
    private readonly FloodResult _result = new();
    private readonly Task _senders;
    private int _next;

    private Flood(IReadOnlyList<EndPoint> targets, int connections, int requests, Func<int, byte[]> request) =>
        _senders = Task.WhenAll(Enumerable.Range(0, connections)
            .Select(i => Task.Run(() => SendAsync(targets[i % targets.Count], requests, request))));

    /// <summary>Sends so many requests over 64 connections, spread over the targets, and returns when all are answered.</summary>
    public static async Task<FloodResult> RunAsync(IReadOnlyList<EndPoint> targets, int requests, Func<int, byte[]> request)
    {
        var flood = new Flood(targets, Connections, requests, request);
        await flood._senders;
        return flood._result.End();
    }

    /// <summary>Sends until it is stopped.</summary>
    public static Flood Start(IReadOnlyList<EndPoint> targets, Func<int, byte[]> request, int connections = Connections) =>
        new(targets, connections, int.MaxValue, request);

    /// <summary>So far.</summary>
    public FloodResult Result => _result;

    public async Task<FloodResult> StopAsync()
    {
        _stopped = true;
        await _senders;
        return _result.End();
    }

    private async Task SendAsync(EndPoint target, int requests, Func<int, byte[]> request)
    {
        using RawConnection connection = await RawConnection.OpenAsync(target);
        while (!_stopped && Interlocked.Increment(ref _next) is var number && number <= requests)
            _result.Add(await connection.ExchangeAsync(request(number)));
    }
}
