using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Completes the user's connection string for each use.</summary>
internal static class ConnectionStrings
{
    public const string ApplicationName = "barograph";

    /// <summary>
    /// For connections that take up <paramref name="role"/> and give up after <paramref name="seconds"/>. The server's own limit is a
    /// second shorter than the driver's, so that usually it is the one to answer, cleanly.
    /// </summary>
    public static NpgsqlConnectionStringBuilder ForRole(string connectionString, string role, int seconds)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = ApplicationName,
            Timeout = 5,
            CommandTimeout = seconds,
            // A timeout breaks the connection at once instead of cancelling and waiting: after it nothing is known anyway.
            CancellationTimeout = -1,
            Enlist = false,
            // Nothing here changes a session's state, so there is nothing to reset.
            NoResetOnClose = true,
            // Detail lines may quote values of a row.
            IncludeErrorDetail = false,
        };
        // jit: over a few dozen partitions it compiles for a second what runs for a tenth (seen on ten thousand duplicates).
        // Isolation: the marks of late samples rest on each statement's having a snapshot of its own (Migrations/0006_rollups.sql).
        // Later options win over those that the user gave.
        string ours = FormattableString.Invariant(
            $"-c role={role} -c timezone=UTC -c synchronous_commit=on -c jit=off -c default_transaction_isolation=read\\ committed -c lock_timeout=3s -c statement_timeout={seconds - 1}s");
        builder.Options = $"{builder.Options} {ours}".TrimStart();
        return builder;
    }

    public static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder builder)
    {
        var source = new NpgsqlSlimDataSourceBuilder(builder.ConnectionString);
        source.EnableArrays();
        source.EnableTransportSecurity();
        return source.Build();
    }

    /// <summary>Where it is, for people: host, port and database, nothing else.</summary>
    public static string Describe(NpgsqlConnectionStringBuilder builder) =>
        FormattableString.Invariant($"PostgreSQL, database {builder.Database ?? builder.Username} at {builder.Host}:{builder.Port}");
}
