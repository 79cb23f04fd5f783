using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Makes the database and settles who may enter it; what is inside belongs to the migrations.</summary>
internal static class DatabaseSetup
{
    public static async ValueTask CreateAsync(NpgsqlConnection admin, string database, SetupLog log, CancellationToken cancel)
    {
        if (await SetupSql.AskAsync(admin, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", cancel, Sql.Text(database)))
        {
            string encoding = await Sql.SingleAsync(
                Sql.Command(admin, "SELECT pg_encoding_to_char(encoding)::text FROM pg_database WHERE datname = $1", Sql.Text(database)),
                static row => row.GetString(0), cancel);
            if (encoding != "UTF8")
                throw new StoreRefusedException($"The database {database} has the encoding {encoding}; Barograph needs UTF8. "
                    + "Name another with --database D.");
            log.Add(false, $"database {database}");
            return;
        }
        // template0 and the C locale are possible whatever the cluster was made with.
        await SetupSql.RunAsync(
            admin, "CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", [database, Roles.Owner], cancel);
        log.Add(true, $"database {database}");
    }

    /// <summary>Takes everything from PUBLIC, and lets the group roles in.</summary>
    public static async ValueTask CloseToPublicAsync(NpgsqlConnection connection, SetupLog log, CancellationToken cancel)
    {
        string database = connection.Database;
        bool isOpen = await SetupSql.AskAsync(connection,
            """
            SELECT EXISTS (SELECT FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                           WHERE d.datname = current_database() AND a.grantee = 0)
                OR EXISTS (SELECT FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
                           WHERE n.nspname = 'public' AND a.grantee = 0)
            """, cancel);
        if (isOpen)
        {
            await SetupSql.RunAsync(connection, "REVOKE ALL ON DATABASE %I FROM PUBLIC", [database], cancel);
            await SetupSql.RunAsync(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC", [], cancel);
        }
        log.Add(isOpen, "nothing for PUBLIC in the database and its schema");

        bool entered = false;
        foreach (string role in Roles.Working)
            entered |= await LetInAsync(connection, role, cancel);
        // The database may be older than we are and belong to somebody else.
        const string ownerMayCreate = "SELECT has_schema_privilege($1::name, 'public', 'CREATE')";
        if (!await SetupSql.AskAsync(connection, ownerMayCreate, cancel, Sql.Text(Roles.Owner)))
        {
            await SetupSql.RunAsync(connection, "GRANT USAGE, CREATE ON SCHEMA public TO %I", [Roles.Owner], cancel);
            entered = true;
        }
        log.Add(entered, "the group roles may connect");
    }

    /// <summary>What a role needs before any table: CONNECT and USAGE. Returns whether something was missing.</summary>
    public static async ValueTask<bool> LetInAsync(NpgsqlConnection connection, string role, CancellationToken cancel)
    {
        bool isIn = await SetupSql.AskAsync(connection,
            """
            SELECT has_database_privilege($1::name, current_database(), 'CONNECT')
               AND has_schema_privilege($1::name, 'public', 'USAGE')
            """, cancel, Sql.Text(role));
        if (isIn)
            return false;
        await SetupSql.RunAsync(connection, "GRANT CONNECT ON DATABASE %I TO %I", [connection.Database, role], cancel);
        await SetupSql.RunAsync(connection, "GRANT USAGE ON SCHEMA public TO %I", [role], cancel);
        return true;
    }

    /// <summary>The views of the seed's two tables for one role, and nothing beside them.</summary>
    public static async ValueTask GrantSeedUserAsync(NpgsqlConnection connection, string role, SetupLog log, CancellationToken cancel)
    {
        bool done = await LetInAsync(connection, role, cancel);
        bool mayUse = await SetupSql.AskAsync(connection,
            """
            SELECT has_table_privilege($1::name, 'public.esp32data', 'SELECT')
               AND has_table_privilege($1::name, 'public.esp32data', 'INSERT')
               AND has_table_privilege($1::name, 'public.weather_data', 'SELECT')
            """, cancel, Sql.Text(role));
        if (!mayUse)
        {
            await SetupSql.RunAsync(connection, "GRANT SELECT, INSERT ON public.esp32data TO %I", [role], cancel);
            await SetupSql.RunAsync(connection, "GRANT SELECT ON public.weather_data TO %I", [role], cancel);
        }
        log.Add(done || !mayUse, $"{role} may SELECT and INSERT esp32data, and SELECT weather_data");
    }
}
