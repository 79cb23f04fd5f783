using System.Globalization;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Settings of the database server that an acknowledgement relies on, and the partitions that tomorrow's samples need.</summary>
internal static class Settings
{
    public const int OldestVersion = 150000;

    /// <exception cref="StoreRefusedException">The server is too old.</exception>
    /// <exception cref="StorageUnavailableException">It is a standby that cannot be written to.</exception>
    public static async ValueTask CheckServerAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        (int version, string name, bool standby) = await Sql.SingleAsync(
            Sql.Command(connection,
                "SELECT current_setting('server_version_num')::int, current_setting('server_version'), pg_is_in_recovery()"),
            static row => (row.GetInt32(0), row.GetString(1), row.GetBoolean(2)), cancel);
        if (version < OldestVersion)
            throw new StoreRefusedException($"PostgreSQL {name} is too old; Barograph needs 15 or newer.");
        if (standby)
            throw new StorageUnavailableException("PostgreSQL is a standby in recovery and takes no writes.");
    }

    public static ValueTask<List<Finding>> DurabilityAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT name, setting FROM pg_settings
                WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name
                """),
            static row => Judge(row.GetString(0), row.GetString(1)), cancel);

    public static ValueTask<Finding> PartitionsAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.SingleAsync(
            Sql.Command(connection,
                """
                SELECT count(*)::int, max(e.upper), max(e.upper) > now() + interval '31 days'
                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                CROSS JOIN LATERAL (SELECT substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz AS upper) e
                WHERE i.inhparent = 'public.sample'::regclass
                """),
            static row => Partitions(row), cancel);

    private static Finding Partitions(NpgsqlDataReader row)
    {
        string until = Sql.GetTimeOrNull(row, 1)?.ToDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "nowhere";
        return !row.IsDBNull(2) && row.GetBoolean(2)
            ? new Finding(FindingLevel.Fine, "partitions",
                FormattableString.Invariant($"{row.GetInt32(0)} partitions of sample, until {until}."))
            : new Finding(FindingLevel.Fault, "partitions",
                $"The partitions of sample end at {until}. Upkeep makes them; if it does not run: "
                + $"SELECT ensure_partitions(), as {Roles.Upkeep}.");
    }

    private static Finding Judge(string name, string setting) => (name, setting) switch
    {
        ("fsync", "off") => new(FindingLevel.Fault, name,
            "fsync is off: what is acknowledged is lost when the machine stops. Set fsync = on in postgresql.conf."),
        ("full_page_writes", "off") => new(FindingLevel.Fault, name,
            "full_page_writes is off: a power cut can damage the database beyond recovery. Set full_page_writes = on in postgresql.conf."),
        ("synchronous_commit", "off") => new(FindingLevel.Fault, name,
            "synchronous_commit is off although this connection asked for on: what is acknowledged may not be on disk. "
            + "Connect without a pooler that resets it."),
        _ => new(FindingLevel.Fine, name, $"{name} = {setting}"),
    };
}
