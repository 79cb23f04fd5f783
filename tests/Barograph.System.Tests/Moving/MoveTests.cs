using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Barograph.SystemTests.Site;
using Barograph.SystemTests.Steps;

namespace Barograph.SystemTests.Moving;

/// <summary><c>barograph migrate-store</c> between real stores: boards, scripts and people notice nothing.</summary>
[Trait("Category", "Slow")]
public sealed class MoveTests(ITestOutputHelper output)
{
    private const long Day = 86_400;
    private const string Hostile = "=cmd|' /C calc'!A0;'\"küche\\\",日本";

    private static readonly long Today = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Day * Day;

    [Theory]
    [InlineData(Engine.Sqlite, Engine.Postgres)]
    [InlineData(Engine.Postgres, Engine.Sqlite)]
    [InlineData(Engine.Sqlite, Engine.Sqlite)]
    [InlineData(Engine.Postgres, Engine.Postgres)]
    public async Task Boards_tokens_passwords_and_answers_are_the_same_in_the_new_store(Engine from, Engine to)
    {
        await using BarographServer old = await BarographServer.StartAsync(await Place.MakeAsync(from));
        House house = await FillAsync(old);
        Dictionary<string, string> before = await AnswersAsync(old.Api(house.Reader));
        string rawFrom = before["raw_from"];
        Assert.NotEqual("none", rawFrom);
        // A plan by which SQLite, which drops hours and not months, has nothing more to drop at once.
        if ((from, to) == (Engine.Postgres, Engine.Sqlite))
            await old.CommandAsync("retention", "--raw", "400d");
        await old.StopAsync();
        using Place place = await Place.MakeAsync(to);

        CommandResult move = await MoveAsync(old.Place, place, "--json");

        JsonElement moved = move.Succeeded().Json;
        output.WriteLine($"{from} to {to}: {move.Took.TotalSeconds:0.0} s");
        Assert.True(moved.GetProperty("agrees").GetBoolean());
        Assert.Equal(rawFrom, moved.GetProperty("raw_from").GetString());
        Assert.All(moved.GetProperty("series").EnumerateArray(), one => Assert.True(one.GetProperty("agrees").GetBoolean(), one.GetRawText()));
        Assert.Contains(moved.GetProperty("tables").EnumerateArray(), table => table.GetProperty("table").GetString() == "rejection" && table.GetProperty("rows").GetInt64() == 1);
        await using BarographServer server = await BarographServer.StartAsync(place);
        await SameAsync(server, house, before);
        await GoesOnAsync(server, house);
    }

    [Theory]
    [InlineData(Engine.Sqlite, Engine.Postgres)]
    [InlineData(Engine.Postgres, Engine.Sqlite)]
    public async Task Killed_in_the_middle_it_leaves_no_store_and_may_be_repeated(Engine from, Engine to)
    {
        using Place source = await EmptyAsync(from);
        await ImportAsync(source, 300_000);
        using Place target = await Place.MakeAsync(to);
        int killed = 0;
        for (int i = 0; i < 3; i++)
            killed += await KillAsync(source, target) ? 1 : 0;
        Assert.True(killed > 0, "no move was killed in the middle");
        if (to == Engine.Sqlite)
            Assert.False(File.Exists(StoreFile(target)), "a half store");
        else
            Assert.Equal(0L, await new StoreSql(target).ScalarAsync("SELECT (SELECT count(*) FROM sample) + (SELECT count(*) FROM series) + (SELECT count(*) FROM location)"));

        JsonElement moved = (await MoveAsync(source, target, "--json")).Succeeded().Json;

        Assert.Equal(300_000, moved.GetProperty("series").EnumerateArray().Sum(one => one.GetProperty("samples").GetInt64()));
        if (to == Engine.Sqlite)
            Assert.False(File.Exists(StoreFile(target) + ".part"));
    }

