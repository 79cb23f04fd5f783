using System.Diagnostics;
using System.Text.Json;

namespace Barograph.SystemTests.Import;

/// <summary><c>barograph import --postgres-table</c> with a real PostgreSQL as the source.</summary>
public sealed class TableImportTests
{
    public enum Into
    {
        SqliteAlone,
        SqliteBesideItsServer,
        Postgres,
    }

    [Theory]
    [InlineData(Into.SqliteAlone)]
    [InlineData(Into.SqliteBesideItsServer)]
    [InlineData(Into.Postgres)]
    public async Task The_tutorials_table_arrives_whole_and_a_second_run_finds_it_there(Into into)
    {
        ForeignTable table = await ForeignTable.SeedAsync(7_000);
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(into == Into.Postgres ? Engine.Postgres : Engine.Sqlite));
        string reader = await server.AddTokenAsync("reader", "read");
        if (into == Into.SqliteAlone)
            await server.StopAsync();

        JsonElement first = await table.ImportedAsync(server.Place);
        Assert.Equal((21_000, 0, 0), ForeignTable.Counts(first));
        Assert.True(first.GetProperty("agrees").GetBoolean());
        Assert.Equal(into == Into.SqliteBesideItsServer, first.GetProperty("store").GetString()!.EndsWith("through the running server", StringComparison.Ordinal));

        // The old board goes on meanwhile; the second run takes what it has added.
        await table.SqlAsync("INSERT INTO esp32data (location, temperature) SELECT 'desk', 1");
        JsonElement second = await table.ImportedAsync(server.Place, "--time-zone", "Australia/Lord_Howe", "--locations", "nowhere");
        Assert.Equal((0, 0, 0), ForeignTable.Counts(second));
        second = await table.ImportedAsync(server.Place);
        Assert.Equal((1, 21_000, 0), ForeignTable.Counts(second));
        JsonElement series = second.GetProperty("series").EnumerateArray()
            .Single(one => one.GetProperty("location").GetString() == "desk" && one.GetProperty("metric").GetString() == "temperature");
        Assert.Equal((3_501, 3_501), (series.GetProperty("in_table").GetInt64(), series.GetProperty("in_store").GetInt64()));

        if (into == Into.SqliteAlone)
            await server.StartAsync();
        List<(decimal Time, double Value)> samples = await server.Api(reader).SamplesAsync("basement", "humidity");
        Assert.Equal(3_500, samples.Count);
        // 2022-05-01 00:01 in Berlin.
        Assert.Equal((1_651_356_060m, 40 + Math.Cos(1)), (samples[0].Time, samples[0].Value), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
        Assert.Empty(await server.Api(reader).SamplesAsync("desk", "wetness"));
    }

