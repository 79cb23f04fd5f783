using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Barograph.Server.Auth;

/// <summary>
/// The text of a random token: <c>bg</c> and 24 base62 characters, 142 bits. Tokens get flashed into boards, so this form cannot change later;
/// it is safe in a path, a header, a form and a Wi-Fi portal's input field.
/// </summary>
public static class TokenText
{
    private const string Prefix = "bg";
    private const int RandomLength = 24;
    private static readonly SearchValues<char> Base62Characters = SearchValues.Create(Base62);
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string New() => Prefix + RandomNumberGenerator.GetString(Base62, RandomLength);

    /// <summary>Whether a secret has a token's form. A password may have it too, by a strange choice of its owner; then it is tried as both.</summary>
    public static bool HasForm(string secret) =>
        secret.Length == Prefix.Length + RandomLength && secret.StartsWith(Prefix, StringComparison.Ordinal)
        && !secret.AsSpan(Prefix.Length).ContainsAnyExcept(Base62Characters);

    /// <summary>How a random secret is kept: SHA-256 in lower-case hex. With 142 bits of randomness a slow hash would add nothing.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
