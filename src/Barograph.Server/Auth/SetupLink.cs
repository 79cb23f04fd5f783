using System.Security.Cryptography;
using System.Text;

namespace Barograph.Server.Auth;

/// <summary>The one-time right to choose the owner's password. Made anew at each start while there is no owner; works once.</summary>
public sealed class SetupLink
{
    private volatile byte[]? _hash;

    /// <summary>Makes a code, which replaces any earlier one.</summary>
    public string Open()
    {
        string code = TokenText.New();
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(code));
        return code;
    }

    public bool Fits(string code) =>
        _hash is { } hash && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    public void Close() => _hash = null;
}
