namespace Barograph.Storage.Postgres;

/// <summary>Rights that a role has over the whole database server and that no server process of ours needs, beside SUPERUSER.</summary>
internal static class RoleAttributes
{
    /// <summary>Takes all of them back, in ALTER ROLE.</summary>
    public const string None = "NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS";

    /// <summary>For a row <c>r</c> of pg_roles: their names, empty if it has none. A role that may create roles can, before PostgreSQL 16, join any other.</summary>
    public const string Select =
        """
        concat_ws(', ', CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
                  CASE WHEN r.rolreplication THEN 'REPLICATION' END, CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END)
        """;
}
