using Microsoft.Data.Sqlite;

namespace Barograph.SystemTests.Steps;

/// <summary>SQL on a place's store from beside its server: PostgreSQL as its superuser, SQLite with a connection of its own.</summary>
public sealed class StoreSql(Place place)
{
    private const string Marks = "SELECT count(*) FROM rollup_late";

    /// <summary>The first value of the last result. On SQLite only reading is allowed beside a server.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        if (place.Engine == Engine.Postgres)
            return await place.Cluster!.SqlAsync(place.Database, sql);
        await using SqliteConnection connection = await OpenAsync(place, SqliteOpenMode.ReadOnly);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Changes a store whose server is stopped.</summary>
    public async Task ChangeAsync(string sql)
    {
        if (place.Engine == Engine.Postgres)
        {
            await place.Cluster!.SqlAsync(place.Database, sql);
            return;
        }
        await using SqliteConnection connection = await OpenAsync(place, SqliteOpenMode.ReadWrite);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until upkeep has repaired every hour to which readings came late. Fails when they do not become fewer.</summary>
    public async Task UntilNoMarkIsLeftAsync(BarographServer server)
    {
        long least = long.MaxValue;
        while (least > 0)
        {
            long marks = least;
            await Patience.UntilAsync(
                $"fewer than {least} late hours are left", async () => (marks = (long)(await ScalarAsync(Marks))!) < least, () => server.Printed.All);
            least = marks;
        }
    }

    /// <summary>A connection to the file of a place on SQLite.</summary>
    public static async Task<SqliteConnection> OpenAsync(Place place, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(place.Data, "barograph.db"), Mode = mode, Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