    [Fact]
    public async Task A_store_in_use_or_one_that_is_not_empty_or_not_prepared_is_refused_with_what_to_do()
    {
        await using BarographServer sqlite = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await using BarographServer postgres = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres));
        using Place empty = await Place.MakeAsync(Engine.Postgres);
        using Place none = await Place.MakeAsync(Engine.Sqlite);
        await RefusedAsync("systemctl stop", sqlite.Place, empty);
        await RefusedAsync("systemctl stop", postgres.Place, none);
        await sqlite.StopAsync();
        await RefusedAsync("A server of Barograph is connected", sqlite.Place, postgres.Place);
        await postgres.StopAsync();
        // A first start makes a board.
        await RefusedAsync("barograph postgres setup --admin CONN --database NAME", sqlite.Place, postgres.Place);
        await RefusedAsync("exists already", postgres.Place, sqlite.Place);
        await RefusedAsync("There is no store", none, empty);
        string bare = empty.Cluster!.NewName("bare_");
        await empty.Cluster.SqlAsync("postgres", $"CREATE DATABASE {bare}; ");
        CommandResult unprepared = await ProductCommand.RunAsync(
            none.Folder, null, "migrate-store", "--from", Address(sqlite.Place), "--to", empty.Store!.Replace(empty.Database, bare, StringComparison.Ordinal),
            "--admin", empty.Cluster.ConnectionString("postgres"));
        Assert.Equal(1, unprepared.ExitCode);
        Assert.Contains("barograph postgres setup --admin CONN", unprepared.Error, StringComparison.Ordinal);
        CommandResult alone = await ProductCommand.RunAsync(none.Folder, null, "migrate-store", "--from", Address(sqlite.Place), "--to", empty.Store!);
        Assert.Equal(2, alone.ExitCode);
        Assert.Contains("--admin", alone.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(none.Data) ? Directory.GetFiles(none.Data, "*.part") : []);

        CommandResult words = (await MoveAsync(sqlite.Place, empty)).Succeeded();
        Assert.Contains("The two stores are the same", words.Output, StringComparison.Ordinal);
    }

    /// <summary>Two years of readings, of which the oldest are dropped, from boards and names of all kinds.</summary>
    private static async Task<House> FillAsync(BarographServer server)
    {
        string session = await Owner.SetUpAsync(server);
        Person owner = new(server, session);
        await owner.DoAsync(200, "PUT", "/site", """{"public":true,"units":{"temperature":"degF","pressure":"inHg"}}""");
        string board = await server.AddDeviceAsync("board", "--any-location");
        string rotated = await server.AddDeviceAsync("rotated", "--location", "attic");
        string renewed = (await server.CommandAsync("device", "rotate", "rotated", "--json")).Token;
        await server.CommandAsync("device", "move", "rotated", "--location", "cellar");
        string revoked = await server.AddDeviceAsync("revoked", "--any-location");
        await server.CommandAsync("device", "revoke", "revoked");
        await server.CommandWithInputAsync("geheim\n", "device", "add", "esp32", "--username", "esp32User", "--password-stdin", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");
        ServerApi api = server.Api(board);
        await ReportAsync(api, "desk", "temperature", Today - 800 * Day, 600, 5 * 144);
        await ReportAsync(api, "desk", "temperature", Today - 95 * Day, 3600, 10 * 24);
        await ReportAsync(api, "desk", "temperature", Today - 6 * Day, 3600, 6 * 24);
        await ReportAsync(api, Hostile, "rain_total", Today - 95 * Day, 3600, 10 * 24);
        Assert.Equal(200, (await server.Api(renewed).ReportAsync("""{"age":340,"id":"7f3a-17","values":{"wetness":1,"humidity":"wet"},"units":{"wetness":"=1"}}""")).Status);
        Assert.Equal(200, (await server.Api(rotated).ReportAsync($$$"""{"time":{{{Today - 90 * Day}}}.000001,"values":{"wetness":0}}""")).Status);
        await owner.DoAsync(204, "PATCH", "/locations/desk", """{"title":"My “desk”","hidden":true,"zone":"Europe/Berlin"}""");
        await RestartAsync(server);
        await new StoreSql(server.Place).UntilNoMarkIsLeftAsync(server);
        await server.CommandAsync("retention", "--raw", "91d");
        await RestartAsync(server);
        await Patience.UntilAsync(
            "the old readings are gone",
            async () => (await server.Api(reader).SamplesAsync("desk", "temperature")).All(sample => sample.Time > Today - 700 * Day)
                && (await server.CommandAsync("retention", "--json")).Json.GetProperty("samples").GetInt64() == 0,
            () => server.Printed.All);
        return new House(board, rotated, renewed, revoked, reader);
    }

    private static async Task<Dictionary<string, string>> AnswersAsync(ServerApi reader)
    {
        Dictionary<string, string> answers = [];
        List<string> queries = ["latest", "series", "locations", "devices", "devices/rotated/rejections", "site"];
        foreach (string series in (string[])["location=desk&metric=temperature", "location=*&metric=rain_total", "location=*&metric=wetness"])
        {
            queries.Add($"samples?{series}&from={Today - 20 * Day}&to={Today + 2 * Day}");
            foreach (string step in (string[])["5m", "1h", "1d&tz=Europe/Berlin", "1mo"])
                foreach ((long from, long to) in ((long, long)[])[(Today - 802 * Day, Today - 790 * Day), (Today - 100 * Day, Today - 80 * Day), (Today - 7 * Day, Today + Day)])
                    queries.Add(string.Create(CultureInfo.InvariantCulture, $"samples?{series}&from={from}&to={to}&step={step}"));
        }
        foreach (string query in queries)
        {
            RawAnswer answer = await reader.GetAsync("/api/v1/" + query);
            Assert.True(answer.Status == 200, answer.ToString());
            answers[query] = WithoutSource(answer.Text);
        }
        RawAnswer export = await reader.GetAsync("/api/v1/export.csv");
        answers["export"] = export.Text;
        answers["raw_from"] = export.Header("Barograph-Raw-From") ?? "none";
        return answers;
    }

    // From summaries or from single readings: the same in any case, but summaries of what is not over for long are made anew.
    private static string WithoutSource(string answer) => answer
        .Replace("\"resolution\":\"1h\"", "\"resolution\":\"any\"", StringComparison.Ordinal).Replace("\"resolution\":\"5m\"", "\"resolution\":\"any\"", StringComparison.Ordinal)
        .Replace("\"resolution\":\"raw\"", "\"resolution\":\"any\"", StringComparison.Ordinal);

    private static async Task SameAsync(BarographServer server, House house, Dictionary<string, string> before)
    {
        await CompareAsync();
        await new StoreSql(server.Place).UntilNoMarkIsLeftAsync(server);
        await RestartAsync(server);
        await Patience.UntilAsync("upkeep has been through", async () => (await PublishedAsync(server.Place)) > Today - Day, () => server.Printed.All);
        await CompareAsync();

        async Task CompareAsync()
        {
            Dictionary<string, string> after = await AnswersAsync(server.Api(house.Reader));
            foreach ((string query, string answer) in before)
                Assert.Equal((query, answer), (query, after[query]));
        }
    }

    private static async Task<long> PublishedAsync(Place place) => Convert.ToInt64(
        await new StoreSql(place).ScalarAsync(place.Engine == Engine.Postgres
            ? "SELECT coalesce(extract(epoch FROM published), 0)::bigint FROM rollup_state"
            : "SELECT coalesce(published, 0) / 1000000 FROM rollup_state"),
        CultureInfo.InvariantCulture);

    private static async Task GoesOnAsync(BarographServer server, House house)
    {
        // Boards: a token, the two of a rotation, a password; and one whose token was taken away.
        Assert.Equal(200, (await server.Api(house.Board).ReportAsync($$"""{"location":"new","time":{{Today}},"x":1}""")).Status);
        Assert.Equal(200, (await server.Api(house.Rotated).ReportAsync("""{"wetness":1}""")).Status);
        RawAnswer retry = await server.Api(house.Renewed).ReportAsync("""{"age":340,"id":"7f3a-17","values":{"wetness":1}}""");
        Assert.Equal((200, 1), (retry.Status, retry.Json.GetProperty("duplicates").GetInt32()));
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("esp32User:geheim"));
        Assert.Equal(200, (await RawHttp.SendAsync(server.Target, RawHttp.Request("POST", "/SQL_API/", "location=desk&temperature=1", "Authorization: Basic " + basic, "Content-Type: application/x-www-form-urlencoded"))).Status);
        Assert.Equal(401, (await server.Api(house.Revoked).ReportAsync("""{"location":"desk","x":1}""")).Status);
        // A person's password.
        RawAnswer signedIn = await Owner.PostFormAsync(server, "/signin", $"name={Owner.Name}&password={Uri.EscapeDataString(Owner.Password)}");
        Assert.True(signedIn.Status == 303, signedIn.ToString());
        // Numbers go on where they were.
        Assert.Equal(200, (await server.Api(await server.AddDeviceAsync("later", "--any-location")).ReportAsync("""{"location":"later","y":2}""")).Status);
        Assert.Equal(200, (await server.Api(await server.AddTokenAsync("later", "read")).GetAsync("/api/v1/series")).Status);
        RawAnswer tooOld = await server.Api(house.Board).ReportAsync($$"""{"location":"desk","time":{{Today - 790 * Day}},"temperature":1}""");
        Assert.Equal("time_too_old", tooOld.Code);
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    private static async Task ReportAsync(ServerApi board, string location, string metric, long from, int cadence, int count)
    {
        string name = JsonEncodedText.Encode(location).ToString();
        string reports = string.Join(',', Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{"location":"{{name}}","time":{{from + (long)i * cadence}},"{{metric}}":{{i % 97 / 7.0}}}""")));
        RawAnswer answer = await board.ReportAsync($"[{reports}]");
        Assert.True(answer.Status == 200 && answer.Json.GetProperty("stored").GetInt32() == count, answer.ToString());
    }

    private static async Task ImportAsync(Place place, int samples)
    {
        var text = new StringBuilder("time,location,metric,value\n");
        for (int i = 0; i < samples; i++)
            text.Append(CultureInfo.InvariantCulture, $"{1_700_000_000 + i / 3},desk,m{i % 3},{i}\n");
        string file = Path.Combine(place.Folder, "many.csv");
        await File.WriteAllTextAsync(file, text.ToString());
        (await ProductCommand.RunAsync(place.Folder, null, ["import", file, .. place.Options])).Succeeded();
    }

    /// <summary>Kills a move once it is at its samples. False if it came to its end first.</summary>
    private static async Task<bool> KillAsync(Place source, Place target)
    {
        using Process move = Process.Start(ProductBinary.Default.StartInfo(source.Folder, Arguments(source, target)))!;
        move.StandardInput.Close();
        var part = new FileInfo(StoreFile(target) + ".part");
        await Patience.UntilAsync("the move copies readings", async () => move.HasExited || await IsCopyingAsync());
        bool inTime = !move.HasExited;
        if (inTime)
            move.Kill();
        await move.WaitForExitAsync();
        if (target.Engine == Engine.Postgres)
            await Patience.UntilAsync("the database has seen it", async () => !await IsConnectedAsync("%"));
        return inTime;

        async Task<bool> IsCopyingAsync()
        {
            part.Refresh();
            return target.Engine == Engine.Postgres ? await IsConnectedAsync("COPY sample%") : part is { Exists: true, Length: > 300_000 };
        }

        async Task<bool> IsConnectedAsync(string query) => (bool)(await new StoreSql(target).ScalarAsync(
            $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{target.Database}' AND application_name = 'barograph move' AND query LIKE '{query}')"))!;
    }

    private static async Task RefusedAsync(string reason, Place from, Place to)
    {
        CommandResult refused = await MoveAsync(from, to);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
    }

    private static Task<CommandResult> MoveAsync(Place from, Place to, params string[] more) =>
        ProductCommand.RunAsync(from.Folder, null, [.. Arguments(from, to), .. more]);

    private static string[] Arguments(Place from, Place to) =>
    [
        "migrate-store", "--from", Address(from), "--to", Address(to), .. to.Cluster is null ? (string[])[] : ["--admin", to.Cluster.ConnectionString("postgres")],
    ];

    private static string Address(Place place) => place.Store ?? "sqlite:" + StoreFile(place);

    private static string StoreFile(Place place) => Path.Combine(place.Data, "barograph.db");

    private static async Task RestartAsync(BarographServer server)
    {
        await server.StopAsync();
        await server.StartAsync();
    }

    private static async Task<Place> EmptyAsync(Engine engine)
    {
        Place place = await Place.MakeAsync(engine);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { Keep = true });
        await server.StopAsync();
        return place;
    }

    private sealed record House(string Board, string Rotated, string Renewed, string Revoked, string Reader);
}
