using Barograph.Rollups;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>What doctor prints: read from the database, never from what set-up meant to do.</summary>
internal static class Examination
{
    private static readonly TimeSpan LongestApart = TimeSpan.FromMinutes(1);

    public static async ValueTask<IReadOnlyList<Finding>> RunAsync(
        NpgsqlConnection connection, ServerPart part, TimeProvider clock, CancellationToken cancel)
    {
        List<Finding> findings =
            [await ServerAsync(connection, cancel), await ClockAsync(connection, clock, cancel), await LoginAsync(connection, cancel)];
        try
        {
            await Schema.CheckAsync(connection, cancel);
            string text = FormattableString.Invariant($"{Schema.Migrations.Length} of {Schema.Migrations.Length} migrations are applied.");
            findings.Add(new Finding(FindingLevel.Fine, "schema", text));
        }
        catch (StoreRefusedException e)
        {
            findings.Add(new Finding(FindingLevel.Fault, "schema", e.Message));
        }
        findings.AddRange(await Settings.DurabilityAsync(connection, cancel));
        if (await HasSamplesAsync(connection, cancel))
        {
            findings.Add(await Settings.PartitionsAsync(connection, cancel));
            findings.Add(RollupAge.Examine((await RollupStateRow.ReadAsync(connection, cancel)).Published, Model.Instant.Now(clock)));
            findings.AddRange(await Rights.ExcessAsync(connection, part, cancel));
            findings.AddRange(await Rights.ReachAsync(connection, part, cancel));
        }
        findings.AddRange(await GrantsAsync(connection, cancel));
        return findings;
    }

    private static ValueTask<Finding> ServerAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.SingleAsync(
            Sql.Command(connection,
                "SELECT current_setting('server_version'), current_database()::text, current_setting('server_encoding')"),
            static row => new Finding(
                FindingLevel.Fine, "server",
                $"PostgreSQL {row.GetString(0)}, database {row.GetString(1)}, encoding {row.GetString(2)}"), cancel);

    /// <summary>Samples have this machine's time; partitions and expiries are reckoned with the database's.</summary>
    private static ValueTask<Finding> ClockAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancel) =>
        Sql.SingleAsync(
            Sql.Command(connection, "SELECT clock_timestamp()"),
            row =>
            {
                TimeSpan apart = (new DateTimeOffset(row.GetDateTime(0)) - clock.GetUtcNow()).Duration();
                return apart < LongestApart
                    ? new Finding(FindingLevel.Fine, "database clock", "It agrees with this machine's.")
                    : new Finding(FindingLevel.Warning, "database clock",
                        FormattableString.Invariant($"It is {apart.TotalMinutes:0.0} minutes away from this machine's. Let a time service keep both: timedatectl set-ntp true"));
            }, cancel);

    private static ValueTask<Finding> LoginAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.SingleAsync(
            Sql.Command(connection,
                """
                SELECT session_user::text, current_user::text, r.rolsuper, r.rolinherit, r.rolcreaterole,
                       coalesce((SELECT string_agg(g.rolname::text, ', ' ORDER BY g.rolname)
                                 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid), 'nothing')
                FROM pg_roles r WHERE r.rolname = session_user
                """),
            static row =>
            {
                // A role that may create roles can, before PostgreSQL 16, make itself a member of any other.
                bool tooMuch = row.GetBoolean(2) || row.GetBoolean(4);
                string attributes = string.Concat(
                    row.GetBoolean(2) ? ", SUPERUSER" : "", row.GetBoolean(3) ? ", INHERIT" : ", NOINHERIT",
                    row.GetBoolean(4) ? ", CREATEROLE" : "");
                return new Finding(tooMuch ? FindingLevel.Warning : FindingLevel.Fine, "login",
                    $"{row.GetString(0)}{attributes}, member of {row.GetString(5)}; this connection works as {row.GetString(1)}");
            }, cancel);

    private static ValueTask<bool> HasSamplesAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.SingleAsync(
            Sql.Command(connection, "SELECT to_regclass('public.sample') IS NOT NULL"), static row => row.GetBoolean(0), cancel);

    /// <summary>
    /// What each role can really do with each table and view, however it came by it; one finding a role. Partitions that give nothing are
    /// left out.
    /// </summary>
    private static ValueTask<List<Finding>> GrantsAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT w.rolname::text,
                       string_agg(g.rights || ' ' || c.relname, '; ' ORDER BY c.relispartition, c.relname) FILTER (WHERE g.rights <> ''),
                       bool_or(g.rights ~ 'UPDATE|DELETE|TRUNCATE')
                FROM pg_roles w
                CROSS JOIN pg_class c
                CROSS JOIN LATERAL (
                    SELECT coalesce(string_agg(p, ', ' ORDER BY n), '') AS rights
                    FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) WITH ORDINALITY AS a (p, n)
                    WHERE has_table_privilege(w.oid, c.oid, p)
                       OR (p IN ('SELECT', 'INSERT', 'UPDATE') AND has_any_column_privilege(w.oid, c.oid, p))) g
                WHERE w.rolname = ANY ($1) AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
                GROUP BY w.rolname ORDER BY w.rolname
                """, Sql.Texts([.. Roles.Working])),
            static row => new Finding(
                row.GetString(0) == Roles.Ingest && row.GetBoolean(2) ? FindingLevel.Fault : FindingLevel.Fine,
                row.GetString(0), $"may {Sql.GetTextOrNull(row, 1) ?? "do nothing"}"), cancel);
}
