using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary><c>barograph postgres migrate</c>: brings the schema of an existing database up to this program's.</summary>
public static class PostgresMigration
{
    /// <param name="adminConnectionString">An Npgsql connection string of a superuser.</param>
    /// <param name="database">The database; null for the one that the connection string names, or else <c>barograph</c>.</param>
    /// <param name="cancel">Ends the wait; a migration that has begun is completed or rolled back as a whole.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="StoreRefusedException">There is no such database, it is of a newer Barograph, or a migration failed.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    public static async Task<IReadOnlyList<SetupLine>> RunAsync(string adminConnectionString, string? database, CancellationToken cancel)
    {
        var admin = new AdminConnection(adminConnectionString);
        string target = database ?? (admin.Database == "postgres" ? "barograph" : admin.Database);
        var log = new SetupLog();
        try
        {
            await using NpgsqlConnection connection = await admin.OpenAsync(target, cancel);
            await SetupLock.TakeAsync(connection, cancel);
            const string ownerExists = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)";
            if (!await SetupSql.AskAsync(connection, ownerExists, cancel, Sql.Text(Roles.Owner)))
                throw new StoreRefusedException($"The roles of Barograph are missing. {Hints.Setup}");
            await Migrator.RunAsync(connection, admin.AsOwner(target), log, cancel);
            return log.Lines;
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            throw Trouble.OfAdmin(e);
        }
    }
}
