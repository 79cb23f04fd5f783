using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Reads from the database what the login and the ingest role can really do, and finds what a server that devices can reach must not be
/// able to.
/// </summary>
internal static class Rights
{
    /// <summary>Who may come in and what they may: nobody adds to these but a person.</summary>
    private static readonly string[] Credentials = ["device", "device_name", "placement", "token", "account", "session", "site", "site_unit"];

    /// <summary>What is too much, one fault each; empty if all is well.</summary>
    public static async ValueTask<List<Finding>> ExcessAsync(NpgsqlConnection connection, ServerPart part, CancellationToken cancel)
    {
        List<Finding> excess = await Sql.ListAsync(
            Sql.Command(connection, "SELECT session_user::text FROM pg_roles WHERE rolname = session_user AND rolsuper"),
            static row => Fault($"The login {row.GetString(0)} is a superuser. Use the login that barograph postgres setup made."), cancel);
        bool isSuperuser = excess.Count > 0;
        if (!isSuperuser)
            excess.AddRange(await InheritedAsync(connection, cancel));
        if (!isSuperuser && part == ServerPart.Ingest)
            excess.AddRange(await BeyondIngestAsync(connection, cancel));
        excess.AddRange(await OnTablesAsync(connection, part, isSuperuser, cancel));
        return excess;
    }

    /// <summary>A sentence about roles that the login cannot become although this part of the server works as them; null if there are none.</summary>
    public static async ValueTask<string?> LackAsync(NpgsqlConnection connection, ServerPart part, CancellationToken cancel)
    {
        string[] needed = part == ServerPart.Ingest ? [Roles.Ingest] : Roles.Working;
        List<string> reach = await MembershipsAsync(connection, cancel);
        string[] missing = [.. needed.Except(reach)];
        // A superuser is a member of every role; the override lets it in.
        if (missing.Length == 0)
            return null;
        string login = await LoginAsync(connection, cancel);
        return $"The login {login} cannot become {string.Join(", ", missing)}. If it is the login of the part that takes reports, serve with --part ingest, "
            + $"and give admin commands the store of the other login. Else complete it, as an administrator of the database: "
            + $"barograph postgres setup --admin CONN --login {login}";
    }

    /// <summary>What is allowed and yet worth saying at every start: the roles that a stolen server process could take up.</summary>
    public static async ValueTask<List<Finding>> ReachAsync(NpgsqlConnection connection, ServerPart part, CancellationToken cancel)
    {
        List<string> reach = await MembershipsAsync(connection, cancel);
        if (part == ServerPart.Ingest)
            return reach is [Roles.Ingest] ? [new Finding(FindingLevel.Notice, "roles", $"The login can become {Roles.Ingest} and nothing else.")] : [];
        string[] others = [.. reach.Intersect([Roles.Operate, Roles.Owner, Roles.Upkeep])];
        if (others.Length == 0)
            return [];
        bool canOwn = others.Contains(Roles.Owner);
        return
        [
            new Finding(canOwn ? FindingLevel.Warning : FindingLevel.Notice, "roles",
                $"The login can also become {string.Join(", ", others)}: "
                + (part == ServerPart.Site ? "devices are not served by this process." : $"devices are served as {Roles.Ingest}, but in this same process.")
                + (canOwn ? $" It needs no {Roles.Owner}: REVOKE {Roles.Owner} FROM the login." : "")),
        ];
    }

    private static ValueTask<string> LoginAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.SingleAsync(Sql.Command(connection, "SELECT session_user::text"), static row => row.GetString(0), cancel);

    /// <summary>Every role that the login could take up, by name, however far the memberships go.</summary>
    private static ValueTask<List<string>> MembershipsAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT rolname::text FROM pg_roles
                WHERE rolname <> session_user AND pg_has_role(session_user, oid, 'MEMBER') ORDER BY rolname
                """),
            static row => row.GetString(0), cancel);

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

    /// <summary>What the login of the ingest part could do beside becoming the ingest role: any other role, and what belongs to the whole server.</summary>
    private static async ValueTask<List<Finding>> BeyondIngestAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        string login = await LoginAsync(connection, cancel);
        string[] others = [.. (await MembershipsAsync(connection, cancel)).Where(role => role != Roles.Ingest)];
        List<Finding> excess = [];
        if (others.Length > 0)
            excess.Add(Fault($"The login {login} can become {string.Join(", ", others)}, and the part that takes reports needs one that can become "
                + $"{Roles.Ingest} and nothing else. Make it with barograph postgres setup --admin CONN --ingest-login ROLE, and use the store that it prints."));
        string attributes = await Sql.SingleAsync(
            Sql.Command(connection, $"SELECT {RoleAttributes.Select} FROM pg_roles r WHERE r.rolname = session_user"),
            static row => row.GetString(0), cancel);
        if (attributes.Length > 0)
            excess.Add(Fault($"The login {login} has {attributes}. Take it back: ALTER ROLE \"{login}\" {RoleAttributes.None}."));
        return excess;
    }

    /// <summary>
    /// Ways to change samples, of the ingest role and of every role it could become, and of the login itself; on the table or any
    /// partition, by direct grant, column grant, membership, PUBLIC or ownership. In the ingest part: ways to change anything at all, or to add a credential.
    /// </summary>
    private static ValueTask<List<Finding>> OnTablesAsync(
        NpgsqlConnection connection, ServerPart part, bool isSuperuser, CancellationToken cancel) =>
        Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT w.rolname::text, c.relname::text, r.name
                FROM pg_class c
                JOIN pg_roles w ON pg_has_role($1::name, w.oid, 'MEMBER') OR (w.rolname = session_user AND NOT $2)
                CROSS JOIN LATERAL (VALUES
                    ('owns it', pg_has_role(w.oid, c.relowner, 'USAGE')),
                    ('may INSERT', $3 AND c.relname = ANY ($4)
                        AND (has_table_privilege(w.oid, c.oid, 'INSERT') OR has_any_column_privilege(w.oid, c.oid, 'INSERT'))),
                    ('may UPDATE', has_table_privilege(w.oid, c.oid, 'UPDATE') OR has_any_column_privilege(w.oid, c.oid, 'UPDATE')),
                    ('may DELETE', has_table_privilege(w.oid, c.oid, 'DELETE')),
                    ('may TRUNCATE', has_table_privilege(w.oid, c.oid, 'TRUNCATE'))) AS r (name, has)
                WHERE r.has AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                  AND ($3 OR c.oid IN (SELECT relid FROM pg_partition_tree('public.sample')))
                ORDER BY c.relispartition, c.relname, w.rolname, r.name LIMIT 20
                """,
                Sql.Text(Roles.Ingest), Sql.Bool(isSuperuser), Sql.Bool(part == ServerPart.Ingest), Sql.Texts([.. Credentials])),
            row => Fault(
                $"On {row.GetString(1)} the role {row.GetString(0)} {row.GetString(2)}; "
                + (part == ServerPart.Ingest ? "the part that takes reports only adds what was measured." : "samples are only ever added and read.")
                + " Revoke it."),
            cancel);

    private static Finding Fault(string text) => new(FindingLevel.Fault, "rights", text);
}
