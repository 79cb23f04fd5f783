using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Tests;

/// <summary>The view esp32data: the table of the system that Barograph grew out of, for its own role, from plain SQL.</summary>
public sealed class SeedTableTests() : PostgresTest(SharedCluster.GetAsync, SeedUser)
{
    private const string SeedUser = "esp32User";
    private const string Insert = "INSERT INTO esp32data (temperature, humidity, pressure, wetness, location) VALUES ";

    public override async ValueTask InitializeAsync()
    {
        await MakeSeedUserAsync();
        await base.InitializeAsync();
    }

    [Fact]
    public async Task The_seeds_insert_works_and_shows_up_among_the_latest()
    {
        await Place.SqlAsync(SeedUser, Insert + "(71.3,40.1,1013.2,0,'desk')");

        IReadOnlyList<LatestSample> latest = await (await Place.OpenAsync(Cancel)).Reader.LatestAsync("desk", Cancel);

        Assert.Equal(
            [("humidity", 40.1), ("pressure", 1013.2), ("temperature", 71.3), ("wetness", 0.0)], latest.Select(s => (s.Series.Key.Metric, s.Value)));
        Assert.Single(latest.Select(s => s.Time).Distinct());
    }

    [Fact]
    public async Task The_seeds_weather_table_is_read_in_its_own_units()
    {
        IStore store = await Place.OpenAsync(Cancel);
        IReadOnlyList<SeriesInfo?> series = await store.Series.FindOrCreateAsync(
            [
                new SeriesWish(new SeriesKey("outside", "temperature"), "Cel"), new SeriesWish(new SeriesKey("outside", "wind_speed"), "km/h"),
                new SeriesWish(new SeriesKey("desk", "temperature"), "Cel"),
            ], 0, 100, Cancel);
        Instant noon = Instant.FromUnixSeconds(1_777_636_800);
        await store.Writer.AppendAsync(Batches.Of([.. series.Select((info, i) => new Sample(info!.Id, noon, 20 + i))]), Cancel);

        await using var connection = new NpgsqlConnection(Cluster.ConnectionString(Place.Database, SeedUser));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("SELECT * FROM weather_data", connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(Cancel);

        Assert.True(await row.ReadAsync(Cancel));
        Assert.Equal((293.15, 21 / 3.6, 1777636800.0), ((double)row["temperature"], (double)row["wind_speed"], (double)row["time"]));
        Assert.False(await row.ReadAsync(Cancel));
    }

    [Fact]
    public async Task The_seeds_plot_query_works_by_position_too()
    {
        await Place.SqlAsync(SeedUser, Insert + "(20.5,40,1013,0,'desk')");
        await Place.SqlAsync(SeedUser, Insert + "(21.5,41,1014,1,'desk')");
        await Place.SqlAsync(
            SeedUser, "INSERT INTO esp32data (time, temperature, location) VALUES (current_timestamp - interval '8 days', 5, 'desk')");

        await using var connection = new NpgsqlConnection(Cluster.ConnectionString(Place.Database, SeedUser));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(
            "SELECT * FROM esp32data WHERE time > current_timestamp - interval '7 day' ORDER BY time ASC", connection);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(Cancel);
        var seen = new List<(Type, object, object)>();
        while (await rows.ReadAsync(Cancel))
            seen.Add((rows.GetFieldType(0), rows[2], rows[4]));

        Assert.Equal([(typeof(DateTime), 20.5, 40.0), (typeof(DateTime), 21.5, 41.0)], seen);
        Assert.Equal(["time", "location", "temperature", "pressure", "humidity", "wetness"], Enumerable.Range(0, 6).Select(rows.GetName));
    }

    [Theory]
    [InlineData("DELETE FROM esp32data")]
    [InlineData("UPDATE esp32data SET temperature = 0")]
    [InlineData("TRUNCATE esp32data")]
    [InlineData("DROP VIEW esp32data")]
    [InlineData("DROP TABLE sample")]
    [InlineData("DELETE FROM sample")]
    [InlineData("INSERT INTO sample VALUES (1, now(), 1)")]
    [InlineData("SELECT * FROM token")]
    [InlineData("SELECT * FROM account")]
    [InlineData("CREATE TABLE mine (x int)")]
    [InlineData("CREATE TABLE public.mine (x int)")]
    [InlineData("SET ROLE barograph_ingest")]
    [InlineData("SET ROLE barograph_owner")]
    public async Task Anything_else_is_refused_by_the_database(string statement)
    {
        await Place.SqlAsync(SeedUser, Insert + "(71.3,40.1,1013.2,0,'desk')");

        // For lack of rights, or because a view cannot be changed in this way by anybody.
        PostgresException error = await Assert.ThrowsAnyAsync<PostgresException>(() => Place.SqlAsync(SeedUser, statement));
        string[] refusals = [PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ObjectNotInPrerequisiteState, PostgresErrorCodes.WrongObjectType];
        Assert.Contains(error.SqlState, refusals);

        Assert.Equal(71.3, await Place.SqlAsync(SeedUser, "SELECT temperature FROM esp32data"));
    }

    [Fact]
    public async Task A_row_may_lack_values_and_then_holds_none()
    {
        await Place.SqlAsync(SeedUser, "INSERT INTO esp32data (wetness, location) VALUES (1, 'basement')");

        Assert.Equal(DBNull.Value, await Place.SqlAsync(SeedUser, "SELECT temperature FROM esp32data"));
        Assert.Equal("wetness", Assert.Single(await (await Place.OpenAsync(Cancel)).Series.ListAsync(null, Cancel)).Key.Metric);
    }

    [Fact]
    public async Task Rows_of_one_moment_never_merge()
    {
        // One statement has one current_timestamp, and the clock may stand still between rows.
        await Place.SqlAsync(SeedUser, Insert + string.Join(',', Enumerable.Repeat("(1,2,3,4,'desk')", 50)));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Place.SqlAsync(SeedUser, Insert + string.Join(',', Enumerable.Repeat("(1,2,3,4,'desk')", 10)))));

