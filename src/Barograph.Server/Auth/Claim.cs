namespace Barograph.Server.Auth;

/// <summary>What a request claims: a secret, and a name where it says one. Nothing is believed yet.</summary>
/// <param name="Name">The name, or null where the secret stands alone.</param>
/// <param name="Secret">The secret as sent.</param>
/// <param name="IsPasskey">The secret is the PASSKEY of a weather station, and can be nothing else.</param>
public readonly record struct Claim(string? Name, string Secret, bool IsPasskey = false)
{
    /// <summary>
    /// Reads <c>Bearer TOKEN</c>, <c>Token TOKEN</c>, <c>Token NAME:PASSWORD</c> (InfluxDB 1.x) and Basic (RFC 7617). False for anything else.
    /// </summary>
    public static bool TryParse(string header, out Claim claim)
    {
        claim = default;
        int space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            return false;
        ReadOnlySpan<char> scheme = header.AsSpan(0, space);
        ReadOnlySpan<char> value = header.AsSpan(space + 1).Trim();
        bool isToken = scheme.Equals("Token", StringComparison.OrdinalIgnoreCase);
        if (isToken && value.IndexOf(':') is >= 0 and int colon)
        {
            claim = new Claim(value[..colon].ToString(), value[(colon + 1)..].ToString());
            return true;
        }
        if (isToken || scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            claim = new Claim(null, value.ToString());
            return true;
        }
        if (!scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || !BasicCredentials.TryParse(value, out string name, out string secret))
            return false;
        claim = new Claim(name, secret);
        return true;
    }
}
