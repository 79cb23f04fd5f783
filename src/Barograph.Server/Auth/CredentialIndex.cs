using Barograph.Model;

namespace Barograph.Server.Auth;

/// <summary>
/// All credentials of the catalog at one moment, arranged for the two questions that a request asks. Immutable; a change of the catalog makes a new one.
/// </summary>
public sealed class CredentialIndex
{
    private readonly Dictionary<string, Credential> _byHash = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Credential> _byPasskeyHash = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Credential>> _passwordsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Credential> _byToken = [];

    public CredentialIndex(IReadOnlyList<Device> devices, IReadOnlyList<Token> tokens)
    {
        Dictionary<int, Device> byId = devices.ToDictionary(device => device.Id);
        foreach (Token token in tokens)
        {
            Device? device = token.DeviceId is { } id ? byId.GetValueOrDefault(id) : null;
            if (token.DeviceId is not null && device is null or { RevokedAt: not null })
                continue;
            Credential credential = new(token, device);
            _byToken[token.Id] = credential;
            if (token.Kind == TokenKind.Random)
                _byHash[token.Hash] = credential;
            else if (token.Kind == TokenKind.Passkey)
                AddPasskey(credential);
            else if (device is not null)
                AddPassword(device, credential);
        }
    }

    /// <summary>The credential of a random token, found by its hash: a lookup by SHA-256 tells an attacker nothing about the text.</summary>
    public Credential? FindByHash(string hash) => _byHash.GetValueOrDefault(hash);

    /// <summary>The credential of a weather station's PASSKEY, found by its hash.</summary>
    public Credential? FindByPasskeyHash(string hash) => _byPasskeyHash.GetValueOrDefault(hash);

    /// <summary>The credential of a token that was found before, for connections that stay; null if its device is revoked.</summary>
    public Credential? FindByToken(int tokenId) => _byToken.GetValueOrDefault(tokenId);

    /// <summary>The device's newest credential that is not over, for a name that the server's own settings say; null if there is none.</summary>
    public Credential? FindByDevice(string name, Instant now) => _byToken.Values
        .Where(credential => credential.Device?.Name == name && credential.Token.IsLive(now)).MaxBy(credential => credential.Token.Id);

    /// <summary>The password credentials of a device, by its name or username.</summary>
    public IReadOnlyList<Credential> FindPasswords(string name) => _passwordsByName.GetValueOrDefault(name) ?? (IReadOnlyList<Credential>)[];

    // A station may be given to another device, and back: the newest token that is not over counts. Tokens come by their number.
    private void AddPasskey(Credential credential)
    {
        if (credential.Token.ExpiresAt is null || !_byPasskeyHash.ContainsKey(credential.Token.Hash))
            _byPasskeyHash[credential.Token.Hash] = credential;
    }

    private void AddPassword(Device device, Credential credential)
    {
        foreach (string? name in (ReadOnlySpan<string?>)[device.Name, device.Username])
        {
            if (name is null)
                continue;
            if (!_passwordsByName.TryGetValue(name, out List<Credential>? passwords))
                _passwordsByName[name] = passwords = [];
            if (!passwords.Contains(credential))
                passwords.Add(credential);
        }
    }
}
