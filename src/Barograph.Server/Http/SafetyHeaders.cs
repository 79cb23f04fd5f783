namespace Barograph.Server.Http;

/// <summary>What tells a browser to be careful with an answer; on every one, errors included.</summary>
public static class SafetyHeaders
{
    public static void Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        // Not "no-referrer": under it browsers send "Origin: null" with our own forms.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Pages loosen it (Html).
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }

    /// <summary>For what boards read: the others are 140 bytes that no board understands and a small one has to hold.</summary>
    public static void Shorten(IHeaderDictionary headers)
    {
        headers.Remove("Referrer-Policy");
        headers.Remove("Cross-Origin-Opener-Policy");
        headers.ContentSecurityPolicy = default;
    }
}
