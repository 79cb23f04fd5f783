using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary><c>barograph postgres setup</c>: everything that the server needs from an administrator, made once. Repeating it completes what is missing and changes nothing else.</summary>
public static class PostgresSetup
{
    /// <exception cref="ArgumentException">The administrator's connection string cannot be read.</exception>
    /// <exception cref="StoreRefusedException">Something that is there already stands in the way; the message says what.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses a statement.</exception>
    public static async Task<PostgresSetupResult> RunAsync(PostgresSetupOptions options, CancellationToken cancel)
    {
        var admin = new AdminConnection(options.Admin);
        var log = new SetupLog();
        try
        {
            // Held to the end: the lock on the administrator's database keeps two set-ups of one server apart.
            await using NpgsqlConnection server = await admin.OpenAsync(admin.Database, cancel);
            await Settings.CheckServerAsync(server, cancel);
            await RefuseLesserAdminAsync(server, cancel);
            await SetupLock.TakeAsync(server, cancel);
            var roles = new RoleSetup(server, log);
            await roles.MakeGroupsAsync(cancel);
            string? password = await roles.MakeLoginAsync(options.Login, admin.IsUnixSocket, cancel);
            if (options.GrantSeedUser is { } newcomer)
                await roles.MakeSeedUserAsync(newcomer, cancel);
            await DatabaseSetup.CreateAsync(server, options.Database, log, cancel);

            await using NpgsqlConnection inside = await admin.OpenAsync(options.Database, cancel);
            if (options.Database != admin.Database)
                await SetupLock.TakeAsync(inside, cancel);
            await DatabaseSetup.CloseToPublicAsync(inside, options.Login, log, cancel);
            await Migrator.RunAsync(inside, admin.AsOwner(options.Database), log, cancel);
            if (options.GrantSeedUser is { } seedUser)
                await DatabaseSetup.GrantSeedUserAsync(inside, seedUser, log, cancel);
            return new PostgresSetupResult(admin.StoreFor(options.Database, options.Login, password), log.Lines, log.Changed);
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            throw Trouble.Unavailable(e);
        }
    }

    private static async ValueTask RefuseLesserAdminAsync(NpgsqlConnection server, CancellationToken cancel)
    {
        if (!await SetupSql.AskAsync(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", cancel))
            throw new StoreRefusedException("The administrator's login is no superuser. Give one with --admin, for example Username=postgres.");
    }
}
