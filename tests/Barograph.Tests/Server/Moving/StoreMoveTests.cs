using Barograph.Model;
using Barograph.Server.Commands;
using Barograph.Storage;
using Barograph.Storage.Sqlite;
using Barograph.Storage.Sqlite.Moving;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Moving;

/// <summary>What <c>migrate-store</c> finds out about its own copy. The way between the engines is in the system tests.</summary>
public sealed class StoreMoveTests : IDisposable
{
    private const int Hours = 24 * 100;
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 5, 0, TimeSpan.Zero);
    private static readonly Instant First = Instant.FromDateTime(Now.UtcDateTime) - TimeSpan.FromHours(Hours);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string From => _folder.PathOf("from.db");

    private string To => _folder.PathOf("to.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_true_copy_is_a_store_of_its_own_with_everything_in_it()
    {
        await FillAsync();

        StoreMoved moved = await MoveAsync(contents => contents);

        Assert.True(moved.Agrees);
        Assert.Equal(["basement t", "desk h", "desk t"], moved.Series.Select(one => $"{one.Location} {one.Metric}"));
        Assert.All(moved.Series, one => Assert.True(one is { Agrees: true, Samples: > 700 and < 900, Days: > 30 and < 36, Summaries: > 3_000 }, one.ToString()));
        Assert.Equal(["location 2", "series 3", "series_unit 1", "device 2", "token 3", "retention 1"], moved.Tables
            .Where(table => table.Table is "location" or "series" or "series_unit" or "device" or "token" or "retention").Select(table => $"{table.Table} {table.Rows}"));
        await using SqliteStore source = await OpenAsync(From), copy = await OpenAsync(To);
        Assert.Equal(await source.Tokens.ListAsync(Cancel), await copy.Tokens.ListAsync(Cancel));
        Assert.Equal(await source.Retention.RawFromAsync(Cancel), await copy.Retention.RawFromAsync(Cancel));
        foreach (SeriesInfo series in await source.Series.ListAsync(null, Cancel))
            Assert.Equal(await WindowsAsync(source, series), await WindowsAsync(copy, series));
        // Numbers go on where they were, and upkeep where rollups end.
        Device added = await copy.Devices.AddAsync(new NewDevice("third", null, null, NewToken("c"), First), Cancel);
        Assert.Equal(3, added.Id);
        await copy.Upkeep.RollUpAsync(Instant.Now(_clock), Cancel);
        foreach (SeriesInfo series in await source.Series.ListAsync(null, Cancel))
            Assert.Equal(await WindowsAsync(source, series), await WindowsAsync(copy, series));
    }

    [Theory]
    [InlineData("a value")]
    [InlineData("a time")]
    [InlineData("a reading too few")]
    [InlineData("a summary")]
    [InlineData("a summary too few")]
    [InlineData("a token's hash")]
    [InlineData("a device too few")]
    [InlineData("the plan")]
    public async Task One_fault_in_the_copy_is_found_and_nothing_of_it_stays(string fault)
    {
        await FillAsync();
        int left = 1_000;
        bool Hit() => --left == 0;

        StoreMoved moved = await MoveAsync(contents => fault switch
        {
            "a value" => new AlteredContents(contents) { Sample = (_, one) => Hit() ? one with { Value = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(one.Value) ^ 1) } : one },
            "a time" => new AlteredContents(contents) { Sample = (_, one) => Hit() ? one with { Time = new Instant(one.Time.Microseconds + 1) } : one },
            "a reading too few" => new AlteredContents(contents) { Sample = (_, one) => Hit() ? null : one },
            "a summary" => new AlteredContents(contents) { Window = one => Hit() ? one with { Increase = one.Increase + 1 } : one },
            "a summary too few" => new AlteredContents(contents) { Window = one => Hit() ? null : one },
            "a token's hash" => new AlteredContents(contents) { Row = (table, row) => table.Name == "token" && (long)row[0]! == 2 ? [.. row[..4], "x", .. row[5..]] : row },
            "a device too few" => new AlteredContents(contents) { Row = (table, row) => table.Name == "device_name" && (string)row[0]! == "second" ? null : row },
            _ => new AlteredContents(contents) { Plan = new RetentionPlan(400) },
        });

        Assert.False(moved.Agrees);
        Assert.Equal(
            fault switch { "a token's hash" => "token", "a device too few" => "device_name", "the plan" => "retention", _ => "" },
            string.Join(' ', moved.Tables.Where(table => !table.Agrees).Select(table => table.Table)));
        Assert.Equal(fault.Contains("value", StringComparison.Ordinal) || fault.Contains("time", StringComparison.Ordinal) || fault.Contains("reading", StringComparison.Ordinal) ? 1 : 0,
            moved.Series.Count(one => one.Different is not null));
        Assert.Equal(fault is "a value" or "a time" or "a reading too few" or "a summary" or "a summary too few" ? 1 : 0, moved.Series.Count(one => !one.Agrees));
        Assert.Equal(["to.db-lock"], Directory.GetFiles(_folder.Root, "to*").Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task What_is_in_the_way_is_left_as_it_is()
    {
        await FillAsync();
        _folder.Write("to.db", "precious");
        Assert.Contains("exists already", Assert.Throws<StoreRefusedException>(() => SqliteFilling.Open(To)).Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(To, Cancel));
        Assert.Contains("exists already", Assert.Throws<StoreRefusedException>(() => SqliteFilling.Open(From)).Message, StringComparison.Ordinal);
        Assert.Contains("no store", Assert.Throws<StoreRefusedException>(() => SqliteContents.Open(_folder.PathOf("none.db"))).Message, StringComparison.Ordinal);
        await using SqliteStore server = await OpenAsync(From);
        Assert.Contains("A server is using", Assert.Throws<StoreRefusedException>(() => SqliteContents.Open(From)).Message, StringComparison.Ordinal);
    }

    private async Task<StoreMoved> MoveAsync(Func<IStoreContents, IStoreContents> through)
    {
        await using IStoreContents source = through(SqliteContents.Open(From));
        await using SqliteFilling target = SqliteFilling.Open(To);
        return await new StoreMove(source, target).RunAsync((_, _) => { }, Cancel);
    }

    /// <summary>Three series with a reading an hour, of which those older than about 33 days are dropped, and two boards.</summary>
    private async Task FillAsync()
    {
        await using SqliteStore store = await OpenAsync(From);
        IReadOnlyList<SeriesInfo?> series = await store.Series.FindOrCreateAsync(
            [new(new SeriesKey("desk", "t"), "Cel"), new(new SeriesKey("desk", "h"), null), new(new SeriesKey("basement", "t"), null)], 1, 10, Cancel);
        var batch = new SampleBatch();
        foreach (SeriesInfo? one in series)
            batch.Add([.. Enumerable.Range(0, Hours).Select(i => new Sample(one!.Id, First + TimeSpan.FromHours(i), Math.Sin(i)))]);
        await store.Writer.AppendAsync(batch, Cancel);
        await store.Devices.AddAsync(new NewDevice("first", "u", "desk", NewToken("a"), First), Cancel);
        Device second = await store.Devices.AddAsync(new NewDevice("second", null, null, NewToken("b"), First), Cancel);
        await store.Tokens.RotateAsync(second.Id, NewToken("b2"), First, First + TimeSpan.FromDays(7), Cancel);
        await store.Retention.SetAsync(new RetentionPlan(33), Cancel);
        await store.Upkeep.RollUpAsync(Instant.Now(_clock), Cancel);
        await store.Upkeep.DropRawAsync(Instant.Now(_clock) - TimeSpan.FromDays(33), Cancel);
    }

    private static NewToken NewToken(string hash) => new(TokenKind.Random, hash, TokenScope.Report, TokenReach.Any, null, null);

    private async Task<SqliteStore> OpenAsync(string path)
    {
        var store = new SqliteStore(path, SqliteAccess.Serve, _clock);
        await store.OpenAsync(Cancel);
        return store;
    }

    private static async Task<List<Rollup>> WindowsAsync(SqliteStore store, SeriesInfo series)
    {
        List<Rollup> windows = [];
        await foreach (ReadOnlyMemory<Rollup> block in store.Reader.ReadRollupsAsync(series.Id, TimeRange.All, Resolution.Hour, 1_000_000, Cancel))
            windows.AddRange(block.ToArray());
        Assert.Equal(Hours, windows.Count);
        return windows;
    }
}
