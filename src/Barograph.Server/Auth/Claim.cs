namespace Barograph.Server.Auth;

/// <summary>What an Authorization header claims: a secret, and with Basic a name. Nothing is believed yet.</summary>
public readonly record struct Claim(string? Name, string Secret)
{
    /// <summary>Reads <c>Bearer TOKEN</c>, <c>Token TOKEN</c> and Basic (RFC 7617). False for anything else.</summary>
    public static bool TryParse(string header, out Claim claim)
    {
        claim = default;
        int space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            return false;
        ReadOnlySpan<char> scheme = header.AsSpan(0, space);
        ReadOnlySpan<char> value = header.AsSpan(space + 1).Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Token", StringComparison.OrdinalIgnoreCase))
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
