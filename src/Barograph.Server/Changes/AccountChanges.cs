using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Changes;

/// <summary>What people do with accounts. Every member may throw <see cref="RefusedException"/>.</summary>
public sealed class AccountChanges(IStore store, TimeProvider clock)
{
    /// <summary>Adds an account with a password of ours, which is returned and can be told only now.</summary>
    public async Task<(Account Account, string Password)> AddAsync(string sent, AccountRole role, CancellationToken cancel)
    {
        string name = Name(sent);
        string password = MadePassword.New();
        try
        {
            return (await store.Accounts.AddAsync(name, PasswordHashing.Hash(password), role, Instant.Now(clock), cancel), password);
        }
        catch (NameTakenException)
        {
            throw new RefusedException(Errors.NameTaken, $"There is an account \"{name}\" already; choose another name.");
        }
    }

    public async Task SetRoleAsync(string sent, AccountRole role, CancellationToken cancel)
    {
        string name = Name(sent);
        Demand(name, await store.Accounts.SetRoleAsync(name, role, cancel));
    }

    public async Task RemoveAsync(string sent, CancellationToken cancel)
    {
        string name = Name(sent);
        Demand(name, await store.Accounts.RemoveAsync(name, cancel));
    }

    /// <summary>Gives an account a password of ours and ends its sessions.</summary>
    public async Task<string> RenewPasswordAsync(string sent, CancellationToken cancel)
    {
        string name = Name(sent);
        string password = MadePassword.New();
        return await store.Accounts.SetPasswordAsync(name, PasswordHashing.Hash(password), null, cancel) ? password : throw NoAccount(name);
    }

    /// <summary>Gives an account the password that its person chose, and ends its sessions but one.</summary>
    /// <returns>False if there is no such account.</returns>
    public async Task<bool> SetPasswordAsync(string name, string password, string? keptSession, CancellationToken cancel) =>
        await store.Accounts.SetPasswordAsync(name, HashOf(password), keptSession, cancel);

    /// <summary>The hash of a password that a person chose.</summary>
    public static string HashOf(string password) => PasswordPolicy.ProblemOfPerson(password) is { } problem
        ? throw new RefusedException(Errors.PasswordInvalid, problem)
        : PasswordHashing.Hash(password);

    public static string Name(string sent) =>
        NameRule.TryAccount(sent, out string? name, out string? problem) ? name : throw new RefusedException(Errors.NameInvalid, problem);

    private static void Demand(string name, AccountChange change)
    {
        if (change == AccountChange.Unknown)
            throw NoAccount(name);
        if (change == AccountChange.LastOwner)
            throw new RefusedException(Errors.LastOwner, $"\"{name}\" is the only owner; make somebody else an owner first.");
    }

    private static RefusedException NoAccount(string name) => new(Errors.NotFound, $"There is no account \"{name}\"; see the list of accounts.");
}