        Assert.Equal(130L, await Place.SqlAsync(SeedUser, "SELECT count(*) FROM esp32data"));
    }

    [Theory]
    [InlineData("''")]
    [InlineData("'  '")]
    [InlineData("NULL")]
    [InlineData("'a*b'")]
    [InlineData("'/desk'")]
    [InlineData("'desk//left'")]
    [InlineData("repeat('x', 129)")]
    [InlineData("E'a\\u202Eb'")]
    [InlineData("E'a\\nb'")]
    public async Task A_location_that_no_device_may_send_is_refused_here_too(string location)
    {
        await Assert.ThrowsAnyAsync<PostgresException>(() => Place.SqlAsync(SeedUser, Insert + $"(1,2,3,4,{location})"));

        Assert.Equal(0L, await Place.SqlAsync("SELECT count(*) FROM sample"));
        Assert.Equal(0L, await Place.SqlAsync("SELECT count(*) FROM location"));
    }

    [Theory]
    [InlineData("'NaN'")]
    [InlineData("'Infinity'")]
    [InlineData("'-Infinity'")]
    public async Task A_number_that_is_not_finite_is_refused(string value)
    {
        await Assert.ThrowsAnyAsync<PostgresException>(() => Place.SqlAsync(SeedUser, Insert + $"(1,2,3,{value},'desk')"));

        Assert.Equal(0L, await Place.SqlAsync("SELECT count(*) FROM sample"));
    }

    [Fact]
    public async Task The_rule_for_locations_is_the_same_in_SQL_for_every_character()
    {
        await Place.SqlAsync("""
            CREATE FUNCTION checked(sent text) RETURNS text LANGUAGE plpgsql AS $$
            BEGIN RETURN check_location(sent); EXCEPTION WHEN invalid_parameter_value THEN RETURN NULL; END $$;
            CREATE FUNCTION all_checked(code int) RETURNS text[] LANGUAGE sql AS
            $$ SELECT ARRAY[checked('a' || chr(code) || 'b'), checked(chr(code) || 'ab'), checked('ab' || chr(code))] $$
            """);
        await using var connection = new NpgsqlConnection(Cluster.ConnectionString(Place.Database));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(
            "SELECT code, all_checked(code) FROM generate_series(1, 65535) AS code WHERE code NOT BETWEEN 55296 AND 57343", connection);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(Cancel);
        var different = new List<string>();
        while (await rows.ReadAsync(Cancel))
        {
            int code = rows.GetInt32(0);
            string?[] inSql = rows.GetFieldValue<string?[]>(1);
            string?[] here = [Normalized($"a{(char)code}b"), Normalized($"{(char)code}ab"), Normalized($"ab{(char)code}")];
            if (!here.SequenceEqual(inSql))
                different.Add(FormattableString.Invariant($"U+{code:X4}"));
        }

        Assert.Empty(different);
    }

    private static string? Normalized(string sent) => LocationKey.TryNormalize(sent, out string? key, out _) ? key : null;

    /// <summary>The role exists before the set-up, as on the machine of the seed, and belongs to the whole cluster.</summary>
    private static async Task MakeSeedUserAsync()
    {
        await (await SharedCluster.GetAsync()).SqlAsync("postgres", $"""
            DO $$ BEGIN CREATE ROLE "{SeedUser}" LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
            """);
    }
}
