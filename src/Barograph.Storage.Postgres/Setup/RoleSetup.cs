using System.Security.Cryptography;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Makes the roles. They belong to the whole server, so another database of Barograph beside this one shares the group roles.
/// </summary>
internal sealed class RoleSetup(NpgsqlConnection admin, SetupLog log)
{
    private const int PasswordLength = 32;
    private const string PasswordLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public async ValueTask MakeGroupsAsync(CancellationToken cancel)
    {
        List<string> made = [];
        foreach (string role in Roles.All)
        {
            if (await ExistsAsync(role, cancel))
                continue;
            await SetupSql.RunAsync(admin, "CREATE ROLE %I NOLOGIN NOINHERIT", [role], cancel);
            made.Add(role);
        }
        log.Add(made.Count > 0, $"group roles {string.Join(", ", made.Count > 0 ? made : Roles.All)}");
    }

    /// <summary>Makes a login of the server, member of the roles that it works as without inheriting them.</summary>
    /// <returns>Its password if one was made now, which is when it is new and must log in over TCP.</returns>
    public async ValueTask<string?> MakeLoginAsync(string login, string[] roles, bool overUnixSocket, CancellationToken cancel)
    {
        string? password = null;
        if (await ExistsAsync(login, cancel))
        {
            await CheckLoginAsync(login, cancel);
            log.Add(false, $"login {login}");
            if (!overUnixSocket)
                log.Note(
                    $"The password of {login} was shown when it was made and cannot be shown again; add it to the store string.");
        }
        else
        {
            await SetupSql.RunAsync(admin, "CREATE ROLE %I LOGIN NOINHERIT", [login], cancel);
            // Over a socket the database asks the operating system who is there, so no password needs to exist.
            if (!overUnixSocket)
            {
                password = RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);
                await SetupSql.RunAsync(admin, "ALTER ROLE %I PASSWORD %L", [login, ScramVerifier.Of(password)], cancel);
            }
            log.Add(true, $"login {login}, {(password is null ? "without a password" : "with the password in the store string")}");
        }
        await JoinAsync(login, roles, cancel);
        return password;
    }

    /// <summary>Makes the role that may use the view only, unless it is there.</summary>
    public async ValueTask MakeSeedUserAsync(string role, CancellationToken cancel)
    {
        bool isNew = !await ExistsAsync(role, cancel);
        if (isNew)
            await SetupSql.RunAsync(admin, "CREATE ROLE %I LOGIN", [role], cancel);
        log.Add(isNew, $"role {role}{(isNew ? ", without a password" : "")}");
        if (await IsSuperuserAsync(role, cancel))
            log.Note($"{role} is a superuser and may do everything; for a board take a role that is none.");
    }

    /// <exception cref="StoreRefusedException">The role is there and cannot serve as the login.</exception>
    public async ValueTask RefuseUnfitLoginAsync(string login, string option, CancellationToken cancel)
    {
        if (Roles.All.Contains(login))
            throw new StoreRefusedException($"The role {login} is one that a login takes up, and no login itself. Name another with {option}.");
        if (!await ExistsAsync(login, cancel))
            return;
        if (await IsSuperuserAsync(login, cancel))
            throw new StoreRefusedException($"The role {login} is a superuser, which the server must not be. Name another with {option}.");
        if (!await SetupSql.AskAsync(admin, "SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", cancel, Sql.Text(login)))
            throw new StoreRefusedException($"The role {login} exists and may not log in. Name another with {option}.");
    }

    /// <exception cref="StoreRefusedException">The role is there and can do more than the login of the ingest part must be able to.</exception>
    public async ValueTask RefuseWiderThanIngestAsync(string login, CancellationToken cancel)
    {
        List<string> others = await Sql.ListAsync(
            Sql.Command(admin,
                """
                SELECT g.rolname::text FROM pg_roles g, pg_roles r
                WHERE r.rolname = $1 AND g.oid <> r.oid AND g.rolname <> $2 AND pg_has_role(r.oid, g.oid, 'MEMBER') ORDER BY 1
                """, Sql.Text(login), Sql.Text(Roles.Ingest)),
            static row => row.GetString(0), cancel);
        if (others.Count > 0)
            throw new StoreRefusedException(
                $"The role {login} can become {string.Join(", ", others)}, and the login of the part that takes reports must be able to become "
                + $"{Roles.Ingest} and nothing else. Name another with --ingest-login, or take it back: REVOKE {string.Join(", ", others)} FROM \"{login}\".");
        List<string> attributes = await Sql.ListAsync(
            Sql.Command(admin, $"SELECT {RoleAttributes.Select} FROM pg_roles r WHERE r.rolname = $1", Sql.Text(login)),
            static row => row.GetString(0), cancel);
        if (attributes is [{ Length: > 0 } has])
            throw new StoreRefusedException(
                $"The role {login} has {has}, which the login of the part that takes reports must not have. Name another with --ingest-login, "
                + $"or take it back: ALTER ROLE \"{login}\" {RoleAttributes.None}.");
    }

    private ValueTask<bool> ExistsAsync(string role, CancellationToken cancel) =>
        SetupSql.AskAsync(admin, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", cancel, Sql.Text(role));

    private ValueTask<bool> IsSuperuserAsync(string role, CancellationToken cancel) =>
        SetupSql.AskAsync(admin, "SELECT rolsuper FROM pg_roles WHERE rolname = $1", cancel, Sql.Text(role));

    private async ValueTask CheckLoginAsync(string login, CancellationToken cancel)
    {
        if (!await SetupSql.AskAsync(admin, "SELECT rolinherit FROM pg_roles WHERE rolname = $1", cancel, Sql.Text(login)))
            return;
        await SetupSql.RunAsync(admin, "ALTER ROLE %I NOINHERIT", [login], cancel);
        log.Add(true, $"{login} is NOINHERIT now, so that its rights must be taken up");
    }

    private async ValueTask JoinAsync(string login, string[] roles, CancellationToken cancel)
    {
        // Since PostgreSQL 16 inheriting is a property of each membership, before it is one of the role alone.
        bool perMembership = await SetupSql.AskAsync(admin, "SELECT current_setting('server_version_num')::int >= 160000", cancel);
        List<string> joined = [];
        foreach (string role in roles)
        {
            const string joinedAlready =
                "SELECT pg_has_role($1::name, $2::name, 'MEMBER') AND NOT pg_has_role($1::name, $2::name, 'USAGE')";
            if (await SetupSql.AskAsync(admin, joinedAlready, cancel, Sql.Text(login), Sql.Text(role)))
                continue;
            await SetupSql.RunAsync(admin, perMembership ? "GRANT %I TO %I WITH INHERIT FALSE" : "GRANT %I TO %I", [role, login], cancel);
            joined.Add(role);
        }
        log.Add(joined.Count > 0, $"{login} may become {string.Join(", ", joined.Count > 0 ? joined : roles)}");
    }
}
