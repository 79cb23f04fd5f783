using Barograph.Model;

namespace Barograph.Storage;

public interface IAccountCatalog
{
    /// <summary>All accounts, by id.</summary>
    ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancel);

    /// <summary>Makes the owner's account if there is no account yet; returns null otherwise. Of two concurrent calls one gets null.</summary>
    ValueTask<Account?> AddFirstOwnerAsync(string name, string passwordHash, Instant now, CancellationToken cancel);

    /// <exception cref="NameTakenException">There is an account of this name.</exception>
    ValueTask<Account> AddAsync(string name, string passwordHash, AccountRole role, Instant now, CancellationToken cancel);

    /// <summary>Sets the password and ends all sessions of the account but <paramref name="keptSession"/> (a hash, or null), as one transaction. Returns false if there is no such account.</summary>
    ValueTask<bool> SetPasswordAsync(string name, string passwordHash, string? keptSession, CancellationToken cancel);

    /// <summary>Gives an account another role, which its sessions have from then on, in every process.</summary>
    ValueTask<AccountChange> SetRoleAsync(string name, AccountRole role, CancellationToken cancel);

    /// <summary>Removes an account and ends its sessions, as one transaction.</summary>
    ValueTask<AccountChange> RemoveAsync(string name, CancellationToken cancel);
}
