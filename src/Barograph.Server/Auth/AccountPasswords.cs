using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Auth;

/// <summary>Tries people's passwords. Wrong ones are counted by name and address, which never locks a right one out.</summary>
public sealed class AccountPasswords(IStore store, SlowHasher hasher, FailureThrottle throttle)
{
    /// <param name="name">As it was typed.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="address">For counting failures only.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The account where the outcome is <see cref="PasswordOutcome.Right"/>, else null.</returns>
    public async Task<(PasswordOutcome Outcome, Account? Account)> TryAsync(string name, string password, string address, CancellationToken cancel)
    {
        Account? account = (await store.Accounts.ListAsync(cancel)).FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal));
        PasswordTrial trial = await hasher.TryAsync(hasher.Digest("account:" + name, password), password, account is null ? [] : [account.PasswordHash]);
        if (!trial.WasTried)
            return (PasswordOutcome.Busy, null);
        if (account is not null && trial.FittingHash is not null)
            return (PasswordOutcome.Right, account);
        return (throttle.IsOver("account:" + name, address) ? PasswordOutcome.WrongTooOften : PasswordOutcome.Wrong, null);
    }
}
