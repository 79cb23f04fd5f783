using System.Text;

namespace Barograph.Server.Auth;

/// <summary>Reads <c>Authorization: Basic</c> (RFC 7617).</summary>
public static class BasicCredentials
{
    // Boards send UTF-8 or ASCII; bytes that are neither become replacement characters and then match nothing.
    public static bool TryParse(ReadOnlySpan<char> encoded, out string name, out string secret)
    {
        name = secret = "";
        Span<byte> bytes = encoded.Length <= 1024 ? stackalloc byte[768] : new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out int length))
            return false;
        string pair = Encoding.UTF8.GetString(bytes[..length]);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return false;
        name = pair[..colon];
        secret = pair[(colon + 1)..];
        return true;
    }
}
