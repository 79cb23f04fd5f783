using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// <c>barograph postgres setup</c>: everything that the server needs from an administrator, made once. Repeating it completes what is
/// missing and changes nothing else.
/// </summary>
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
            await using NpgsqlConnection server = await admin.OpenAsync(admin.Database, cancel);
            await Settings.CheckServerAsync(server, cancel);
            await RefuseLesserAdminAsync(server, cancel);
            // Held until this connection closes: it keeps two set-ups of one server apart.
            await SetupLock.TakeAsync(server, cancel);
            var roles = new RoleSetup(server, log);
            await RefuseUnfitLoginsAsync(roles, options, cancel);
            await roles.MakeGroupsAsync(cancel);
            await DatabaseSetup.CreateAsync(server, options.Database, log, cancel);

            await using NpgsqlConnection inside = await admin.OpenAsync(options.Database, cancel);
            if (options.Database != admin.Database)
                await SetupLock.TakeAsync(inside, cancel);
            await DatabaseSetup.CloseToPublicAsync(inside, log, cancel);
            await Migrator.RunAsync(inside, admin.AsOwner(options.Database), log, cancel);
            (string? password, string? ingestPassword) = await LetUsersInAsync(inside, options, admin.IsUnixSocket, log, cancel);
            string? ingestStore = options.IngestLogin is { } ingest ? admin.StoreFor(options.Database, ingest, ingestPassword) : null;
            return new PostgresSetupResult(admin.StoreFor(options.Database, options.Login, password), ingestStore, log.Lines, log.Changed);
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            throw Trouble.OfAdmin(e);
        }
    }

    /// <summary>Last and in one transaction, so that a password cannot be made by a run that ends before it was shown.</summary>
    private static async ValueTask<(string? Password, string? IngestPassword)> LetUsersInAsync(
        NpgsqlConnection inside, PostgresSetupOptions options, bool overUnixSocket, SetupLog log, CancellationToken cancel)
    {
        var roles = new RoleSetup(inside, log);
        await Sql.ExecuteAsync(Sql.Command(inside, "BEGIN"), cancel);
        if (options.GrantSeedUser is { } seedUser)
        {
            await roles.MakeSeedUserAsync(seedUser, cancel);
            await DatabaseSetup.GrantSeedUserAsync(inside, seedUser, log, cancel);
        }
        string? password = await roles.MakeLoginAsync(options.Login, Roles.Working, overUnixSocket, cancel);
        log.Add(await DatabaseSetup.LetInAsync(inside, options.Login, cancel), $"{options.Login} may connect");
        string? ingestPassword = null;
        if (options.IngestLogin is { } ingest)
        {
            ingestPassword = await roles.MakeLoginAsync(ingest, [Roles.Ingest], overUnixSocket, cancel);
            log.Add(await DatabaseSetup.LetInAsync(inside, ingest, cancel), $"{ingest} may connect");
        }
        await Sql.ExecuteAsync(Sql.Command(inside, "COMMIT"), cancel);
        return (password, ingestPassword);
    }

    private static async ValueTask RefuseUnfitLoginsAsync(RoleSetup roles, PostgresSetupOptions options, CancellationToken cancel)
    {
        await roles.RefuseUnfitLoginAsync(options.Login, "--login", cancel);
        if (options.IngestLogin is not { } ingest)
            return;
        if (ingest == options.Login)
            throw new StoreRefusedException(
                $"--login and --ingest-login both name {ingest}. The part that takes reports needs a login of its own, which can do less.");
        await roles.RefuseUnfitLoginAsync(ingest, "--ingest-login", cancel);
        await roles.RefuseWiderThanIngestAsync(ingest, cancel);
    }

    private static async ValueTask RefuseLesserAdminAsync(NpgsqlConnection server, CancellationToken cancel)
    {
        if (!await SetupSql.AskAsync(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", cancel))
            throw new StoreRefusedException(
                "The administrator's login is no superuser. Give one with --admin, for example Username=postgres.");
    }
}
