using Microsoft.AspNetCore.Http.Features;

namespace Barograph.Server.Http.Pages;

/// <summary>Where somebody wanted to go before they had to sign in: a link is a saved chart, and must survive it.</summary>
public static class WayBack
{
    /// <summary>The parameter of the sign-in page and the field of its form.</summary>
    public const string Name = "to";

    private const int MaxLength = 4000;

    /// <summary>The address of the sign-in page that leads back to what <paramref name="request"/> asked for.</summary>
    public static string SignIn(HttpRequest request)
    {
        // As it was sent, so that what was escaped in it still is.
        string wanted = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return HttpMethods.IsGet(request.Method) && wanted != "/" && wanted.Length <= MaxLength ? $"/signin?{Name}={Uri.EscapeDataString(wanted)}" : "/signin";
    }

    /// <summary>
    /// The sent address, if it is one of this server's own; else the first page. A browser takes <c>//host</c> and <c>/\host</c> for another server's, and drops tabs and
    /// line ends before it looks.
    /// </summary>
    public static string Of(string? sent) =>
        sent is ['/', .. var rest] && sent.Length <= MaxLength && rest is not ['/' or '\\', ..] && !sent.AsSpan().ContainsAnyExceptInRange('!', '~') ? sent : "/";
}
