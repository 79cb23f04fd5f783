using System.Globalization;
using Npgsql;

namespace Barograph.SystemTests;

/// <summary>Migrations that are killed in the middle, and programs that are older than the store.</summary>
[Trait("Category", "Slow")]
public sealed class UpgradeTests(ITestOutputHelper output)
{
    // The personal token of the fixtures.
    private const string Reader = "bgQ9dstABO8pwyEaSqL8eZ5eCQ";
    private static readonly string Fixtures = Path.Combine(Repository.Root, "tests", "Barograph.Storage.Tests", "Fixtures");

    // Every sync and removal one after the other; of the writes, now and then one.
    [Theory]
    [InlineData("fsync,fdatasync,unlink,ftruncate", 1)]
    [InlineData("pwrite64", 9)]
    public async Task A_SQLite_migration_that_is_killed_is_completed_by_the_next_start(string calls, int step)
    {
        int kills = 0;
        while (await IsKilledAsync(calls, 1 + kills * step))
            kills++;

        output.WriteLine($"{calls}: {kills} kills");
        Assert.True(kills > 3);
    }

    [Fact]
    public async Task A_PostgreSQL_migration_that_is_killed_is_completed_by_the_next_one()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        Place place = await Place.MakeAsync(Engine.Postgres, cluster);
        string admin = cluster.ConnectionString("postgres");
        string[] migrate = ["postgres", "migrate", "--admin", admin, "--database", place.Database];
        // Back to the version before the last two scripts.
        await cluster.SqlAsync(place.Database, """
            DELETE FROM schemaversions WHERE scriptname LIKE '%.0004_%' OR scriptname LIKE '%.0005_%';
            DROP FUNCTION tell_catalog_change() CASCADE;
            """);
        await using (var holder = new NpgsqlConnection(cluster.ConnectionString(place.Database) + ";Pooling=false"))
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            // The fourth script gets as far as its last trigger, and waits there.
            await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE series_unit IN ACCESS EXCLUSIVE MODE", holder);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            using System.Diagnostics.Process process = System.Diagnostics.Process.Start(ProductBinary.Default.StartInfo("/", migrate))!;
            await Patience.UntilAsync("the migration is in the middle", async () =>
                await cluster.SqlAsync(place.Database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%tell_catalog_change%' AND pid <> pg_backend_pid()") is > 0L);
            await Shell.SignalAsync("KILL", process.Id);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(1, await BarographServerExitAsync(place, "barograph postgres migrate"));

        CommandResult again = (await ProductCommand.RunAsync("/", null, migrate)).Succeeded();

        Assert.Contains("2 applied", again.Output, StringComparison.Ordinal);
        await using BarographServer server = await BarographServer.StartAsync(place);
        string token = await server.AddDeviceAsync("board", "--any-location");
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","a":1}""")).Status);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_newer_store_refuses_this_program_with_a_sentence(Engine engine)
    {
        using Place place = await Place.MakeAsync(engine);
        if (engine == Engine.Sqlite)
        {
            Directory.CreateDirectory(place.Data);
            File.Copy(Path.Combine(Fixtures, "sqlite", "9999.newer.db"), Path.Combine(place.Data, "barograph.db"));
        }
        else
            await place.Cluster!.SqlAsync(place.Database, "INSERT INTO schemaversions (scriptname, applied) VALUES ('Barograph.Storage.Postgres.Migrations.9999_of_the_future.sql', now())");

        Assert.Equal(1, await BarographServerExitAsync(place, "newer Barograph"));

        CommandResult list = await ProductCommand.RunAsync(place.Folder, null, ["device", "list", .. place.Options]);
        Assert.Equal((1, ""), (list.ExitCode, list.Output));
        Assert.Contains("newer Barograph", list.Error, StringComparison.Ordinal);
        Assert.Contains("9999_of_the_future", list.Error, StringComparison.Ordinal);
    }

    private static async Task<int> BarographServerExitAsync(Place place, string sentence)
    {
        (int exitCode, string printed) = await BarographServer.StartInVainAsync(place, new ServerOptions { Keep = true, OnUnixSocket = true });
        Assert.Contains(sentence, printed, StringComparison.Ordinal);
        return exitCode;
    }

    /// <summary>
    /// Starts a server on the oldest fixture, which kills itself after its nth system call of these on the store. Then the next start must be ready and show
    /// everything. False if the first one was ready before.
    /// </summary>
    private static async Task<bool> IsKilledAsync(string calls, int nth)
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        Directory.CreateDirectory(place.Data);
        string store = Path.Combine(place.Data, "barograph.db");
        File.Copy(Path.Combine(Fixtures, "sqlite", "0001.db"), store);
        string number = nth.ToString(CultureInfo.InvariantCulture);
        string[] tracer =
        [
            "strace", "-f", "-o", "/dev/null", "-P", store, "-P", store + "-wal", "-P", store + "-journal",
            "-e", "trace=" + calls, "-e", $"inject={calls}:signal=KILL:when={number}",
        ];
        bool isKilled = await IsKilledAsync(place, tracer);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { Keep = true });
        Assert.Equal(3, (await server.Api(Reader).GetAsync("/api/v1/series")).Json.GetArrayLength());
        string token = await server.AddDeviceAsync("new", "--any-location");
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","a":1}""")).Status);
        Assert.Equal([1], await server.Api(Reader).ValuesAsync("x", "a"));
        return isKilled;
    }

    private static async Task<bool> IsKilledAsync(Place place, string[] tracer)
    {
        await using BarographServer? server = await TryStartAsync(place, new ServerOptions { Keep = true, OnUnixSocket = true, Tracer = tracer });
        if (server is null)
            return true;
        // Upkeep begins when the server is ready, so its own nth call may come before this.
        await Shell.RunAsync("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"pkill -KILL -P {server.ProcessId} || true"));
        await server.EndAsync();
        return false;
    }

    private static async Task<BarographServer?> TryStartAsync(Place place, ServerOptions options)
    {
        try
        {
            return await BarographServer.StartAsync(place, options);
        }
        catch (InvalidOperationException ended) when (ended.Message.Contains("ended at its start", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
