using Barograph.Model;

namespace Barograph.Storage;

public interface IAccountCatalog
{
    ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancel);

    /// <summary>Makes the owner's account if there is no account yet; returns null otherwise. Of two concurrent calls one gets null.</summary>
    ValueTask<Account?> AddFirstOwnerAsync(string name, string passwordHash, Instant now, CancellationToken cancel);

    /// <summary>Sets the password and ends all sessions of the account, as one transaction. Returns false if there is no such account.</summary>
    ValueTask<bool> SetPasswordAsync(string name, string passwordHash, CancellationToken cancel);
}
