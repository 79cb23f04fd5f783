using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Reads from the database what the login and the ingest role can really do, and finds what a server that devices can reach must not be
/// able to.
/// </summary>
internal static class Rights
{
    /// <summary>What is too much, one fault each; empty if all is well.</summary>
    public static async ValueTask<List<Finding>> ExcessAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        List<Finding> excess = await Sql.ListAsync(
            Sql.Command(connection, "SELECT session_user::text FROM pg_roles WHERE rolname = session_user AND rolsuper"),
            static row => Fault($"The login {row.GetString(0)} is a superuser. Use the login that barograph postgres setup made."), cancel);
        bool isSuperuser = excess.Count > 0;
        if (!isSuperuser)
            excess.AddRange(await InheritedAsync(connection, cancel));
        excess.AddRange(await OnSamplesAsync(connection, isSuperuser, cancel));
        return excess;
    }

    /// <summary>What is allowed and yet worth saying at every start: the group roles that a stolen server process could take up.</summary>
    public static async ValueTask<List<Finding>> ReachAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        List<string> reach = await Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT rolname::text FROM pg_roles
                WHERE rolname = ANY ($1) AND pg_has_role(session_user, oid, 'MEMBER') ORDER BY rolname
                """, Sql.Texts([Roles.Owner, Roles.Operate, Roles.Upkeep])),
            static row => row.GetString(0), cancel);
        if (reach.Count == 0)
            return [];
        return
        [
            new Finding(reach.Contains(Roles.Owner) ? FindingLevel.Warning : FindingLevel.Notice, "roles",
                $"The login can also become {string.Join(", ", reach)}: devices are served as {Roles.Ingest}, but in this same process."
                + (reach.Contains(Roles.Owner) ? $" It needs no {Roles.Owner}: REVOKE {Roles.Owner} FROM the login." : "")),
        ];
    }

    /// <summary>Memberships must be taken up by the connection's role option; an inherited one works at any time.</summary>
    private static ValueTask<List<Finding>> InheritedAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT session_user::text, rolname::text FROM pg_roles
                WHERE rolname = ANY ($1) AND pg_has_role(session_user, oid, 'USAGE') ORDER BY rolname
                """, Sql.Texts([Roles.Owner, Roles.Operate, Roles.Upkeep])),
            static row => Fault(
                $"The login {row.GetString(0)} inherits {row.GetString(1)}. "
                + $"Make it NOINHERIT: ALTER ROLE \"{row.GetString(0)}\" NOINHERIT."), cancel);

    /// <summary>
    /// Ways to change samples, of the ingest role and of every role it could become, and of the login itself; on the table or any
    /// partition, by direct grant, column grant, membership, PUBLIC or ownership.
    /// </summary>
    private static ValueTask<List<Finding>> OnSamplesAsync(NpgsqlConnection connection, bool isSuperuser, CancellationToken cancel) =>
        Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT w.rolname::text, c.relname::text, r.name
                FROM pg_partition_tree('public.sample') t
                JOIN pg_class c ON c.oid = t.relid
                JOIN pg_roles w ON pg_has_role($1::name, w.oid, 'MEMBER') OR (w.rolname = session_user AND NOT $2)
                CROSS JOIN LATERAL (VALUES
                    ('owns it', pg_has_role(w.oid, c.relowner, 'USAGE')),
                    ('may UPDATE', has_table_privilege(w.oid, c.oid, 'UPDATE') OR has_any_column_privilege(w.oid, c.oid, 'UPDATE')),
                    ('may DELETE', has_table_privilege(w.oid, c.oid, 'DELETE')),
                    ('may TRUNCATE', has_table_privilege(w.oid, c.oid, 'TRUNCATE'))) AS r (name, has)
                WHERE r.has
                ORDER BY t.level, c.relname, w.rolname, r.name LIMIT 20
                """,
                Sql.Text(Roles.Ingest), new NpgsqlParameter<bool> { TypedValue = isSuperuser }),
            static row => Fault(
                $"On {row.GetString(1)} the role {row.GetString(0)} {row.GetString(2)}; samples are only ever added and read. Revoke it."),
            cancel);

    private static Finding Fault(string text) => new(FindingLevel.Fault, "rights", text);
}
