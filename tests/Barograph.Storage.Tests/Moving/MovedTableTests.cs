namespace Barograph.Storage.Tests.Moving;

/// <summary>A column that is added to the catalog must not be forgotten by <c>migrate-store</c>.</summary>
public sealed class MovedTableTests
{
    // Sessions stay behind; the journals of the migrations are the new store's own; the others move by themselves, or are made anew.
    private static readonly string[] Others = ["session", "schemaversions", "sample", "rollup_5m", "rollup_1h", "rollup_late", "rollup_state", "retention", "alert_holder", "server_alive"];

    [Fact]
    public async Task Every_column_of_SQLite_moves()
    {
        await using var place = new SqlitePlace();
        await place.OpenAsync(TestContext.Current.CancellationToken);
        string columns = (string)(await place.SqlAsync(
            "SELECT group_concat(lower(m.name) || '.' || c.name, ' ') FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"))!;
        AssertMoves(columns);
    }

    [Fact]
    public async Task Every_column_of_PostgreSQL_moves()
    {
        await using PostgresPlace place = await PostgresPlace.MakeAsync(await SharedCluster.GetAsync());
        string columns = (string)(await place.SqlAsync(
            """
            SELECT string_agg(c.relname || '.' || replace(a.attname, 'created_by', 'token_id'), ' ') FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
            """))!;
        AssertMoves(columns);
    }

    private static void AssertMoves(string columns) => Assert.Equal(
        MovedTable.All.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}")).Order(StringComparer.Ordinal),
        columns.Split(' ').Where(column => !Others.Contains(column.Split('.')[0])).Order(StringComparer.Ordinal));
}
