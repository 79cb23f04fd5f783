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

    /// <summary>Makes the server's login, member of the working roles without inheriting them.</summary>
    /// <returns>Its password if one was made now, which is when it is new and must log in over TCP.</returns>
    public async ValueTask<string?> MakeLoginAsync(string login, bool overUnixSocket, CancellationToken cancel)
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
        await JoinAsync(login, cancel);
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
    public async ValueTask RefuseUnfitLoginAsync(string login, CancellationToken cancel)
    {
        if (!await ExistsAsync(login, cancel))
            return;
        if (await IsSuperuserAsync(login, cancel))
            throw new StoreRefusedException($"The role {login} is a superuser, which the server must not be. Name another with --login.");
        if (!await SetupSql.AskAsync(admin, "SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", cancel, Sql.Text(login)))
            throw new StoreRefusedException($"The role {login} exists and may not log in. Name another with --login.");
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

    private async ValueTask JoinAsync(string login, CancellationToken cancel)
    {
        // Since PostgreSQL 16 inheriting is a property of each membership, before it is one of the role alone.
        bool perMembership = await SetupSql.AskAsync(admin, "SELECT current_setting('server_version_num')::int >= 160000", cancel);
        List<string> joined = [];
        foreach (string role in Roles.Working)
        {
            const string joinedAlready =
                "SELECT pg_has_role($1::name, $2::name, 'MEMBER') AND NOT pg_has_role($1::name, $2::name, 'USAGE')";
            if (await SetupSql.AskAsync(admin, joinedAlready, cancel, Sql.Text(login), Sql.Text(role)))
                continue;
            await SetupSql.RunAsync(admin, perMembership ? "GRANT %I TO %I WITH INHERIT FALSE" : "GRANT %I TO %I", [role, login], cancel);
            joined.Add(role);
        }
        log.Add(joined.Count > 0, $"{login} may become {string.Join(", ", joined.Count > 0 ? joined : Roles.Working)}");
    }
}
