using System.Text.Json;

namespace Barograph.SystemTests.Import;

/// <summary>A database of somebody else, with a table to import.</summary>
public sealed class ForeignTable
{
    /// <summary>As the tutorial has it made by hand.</summary>
    public const string SeedColumns =
        "time timestamp DEFAULT CURRENT_TIMESTAMP, location varchar, temperature double precision, humidity double precision, pressure double precision, wetness double precision";

    private readonly PostgresCluster _cluster;

    private ForeignTable(PostgresCluster cluster, string database)
    {
        _cluster = cluster;
        Database = database;
    }

    public string Database { get; }

    public string Connection => _cluster.ConnectionString(Database);

    /// <summary>An empty database.</summary>
    public static async Task<ForeignTable> MakeAsync(params string[] statements)
    {
        PostgresCluster cluster = await SharedCluster.GetAsync();
        var table = new ForeignTable(cluster, cluster.NewName("flask_"));
        await cluster.SqlAsync("postgres", $"CREATE DATABASE {table.Database}");
        foreach (string statement in statements)
            await table.SqlAsync(statement);
        return table;
    }

    /// <summary>The tutorial's table with one row a minute for two locations in turn.</summary>
    public static Task<ForeignTable> SeedAsync(int rows) => MakeAsync(
        $"CREATE TABLE esp32data ({SeedColumns})",
        $"INSERT INTO esp32data SELECT timestamp '2022-05-01' + i * interval '1 minute', CASE WHEN i % 2 = 0 THEN 'desk' ELSE 'basement' END, "
        + $"70 + sin(i), 40 + cos(i), 1013.25, NULL FROM generate_series(1, {rows}) i");

    public Task<object?> SqlAsync(string sql) => _cluster.SqlAsync(Database, sql);

    /// <summary>Imports into a place; the options that name the table are added.</summary>
    public Task<CommandResult> ImportAsync(Place place, params string[] more) =>
        ProductCommand.RunAsync(place.Folder, null, [.. Arguments(more), .. place.Options]);

    /// <summary>The same, which must succeed, as JSON.</summary>
    public async Task<JsonElement> ImportedAsync(Place place, params string[] more) => (await ImportAsync(place, [.. more, "--json"])).Succeeded().Json;

    /// <summary>The command line, with esp32data and Berlin unless others are named.</summary>
    public string[] Arguments(params string[] more)
    {
        List<string> line = ["import", "--postgres-table", Connection];
        if (!more.Contains("--table"))
            line.AddRange(["--table", "esp32data"]);
        if (!more.Contains("--time-zone"))
            line.AddRange(["--time-zone", "Europe/Berlin"]);
        return [.. line, .. more];
    }

    /// <summary>The counts of the whole import: new, there, conflicts.</summary>
    public static (long New, long There, long Conflicts) Counts(JsonElement json) =>
        (json.GetProperty("new").GetInt64(), json.GetProperty("there").GetInt64(), json.GetProperty("conflicts").GetInt64());
}
