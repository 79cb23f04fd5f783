using System.Collections.Concurrent;
using Barograph.Model;

namespace Barograph.Server.Auth;

/// <summary>
/// Finds the credential behind an Authorization header: <c>Bearer TOKEN</c>, <c>Token TOKEN</c>, or Basic with a name and its token or password.
/// Random tokens cost one SHA-256; passwords cost a slow hash once and one keyed digest from then on. Safe for any number of threads.
/// </summary>
public sealed class Authenticator(CredentialSource credentials, SlowHasher hasher, FailureThrottle throttle, TimeProvider clock)
{
    // Digests of right passwords, with the hash that each fits: the catalog of the moment still decides whether that hash is live.
    private readonly ConcurrentDictionary<string, string> _verified = new(StringComparer.Ordinal);

    /// <param name="header">The header's value, or null.</param>
    /// <param name="address">The client's address, for counting failures only.</param>
    public ValueTask<AuthOutcome> AuthenticateAsync(string? header, string address)
    {
        if (credentials.Current is not { } index)
            return new(AuthOutcome.Refused(Errors.StorageUnavailable));
        if (string.IsNullOrEmpty(header))
            return new(AuthOutcome.Refused(Errors.Unauthenticated));

        int space = header.IndexOf(' ', StringComparison.Ordinal);
        ReadOnlySpan<char> scheme = header.AsSpan(0, Math.Max(0, space));
        ReadOnlySpan<char> value = header.AsSpan(space + 1).Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Token", StringComparison.OrdinalIgnoreCase))
            return new(FindToken(index, value.ToString()) is { } credential
                ? AuthOutcome.Of(credential)
                : Fail("", address));
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            && BasicCredentials.TryParse(value, out string name, out string secret))
            return BasicAsync(index, name, secret, address);
        return new(Fail("", address));
    }

    private ValueTask<AuthOutcome> BasicAsync(CredentialIndex index, string name, string secret, string address)
    {
        // Fast paths first: no slow hash for a random token, nor for a password that was right before.
        if (FindToken(index, secret) is { } credential && credential.HasName(name))
            return new(AuthOutcome.Of(credential));
        string digest = hasher.Digest(name, secret);
        if (_verified.TryGetValue(digest, out string? hash))
        {
            if (FindPassword(index, name, hash) is { } known)
                return new(AuthOutcome.Of(known));
            _verified.TryRemove(digest, out _);
        }
        return SlowAsync(name, secret, digest, address);
    }

    private async ValueTask<AuthOutcome> SlowAsync(string name, string secret, string digest, string address)
    {
        IReadOnlyList<Credential> passwords = credentials.Current!.FindPasswords(name);
        string[] hashes = [.. passwords.Where(IsLive).Select(candidate => candidate.Token.Hash)];
        PasswordTrial trial = await hasher.TryAsync(digest, secret, hashes);
        if (!trial.WasTried)
            return AuthOutcome.Refused(Errors.Overloaded);
        if (trial.FittingHash is not { } hash || FindPassword(credentials.Current, name, hash) is not { } credential)
            return Fail(name, address);
        _verified[digest] = hash;
        return AuthOutcome.Of(credential);
    }

    private Credential? FindToken(CredentialIndex index, string secret) =>
        TokenText.HasForm(secret) && index.FindByHash(TokenText.Hash(secret)) is { } credential && IsLive(credential) ? credential : null;

    private Credential? FindPassword(CredentialIndex index, string name, string hash) =>
        index.FindPasswords(name).FirstOrDefault(candidate => candidate.Token.Hash == hash && IsLive(candidate));

    private bool IsLive(Credential credential) => credential.Token.IsLive(Instant.Now(clock));

    private AuthOutcome Fail(string name, string address) =>
        AuthOutcome.Refused(throttle.IsOver(name, address) ? Errors.TooManyFailures : Errors.Unauthenticated);
}
