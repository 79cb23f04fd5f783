using Npgsql;

namespace Barograph.Server.Config;

/// <summary>Which store: <c>sqlite:PATH</c> or <c>postgres:NPGSQL-CONNECTION-STRING</c>. Its text form leaves out everything secret.</summary>
public sealed class StoreAddress
{
    public const string SqlitePrefix = "sqlite:";
    public const string PostgresPrefix = "postgres:";

    private readonly string _shown;

    private StoreAddress(StoreKind kind, string value, string shown)
    {
        Kind = kind;
        Value = value;
        _shown = shown;
    }

    public StoreKind Kind { get; }

    /// <summary>The path of the SQLite file, or the connection string, which may hold a password.</summary>
    public string Value { get; }

    /// <summary>Checks the form only; whether something is there is known when it is opened.</summary>
    public static StoreAddress Parse(string text, out string? problem)
    {
        problem = null;
        if (text.StartsWith(SqlitePrefix, StringComparison.Ordinal))
            return Sqlite(text[SqlitePrefix.Length..], out problem);
        if (text.StartsWith(PostgresPrefix, StringComparison.Ordinal))
            return Postgres(text[PostgresPrefix.Length..], out problem);
        problem = "A store is sqlite:PATH or postgres:CONNECTION-STRING.";
        return new StoreAddress(StoreKind.Sqlite, "", "");
    }

    private static StoreAddress Sqlite(string path, out string? problem)
    {
        problem = path switch
        {
            "" => "The path after sqlite: is missing.",
            ":memory:" => "A store in memory would lose every reading; name a file.",
            _ when path.Contains('\0', StringComparison.Ordinal) => "The path after sqlite: is not valid.",
            _ when path.EndsWith('/') || Directory.Exists(path) => "The path after sqlite: is a folder; name a file in it.",
            _ => null,
        };
        return new StoreAddress(StoreKind.Sqlite, path, SqlitePrefix + path);
    }

    private static StoreAddress Postgres(string text, out string? problem)
    {
        problem = null;
        string shown = "";
        if (text.StartsWith("//", StringComparison.Ordinal))
            problem = "A PostgreSQL store is a connection string such as postgres:Host=/var/run/postgresql;Database=barograph;Username=barograph, not a URL.";
        else if (text.Trim().Length == 0)
            problem = "The connection string after postgres: is missing.";
        else
            shown = Shown(text, out problem);
        return new StoreAddress(StoreKind.Postgres, text, shown);
    }

    private static string Shown(string connectionString, out string? problem)
    {
        problem = null;
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return $"{PostgresPrefix}Host={parts.Host};Database={parts.Database};Username={parts.Username}";
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Its message quotes what it could not read, which may be a piece of the password.
            problem = "The connection string after postgres: is not valid; it is made of Key=value pairs separated by semicolons, as Npgsql documents them.";
            return "";
        }
    }

    /// <summary>For people and logs: without the password and whatever else the connection string holds.</summary>
    public override string ToString() => _shown;
}