    [Fact]
    public async Task Beside_a_server_under_load_every_report_is_still_answered()
    {
        ForeignTable table = await ForeignTable.SeedAsync(50_000);
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string board = await server.AddDeviceAsync("board", "--any-location");
        byte[] report = RawHttp.Request("POST", "/api/v1/reports", """{"location":"desk","temperature":1,"humidity":2}""", "Authorization: Bearer " + board);
        Flood flood = Flood.Start([server.Target], _ => report);
        await Patience.UntilAsync("the load runs", () => flood.Result.Taken > 1_000);
        int before = flood.Result.Taken;

        JsonElement import = await table.ImportedAsync(server.Place);

        int during = flood.Result.Taken - before;
        FloodResult loaded = await flood.StopAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"{during} reports answered during the import; {loaded}");
        Assert.Equal((150_000, 0, 0), ForeignTable.Counts(import));
        Assert.Equal(loaded.All, loaded.Taken);
        Assert.True(during > 100, $"only {during} reports were answered during the import");
    }

    [Fact]
    public async Task Rows_that_are_inserted_meanwhile_are_of_the_next_run()
    {
        ForeignTable table = await ForeignTable.SeedAsync(5_000);
        using Place place = await SqliteAsync();
        bool stopped = false;
        Task inserting = Task.Run(async () =>
        {
            while (!Volatile.Read(ref stopped))
                await table.SqlAsync("INSERT INTO esp32data (location, temperature) SELECT 'desk', 1");
        }, TestContext.Current.CancellationToken);
        JsonElement first = await table.ImportedAsync(place);
        Volatile.Write(ref stopped, true);
        await inserting;
        JsonElement second = await table.ImportedAsync(place);
        Assert.Equal(second.GetProperty("rows_in_table").GetInt64() - first.GetProperty("rows_in_table").GetInt64(), second.GetProperty("new").GetInt64());
        Assert.True(second.GetProperty("new").GetInt64() > 0, "nothing was inserted meanwhile");
    }

    [Fact]
    public async Task The_hour_of_autumn_that_comes_twice_stays_two_hours()
    {
        // One reading every 10 minutes from 00:00 to 03:50 UTC, as Berlin's clocks showed it: 02:00 to 02:50 twice.
        ForeignTable table = await ForeignTable.MakeAsync(
            $"CREATE TABLE esp32data ({ForeignTable.SeedColumns})",
            "INSERT INTO esp32data (time, location, temperature) SELECT (timestamptz '2022-10-29 23:00Z' + i * interval '10 minutes') AT TIME ZONE 'Europe/Berlin', 'desk', i "
            + "FROM generate_series(0, 29) i");
        using Place place = await SqliteAsync();

        JsonElement import = await table.ImportedAsync(place);

        Assert.Equal((30, 0, 0), ForeignTable.Counts(import));
        Assert.Contains(import.GetProperty("notes").EnumerateArray(), note => note.GetString()!.StartsWith("12 rows are of an hour that comes twice in autumn; 6 of them", StringComparison.Ordinal));
        await using BarographServer server = await BarographServer.StartAsync(place);
        List<(decimal Time, double Value)> samples = await server.Api(await server.AddTokenAsync("reader", "read")).SamplesAsync("desk", "temperature");
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (1_667_084_400m + i * 600, (double)i)), samples);
    }

    [Fact]
    public async Task Columns_are_taken_by_their_names_and_what_cannot_be_taken_is_said()
    {
        ForeignTable table = await ForeignTable.MakeAsync(
            "CREATE SCHEMA \"old \"\"data\"",
            "CREATE DOMAIN percent AS double precision",
            "CREATE TABLE \"old \"\"data\".\"E'sp\"\"; DROP TABLE x\" (id serial, note text, \"Time\" timestamptz, \"LOCATION\" text, \"Temp\"\"erature\" float8, "
            + "\"Humidity\" percent, small real, big numeric, n int8, ok bool)",
            "INSERT INTO \"old \"\"data\".\"E'sp\"\"; DROP TABLE x\" VALUES "
            + "(1, 'a', '2022-01-01 00:00Z', 'desk', 1, 40.5, 21.4, 1e400, 7, true), "
            + "(2, 'b', '2022-01-01 00:01Z', ' desk ', 1, 'NaN', 'Infinity', 0.1, NULL, true), "
            + "(3, 'c', '2022-01-01 00:01Z', 'desk', 1, NULL, NULL, 0.2, NULL, true), "
            + "(4, 'd', '2022-01-01 00:01Z', 'desk', 1, NULL, NULL, 0.1, NULL, true), "
            + "(5, 'e', '2014-12-31 23:59Z', 'desk', 1, 1, 1, 1, 1, true), "
            + "(6, 'f', 'infinity', 'desk', 1, 1, NULL, NULL, NULL, true), "
            + "(7, 'g', NULL, 'desk', 1, 1, NULL, NULL, NULL, true), "
            + "(8, 'h', '2022-01-01 00:02Z', NULL, 1, 1, NULL, NULL, NULL, true), "
            + "(9, 'i', '2022-01-01 00:03Z', 'a//b', 1, 1, NULL, NULL, NULL, true)");
        string[] named = ["--table", "old \"data.E'sp\"; DROP TABLE x"];
        using Place place = await SqliteAsync();

        JsonElement import = await table.ImportedAsync(place, named);

        // humidity 40.5, small 21.4, big 0.1, n 7; then big 0.2 meets 0.1, and 0.1 is there.
        Assert.Equal((4, 1, 1), ForeignTable.Counts(import));
        Assert.Equal(
            ["time_missing 1", "time_too_early 1", "time_ahead 1", "location_missing 1", "location_invalid 1", "value_not_finite 3"],
            import.GetProperty("left_out").EnumerateArray().Select(left => $"{left.GetProperty("reason").GetString()} {left.GetProperty("count").GetInt64()}"));
        string notes = string.Join('\n', import.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        foreach (string part in (string[])["\"id\" (integer)", "\"note\" (text)", "\"Temp\"erature\"", "\"ok\" (boolean)", "--time-zone was not needed"])
            Assert.Contains(part, notes, StringComparison.Ordinal);
        Assert.Equal(9, import.GetProperty("rows_read").GetInt64());

        Assert.Equal((1, 5, 1), ForeignTable.Counts(await table.ImportedAsync(place, [.. named, "--location", "attic"])));
        await using BarographServer server = await BarographServer.StartAsync(place);
        string reader = await server.AddTokenAsync("reader", "read");
        Assert.Equal(["big=0.1", "humidity=40.5", "n=7", "small=21.4"], await server.Api(reader).LatestAsync("desk"));
        Assert.Equal(["humidity=1"], await server.Api(reader).LatestAsync("attic"));
    }

    [Theory]
    [InlineData(1, "There is no table \"esp32data; DROP TABLE esp32data\"", "--table", "esp32data; DROP TABLE esp32data")]
    [InlineData(1, "Tables with a column \"time\" there: public.esp32data.", "--table", "esp32dat")]
    [InlineData(1, "There is no table \"a.b.c.d\"", "--table", "a.b.c.d")]
    [InlineData(2, "--time-zone \"Berlin\" is not known here", "--time-zone", "Berlin")]
    [InlineData(2, "--location cannot be used", "--location", "a//b")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(int exit, string sentence, params string[] more)
    {
        ForeignTable table = await ForeignTable.SeedAsync(3);
        using Place place = await SqliteAsync();
        CommandResult result = await table.ImportAsync(place, more);
        Assert.Equal(exit, result.ExitCode);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.Equal(3L, await table.SqlAsync("SELECT count(*) FROM esp32data"));
    }

    [Fact]
    public async Task Without_a_zone_the_databases_own_is_proposed()
    {
        ForeignTable table = await ForeignTable.SeedAsync(3);
        using Place place = await SqliteAsync();
        CommandResult result = await ProductCommand.RunAsync(
            place.Folder, null, ["import", "--postgres-table", table.Connection, "--table", "esp32data", .. place.Options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--time-zone Australia/Lord_Howe (what this database is set to now)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_only_read_the_table_can_import_it_and_a_view_that_renames_it()
    {
        ForeignTable table = await ForeignTable.SeedAsync(10);
        string user = (await SharedCluster.GetAsync()).NewName("dash_");
        await table.SqlAsync($"CREATE ROLE {user} LOGIN; GRANT SELECT ON esp32data TO {user}; CREATE VIEW kept AS SELECT time, 'x' AS location, humidity AS h FROM esp32data; GRANT SELECT ON kept TO {user}");
        using Place place = await SqliteAsync();
        string connection = (await SharedCluster.GetAsync()).ConnectionString(table.Database, user);
        foreach ((string name, int values) in ((string, int)[])[("public.esp32data", 30), ("KEPT", 10)])
        {
            CommandResult result = await ProductCommand.RunAsync(
                place.Folder, null, ["import", "--postgres-table", connection, "--table", name, "--time-zone", "UTC", "--json", .. place.Options]);
            Assert.Equal((values, 0, 0), ForeignTable.Counts(result.Succeeded().Json));
        }
    }

    [Fact]
    public async Task A_password_is_never_printed()
    {
        using Place place = await SqliteAsync();
        foreach (string connection in (string[])["Host=127.0.0.1;Port=1;Username=u;Password=geheim", "Host=x;Password=geheim;Nonsense=geheim"])
        {
            CommandResult result = await ProductCommand.RunAsync(
                place.Folder, null, ["import", "--postgres-table", connection, "--table", "t", "--time-zone", "UTC", .. place.Options]);
            Assert.NotEqual(0, result.ExitCode);
            Assert.DoesNotContain("geheim", result.Output + result.Error, StringComparison.Ordinal);
            Assert.Contains("--postgres-table", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_terminal_sees_a_bar_and_a_pipe_does_not()
    {
        ForeignTable table = await ForeignTable.SeedAsync(5_000);
        using Place place = await SqliteAsync();
        CommandResult piped = (await table.ImportAsync(place)).Succeeded();
        Assert.Equal("", piped.Error);
        Assert.EndsWith("The counts agree.\n", piped.Output, StringComparison.Ordinal);

        ProcessStartInfo start = ProductBinary.Default.StartInfo(place.Folder, [.. table.Arguments(), .. place.Options]);
        string line = string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(word => $"'{word}'"));
        start.FileName = "script";
        start.ArgumentList.Clear();
        foreach (string argument in (string[])["-qec", line, "/dev/null"])
            start.ArgumentList.Add(argument);
        start.Environment["TERM"] = "xterm";
        using Process script = Process.Start(start)!;
        script.StandardInput.Close();
        string shown = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("of 5000 rows", shown, StringComparison.Ordinal);
        Assert.Contains("The counts agree.", shown, StringComparison.Ordinal);
        Assert.Equal(0, script.ExitCode);
    }

    /// <summary>A SQLite store that a server has made.</summary>
    private static async Task<Place> SqliteAsync()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { Keep = true });
        await server.StopAsync();
        return place;
    }
}
