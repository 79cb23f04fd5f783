using System.Globalization;
using Barograph.Storage.Sqlite;
using Barograph.TestSupport;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Tests;

/// <summary>A SQLite file in a folder of its own.</summary>
public sealed class SqlitePlace : StorePlace
{
    private readonly ScratchFolder _folder = new();

    public string File => _folder.File("barograph.db");

    public SqliteStore NewStore(SqliteAccess access) => new(File, access, TimeProvider.System);

    /// <summary>Runs statements on the file through a connection of its own and returns the first value of the first result.</summary>
    public async Task<object?> SqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Mode=ReadWrite;Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public override Task PoisonAsync(double value)
    {
        string number = value.ToString("R", CultureInfo.InvariantCulture);
        return SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON sample WHEN NEW.value = {number} BEGIN SELECT RAISE(ABORT, 'poison'); END");
    }

    protected override IStore MakeStore() => NewStore(SqliteAccess.Serve);

    protected override ValueTask RemoveAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
