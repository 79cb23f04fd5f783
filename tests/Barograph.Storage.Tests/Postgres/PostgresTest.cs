using Barograph.Model;
using Barograph.TestSupport;
using Npgsql;

namespace Barograph.Storage.Tests;

/// <summary>A test of what only PostgreSQL has: roles, grants, several servers, outages. It begins with a database made by <c>postgres setup</c>.</summary>
public abstract class PostgresTest(Func<Task<PostgresCluster>> cluster, string? seedUser = null) : IAsyncLifetime
{
    /// <summary>2024-03-01T00:00:00Z.</summary>
    protected static readonly Instant Start = Instant.FromUnixSeconds(1_709_251_200);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected PostgresPlace Place { get; private set; } = null!;

    protected PostgresCluster Cluster => Place.Cluster;

    public virtual async ValueTask InitializeAsync() => Place = await PostgresPlace.MakeAsync(await cluster(), seedUser);

    public async ValueTask DisposeAsync()
    {
        if (Place is not null)
            await Place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static async Task<SeriesId> NewSeriesAsync(IStore store, string location = "desk", string metric = "temperature")
    {
        var token = new NewToken(TokenKind.Random, "hash of " + location + metric, TokenScope.Report, TokenReach.Any, null, null);
        Device device = await store.Devices.AddAsync(new NewDevice("board for " + location + metric, null, null, token, Start), Cancel);
        Token made = (await store.Tokens.ListAsync(Cancel)).Single(t => t.DeviceId == device.Id);
        return (await store.Series.FindOrCreateAsync([new SeriesWish(new SeriesKey(location, metric), null)], made.Id, 10, Cancel))[0]!.Id;
    }

    protected static async Task<List<TimedValue>> ContentsAsync(IStore store, SeriesId series)
    {
        var values = new List<TimedValue>();
        await foreach (ReadOnlyMemory<TimedValue> block in store.Reader.ReadAsync(series, TimeRange.All, Cancel))
            values.AddRange(block.Span);
        return values;
    }

    /// <summary>Asserts that PostgreSQL itself refuses a statement for lack of rights (SQLSTATE 42501).</summary>
    protected static async Task AssertDeniedAsync(string statement, Func<Task> run)
    {
        Exception? error = await Record.ExceptionAsync(run);
        Assert.True(
            error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege },
            statement + " ended with " + (error?.Message ?? "success"));
    }

    /// <summary>Asserts that none of these statements is allowed to the role, for lack of rights.</summary>
    protected async Task AssertDeniedAsRoleAsync(string role, params string[] statements)
    {
        foreach (string statement in statements)
            await AssertDeniedAsync(role + ": " + statement, () => Place.SqlAsync(Place.Login, $"SET ROLE {role}; {statement}"));
    }
}
