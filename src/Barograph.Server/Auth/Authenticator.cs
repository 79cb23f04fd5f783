using System.Collections.Concurrent;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Auth;

/// <summary>
/// Finds the credential behind an Authorization header: a bearer token, or Basic with a name and its token or password. Random tokens cost one SHA-256;
/// passwords cost a slow hash once and one keyed digest from then on. Safe for any number of threads.
/// </summary>
public sealed class Authenticator(CredentialSource credentials, SlowHasher hasher, FailureThrottle throttle, TimeProvider clock)
{
    // Digests of right passwords, with the hash that each fits: the catalog of the moment still decides whether that hash is live.
    private readonly ConcurrentDictionary<string, string> _verified = new(StringComparer.Ordinal);

    /// <param name="header">The header's value, or null.</param>
    /// <param name="address">The client's address, for counting failures only.</param>
    public ValueTask<AuthOutcome> AuthenticateAsync(string? header, string address)
    {
        if (credentials.Current is null)
            return new(AuthOutcome.Refused(Errors.StorageUnavailable));
        if (string.IsNullOrEmpty(header))
            return new(AuthOutcome.Refused(Errors.Unauthenticated));
        return Claim.TryParse(header, out Claim claim) ? AuthenticateAsync(claim, address) : new(Fail("", address));
    }

    /// <summary>The same for what a protocol carries elsewhere.</summary>
    public ValueTask<AuthOutcome> AuthenticateAsync(Claim claim, string address)
    {
        if (credentials.Current is not { } index)
            return new(AuthOutcome.Refused(Errors.StorageUnavailable));

        // Fast path: known from the last reading of the catalog.
        if (FindToken(index, claim) is { } token)
            return new(AuthOutcome.Of(token));
        string? digest = claim.Name is null ? null : hasher.Digest(claim.Name, claim.Secret);
        return FindVerified(index, claim, digest) is { } credential ? new(AuthOutcome.Of(credential)) : AskStoreAsync(claim, digest, address);
    }

    /// <summary>Slow path. A cache never decides that somebody is unknown: a board may have been added a moment ago, by another process.</summary>
    private async ValueTask<AuthOutcome> AskStoreAsync(Claim claim, string? digest, string address)
    {
        if (claim.Name is null && !claim.IsPasskey && !TokenText.HasForm(claim.Secret))
            return Fail("", address);
        CredentialIndex index;
        try
        {
            index = await credentials.ReadAgainAsync();
        }
        catch (StorageUnavailableException)
        {
            return AuthOutcome.Refused(Errors.StorageUnavailable);
        }
        if ((FindToken(index, claim) ?? FindVerified(index, claim, digest)) is { } credential)
            return AuthOutcome.Of(credential);
        return claim.Name is null ? Fail("", address) : await TryPasswordsAsync(index, claim, digest!, address);
    }

    private async ValueTask<AuthOutcome> TryPasswordsAsync(CredentialIndex index, Claim claim, string digest, string address)
    {
        string[] hashes = [.. index.FindPasswords(claim.Name!).Where(IsLive).Select(candidate => candidate.Token.Hash)];
        PasswordTrial trial = await hasher.TryAsync(digest, claim.Secret, hashes);
        if (!trial.WasTried)
            return AuthOutcome.Refused(Errors.Overloaded);
        if (trial.FittingHash is not { } hash || FindPassword(credentials.Current!, claim.Name!, hash) is not { } credential)
            return Fail(claim.Name!, address);
        _verified[digest] = hash;
        return AuthOutcome.Of(credential);
    }

    private Credential? FindToken(CredentialIndex index, Claim claim)
    {
        if (claim.IsPasskey)
            return index.FindByPasskeyHash(TokenText.Hash(claim.Secret)) is { } station && IsLive(station) ? station : null;
        return TokenText.HasForm(claim.Secret) && index.FindByHash(TokenText.Hash(claim.Secret)) is { } credential && IsLive(credential)
            && (claim.Name is null || credential.HasName(claim.Name)) ? credential : null;
    }

    private Credential? FindVerified(CredentialIndex index, Claim claim, string? digest)
    {
        if (digest is null || !_verified.TryGetValue(digest, out string? hash))
            return null;
        Credential? known = FindPassword(index, claim.Name!, hash);
        if (known is null)
            _verified.TryRemove(digest, out _);
        return known;
    }

    private Credential? FindPassword(CredentialIndex index, string name, string hash) =>
        index.FindPasswords(name).FirstOrDefault(candidate => candidate.Token.Hash == hash && IsLive(candidate));

    private bool IsLive(Credential credential) => credential.Token.IsLive(Instant.Now(clock));

    private AuthOutcome Fail(string name, string address) =>
        AuthOutcome.Refused(throttle.IsOver(name, address) ? Errors.TooManyFailures : Errors.Unauthenticated);
}
