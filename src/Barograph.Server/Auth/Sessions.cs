using System.Security.Cryptography;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Auth;

/// <summary>
/// Signed-in browsers. The cookie holds a random secret of 256 bits, the store its hash; a session ends at sign-out, with a new password, or after 30 days.
/// </summary>
public sealed class Sessions(IStore store, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    // Over https the browser itself guards the name (__Host-: this host only, secure only). A LAN without https needs another.
    private const string SecureCookie = "__Host-barograph";
    private const string PlainCookie = "barograph";

    /// <summary>What a person sees of a session's hash: enough to tell it from the others.</summary>
    public static string IdOf(Session session) => session.Hash[..16];

    /// <summary>The signed-in person of a request, or null.</summary>
    public async ValueTask<Caller?> FindAsync(HttpContext context)
    {
        if (context.Request.Cookies[CookieName(context.Request)] is not { Length: > 0 and <= 128 } secret)
            return null;
        string hash = Hash(secret);
        return await store.Sessions.FindAccountAsync(hash, Instant.Now(clock), context.RequestAborted) is { } account ? Caller.Of(account, hash) : null;
    }

    public async Task BeginAsync(HttpContext context, Account account)
    {
        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        Instant now = Instant.Now(clock);
        await store.Sessions.AddAsync(Of(secret, account, now, context.Request), context.RequestAborted);
        context.Response.Cookies.Append(CookieName(context.Request), secret, Options(context.Request, Lifetime));
    }

    public async Task EndAsync(HttpContext context)
    {
        if (context.Request.Cookies[CookieName(context.Request)] is { Length: > 0 and <= 128 } secret)
            await store.Sessions.EndAsync(Hash(secret), context.RequestAborted);
        context.Response.Cookies.Delete(CookieName(context.Request), Options(context.Request, null));
    }

    /// <summary>
    /// Whether an unsafe request comes from our own pages. Browsers say so in Sec-Fetch-Site or Origin; a program that sends neither cannot be tricked by a foreign page.
    /// </summary>
    public static bool IsSameOrigin(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return true;
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is "same-origin" or "none";
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static Session Of(string secret, Account account, Instant now, HttpRequest request) =>
        new(Hash(secret), account.Id, now, now + Lifetime, ClientName.Of(request.Headers.UserAgent.ToString()));

    private static string CookieName(HttpRequest request) => request.IsHttps ? SecureCookie : PlainCookie;

    private static CookieOptions Options(HttpRequest request, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,
    };

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));
}
