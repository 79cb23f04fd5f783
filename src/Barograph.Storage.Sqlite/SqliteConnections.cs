using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>How connections to one file are opened. None is pooled: a pooled one would outlive the store and its lock.</summary>
internal sealed class SqliteConnections(string path)
{
    private const int BusySeconds = 5;

    // A checkpoint every 4,000 pages (16 MB): fewer, larger ones rewrite fewer pages twice than SQLite's 1,000. What a long
    // reader made it grow beyond 64 MB is given back after the next checkpoint.
    // A commit changes one page or more of each of its series. Of SQLite's usual 2 MB they are pushed out and read again within it: with 400 series that
    // doubles the time of an insert. It is memory only where it is needed.
    private const string Settings = """
        PRAGMA busy_timeout = 5000;
        PRAGMA foreign_keys = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA cache_size = -16000;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        """;

    public string Path => path;

    /// <summary>Opens the connection that may write, durable at each commit. Never creates the file.</summary>
    /// <exception cref="StoreRefusedException">A setting that durability rests on did not take.</exception>
    public SqliteConnection OpenWriter()
    {
        SqliteConnection connection = Open(SqliteOpenMode.ReadWrite);
        try
        {
            connection.Execute(Settings);
            Demand(connection, "journal_mode", "WAL", "wal");
            Demand(connection, "synchronous", "FULL", "2");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens it for writing and changes no setting of the file. Its first read also undoes a transaction that a kill cut off outside of WAL mode (while the mode
    /// was being switched), which a connection that only reads can not do and fails at.
    /// </summary>
    public SqliteConnection OpenAsItIs() => Open(SqliteOpenMode.ReadWrite);

    public SqliteConnection OpenReader()
    {
        SqliteConnection connection = Open(SqliteOpenMode.ReadOnly);
        try
        {
            connection.Execute("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Sets a pragma and reads it back: SQLite answers a setting that it cannot keep with silence.</summary>
    private void Demand(SqliteConnection connection, string pragma, string value, string expected)
    {
        connection.Execute($"PRAGMA {pragma} = {value}");
        string? real = Convert.ToString(connection.Scalar($"PRAGMA {pragma}"), CultureInfo.InvariantCulture);
        if (real != expected)
            throw new StoreRefusedException(
                $"SQLite does not take {pragma} = {value} for {path} (it says \"{real}\"), so nothing would be safe there. "
                + "Put the file on a local disk, not on a network share.");
    }
}
