using System.Security.Cryptography;
using System.Text;
using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>
/// What the parts of the contract suite have in common. Each part is one abstract class of tests with a nested class per engine, so that
/// no promise can be tested on one engine only by oversight.
/// </summary>
public abstract class StoreContract(Engine engine) : IAsyncLifetime
{
    private int _created;

    /// <summary>2024-03-01T00:00:00Z, well inside the times that a device may send.</summary>
    protected static readonly Instant Start = Instant.FromUnixSeconds(1_709_251_200);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected Engine Engine => engine;

    protected StorePlace Place { get; private set; } = null!;

    /// <summary>An open store in an empty place.</summary>
    protected IStore Store { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Place = await engine.MakePlaceAsync();
        Store = await Place.OpenAsync(Cancel);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Place is not null)
            await Place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary><see cref="Start"/> and so many seconds, to the nearest microsecond.</summary>
    protected static Instant At(double seconds) => new(Start.Microseconds + (long)Math.Round(seconds * Instant.MicrosecondsPerSecond));

    /// <summary>A hash as the catalog keeps it, of a secret that nobody needs to know.</summary>
    protected static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    protected static NewToken NewToken(string secret, Instant? expiresAt = null, TokenScope scope = TokenScope.Report) =>
        new(TokenKind.Random, Hash(secret), scope, TokenReach.Any, null, expiresAt);

    protected async Task<Device> AddDeviceAsync(string name, string? username = null, string? location = null, IStore? store = null) =>
        await (store ?? Store).Devices.AddAsync(new NewDevice(name, username, location, NewToken(name + "'s token"), Start), Cancel);

    protected async Task<IReadOnlyList<Token>> TokensOfAsync(Device device, IStore? store = null) =>
        [.. (await (store ?? Store).Tokens.ListAsync(Cancel)).Where(t => t.DeviceId == device.Id)];

    /// <summary>The number of a device's token that is new to the store.</summary>
    protected async Task<int> NewTokenIdAsync()
    {
        int number = Interlocked.Increment(ref _created);
        Device device = await AddDeviceAsync(FormattableString.Invariant($"board {number}"));
        return Assert.Single(await TokensOfAsync(device)).Id;
    }

    /// <summary>Finds or creates series by their keys, by a token of their own.</summary>
    protected async Task<SeriesId[]> NewSeriesAsync(params SeriesKey[] keys)
    {
        SeriesWish[] wishes = [.. keys.Select(key => new SeriesWish(key, null))];
        IReadOnlyList<SeriesInfo?> found = await Store.Series.FindOrCreateAsync(wishes, await NewTokenIdAsync(), 500, Cancel);
        return [.. found.Select(series => series!.Id)];
    }

    /// <summary>So many series of the location <c>desk</c>.</summary>
    protected Task<SeriesId[]> NewSeriesAsync(int count) =>
        NewSeriesAsync([.. Enumerable.Range(0, count).Select(i => new SeriesKey("desk", FormattableString.Invariant($"metric{i}")))]);

    protected ValueTask<AppendResult> AppendAsync(SampleBatch batch) => Store.Writer.AppendAsync(batch, Cancel);

    /// <summary>Everything that the store has of a series.</summary>
    protected Task<List<TimedValue>> ContentsAsync(SeriesId series, IStore? store = null) => ReadAsync(series, TimeRange.All, store);

    protected async Task<List<TimedValue>> ReadAsync(SeriesId series, TimeRange range, IStore? store = null)
    {
        var values = new List<TimedValue>();
        await foreach (ReadOnlyMemory<TimedValue> block in (store ?? Store).Reader.ReadAsync(series, range, Cancel))
            values.AddRange(block.Span);
        return values;
    }
}
