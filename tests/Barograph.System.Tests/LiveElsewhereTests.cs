using Barograph.SystemTests.Live;

namespace Barograph.SystemTests;

/// <summary>What another process, SQL or an import committed is told too.</summary>
public sealed class LiveElsewhereTests
{
    [Fact]
    public async Task Two_servers_on_one_database_tell_what_the_other_one_committed()
    {
        await using BarographServer one = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres));
        await using BarographServer two = await BarographServer.StartAsync(one.Place.Beside());
        string board = await one.AddDeviceAsync("board", "--any-location"), token = await one.AddTokenAsync("reader", "read");
        await using LiveReader onOne = await LiveReader.OpenAsync(one, token, "location=desk&metric=*"), onTwo = await LiveReader.OpenAsync(two, token, "location=desk&metric=*");
        await onOne.NextAsync();
        await onTwo.NextAsync();
        for (int i = 1; i <= 20; i++)
        {
            Assert.Equal(200, (await one.Api(board).ReportAsync($$"""{"location":"desk","a":{{i}}}""")).Status);
            Assert.Equal(200, (await two.Api(board).ReportAsync($$"""{"location":"desk","b":{{i}}}""")).Status);
            await one.Api(board).ReportAsync("""{"location":"elsewhere","a":1}""");
        }

        foreach (LiveReader reader in (LiveReader[])[onOne, onTwo])
        {
            List<string> values = await reader.ValuesAsync(40);
            Assert.Equal(Enumerable.Range(1, 20).Select(i => $"a={i}"), values.Where(value => value.StartsWith('a')));
            Assert.Equal(Enumerable.Range(1, 20).Select(i => $"b={i}"), values.Where(value => value.StartsWith('b')));
        }
    }

    [Fact]
    public async Task The_site_tells_what_the_part_for_reports_committed_and_what_SQL_adds()
    {
        await using SplitServers split = new();
        await split.InitializeAsync();
        await using LiveReader reader = await LiveReader.OpenAsync(split.Site, split.Reader, "location=hall&metric=*");
        await reader.NextAsync();

        Assert.Equal(200, (await split.Ingest.Api(split.Board).ReportAsync("""{"location":"hall","temperature":1}""")).Status);
        Assert.Equal(["temperature=1"], await reader.ValuesAsync(1));
        Place place = split.Site.Place;
        await place.Cluster!.SqlAsync(place.Database, "INSERT INTO esp32data (location, temperature, humidity) VALUES ('hall', 2, 3)");
        Assert.Equal(["humidity=3", "temperature=2"], (await reader.ValuesAsync(2)).Order(StringComparer.Ordinal));

        await place.Cluster.SqlAsync(place.Database, "BEGIN; SELECT begin_append(); INSERT INTO sample SELECT id, '2024-01-01Z', 4 FROM series LIMIT 1; COMMIT");
        Assert.Equal("reset", (await reader.NextAsync()).Name);
        await split.Ingest.KillAsync();
        await split.Ingest.StartAsync();
        Assert.Equal(200, (await split.Ingest.Api(split.Board).ReportAsync("""{"location":"hall","temperature":5}""")).Status);
        // Its predecessor was killed, and may not have told its last commit.
        LiveEvent first = await reader.NextAsync();
        Assert.True(first.Name == "reset" || (await reader.NextAsync()).Name == "reset");
    }

    [Fact]
    public async Task A_database_that_was_away_is_a_reset()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres, cluster));
        string board = await server.AddDeviceAsync("board", "--any-location"), token = await server.AddTokenAsync("reader", "read");
        await using LiveReader reader = await LiveReader.OpenAsync(server, token);
        await reader.NextAsync();

        await cluster.StopAsync();
        await cluster.StartAsync();

        Assert.Equal("changed", (await reader.NextAsync()).Data.GetProperty("reason").GetString());
        await Patience.UntilAsync("reports are taken", async () => (await server.Api(board).ReportAsync("""{"location":"x","a":1}""")).Status == 200);
        Assert.Contains("a=1", await reader.ValuesAsync(1));
    }
}
