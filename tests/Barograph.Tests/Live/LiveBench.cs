using Barograph.Live;
using Barograph.Model;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Live;

/// <summary>A hub whose loop runs, with a clock that only <see cref="UntilAsync"/> moves on.</summary>
internal sealed class LiveBench : IAsyncDisposable
{
    public const long Start = 1_700_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<SeriesInfo> _series = [];
    private readonly Task _running;

    public LiveBench(LiveLimits? limits = null)
    {
        Hub = new LiveHub(_ => List(), limits ?? new LiveLimits(), Clock, Troubles.Add);
        _running = Hub.RunAsync(_stop.Token);
    }

    public FakeTimeProvider Clock { get; } = new();

    public LiveHub Hub { get; }

    public List<Exception> Troubles { get; } = [];

    /// <summary>Runs before each listing of the series; may throw.</summary>
    public Action BeforeListing { get; set; } = () => { };

    public static LiveSelection Of(string location) => new(location, series => series.Key.Location == location);

    public SeriesId Add(string location, string metric = "t", string? unit = null)
    {
        lock (_series)
        {
            _series.Add(new SeriesInfo(new SeriesId(_series.Count + 1), new SeriesKey(location, metric), unit));
            return _series[^1].Id;
        }
    }

    public void Settle(SeriesId id, string unit)
    {
        lock (_series)
            _series[id.Value - 1] = _series[id.Value - 1] with { Unit = unit };
    }

    public void Commit(SeriesId series, params double[] values) =>
        Hub.OnCommitted([.. values.Select(value => new Sample(series, Instant.FromUnixSeconds(Start), value))]);

    public LiveSubscription Subscribe(string location, string? last = null) =>
        Hub.TrySubscribe(Of(location), last is null ? null : LivePosition.TryParse(last) ?? default) ?? throw new InvalidOperationException("refused");

    /// <summary>Subscribes, and takes the first event, whose id is returned.</summary>
    public (LiveSubscription Subscription, string Id) Begin(string location)
    {
        LiveSubscription subscription = Subscribe(location);
        Assert.True(subscription.TryTake(out ReadOnlyMemory<byte> bytes));
        LiveSaid first = Assert.Single(LiveSaid.Parse(bytes));
        Assert.Equal("reset", first.Event);
        return (subscription, first.Id!);
    }

    /// <summary>The next bytes, once there are some.</summary>
    public async Task<ReadOnlyMemory<byte>> BytesAsync(LiveSubscription subscription)
    {
        ReadOnlyMemory<byte> bytes = default;
        await UntilAsync(() => subscription.TryTake(out bytes));
        return bytes;
    }

    public async Task<LiveSaid[]> NextAsync(LiveSubscription subscription) => LiveSaid.Parse(await BytesAsync(subscription));

    /// <summary>Waits until all that was committed so far has been told to whom it concerns.</summary>
    public async Task SettleAsync()
    {
        string location = "marker " + Guid.NewGuid();
        using LiveSubscription marker = Begin(location).Subscription;
        Commit(Add(location), 0);
        await BytesAsync(marker);
    }

    public async Task UntilAsync(Func<bool> condition)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new TimeoutException("waited in vain");
            await Task.Delay(1);
            Clock.Advance(TimeSpan.FromMilliseconds(20));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _stop.Dispose();
    }

    private ValueTask<IReadOnlyList<SeriesInfo>> List()
    {
        BeforeListing();
        lock (_series)
            return new([.. _series]);
    }
}
