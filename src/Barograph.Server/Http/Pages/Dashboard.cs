using Microsoft.Net.Http.Headers;

namespace Barograph.Server.Http.Pages;

/// <summary>
/// The pages of web/, built into the executable: one document behind all their addresses, and its files, whose names change with their content.
/// </summary>
public sealed class Dashboard
{
    /// <summary>
    /// Script and style from files of ours and nothing else; pictures also made by the page itself. A name that somebody else has chosen can become text only.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>As web/src/router.ts has them.</summary>
    private static readonly string[] Pages = ["/", "/add", "/alerts/{view?}", "/boards/{name?}", "/compare", "/location/{**key}", "/settings"];

    private readonly IReadOnlyDictionary<string, WebFile> _files = WebFile.ReadAll();

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string page in Pages)
            routes.MapGet(page, PageAsync).WithMetadata(AccessRule.Page).ExcludeFromDescription();
        foreach ((string path, WebFile file) in _files)
            if (path != "index.html")
                routes.MapGet("/" + path, context => FileAsync(context, file, path.StartsWith("assets/", StringComparison.Ordinal)))
                    .WithMetadata(AccessRule.Open).ExcludeFromDescription();
    }

    private async Task PageAsync(HttpContext context)
    {
        if (!_files.TryGetValue("index.html", out WebFile? page))
        {
            await MissingAsync(context);
            return;
        }
        context.Response.Headers.ContentSecurityPolicy = Policy;
        await Answer.BytesAsync(context, StatusCodes.Status200OK, page.Plain, page.ContentType);
    }

    private static async Task FileAsync(HttpContext context, WebFile file, bool isNamedByContent)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        (byte[] bytes, string? encoding) = Choose(file, context.Request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = bytes.Length;
        headers.CacheControl = isNamedByContent ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Browsers ask for Brotli where the line is secure, and for gzip everywhere; whoever asks for a strange weighting gets the plain file.</summary>
    private static (byte[] Bytes, string? Encoding) Choose(WebFile file, string accepted)
    {
        string[] codings = accepted.Split(',', StringSplitOptions.TrimEntries);
        if (file.Brotli is { } brotli && codings.Contains("br"))
            return (brotli, "br");
        return file.Gzip is { } gzip && codings.Contains("gzip") ? (gzip, "gzip") : (file.Plain, null);
    }

    private static Task MissingAsync(HttpContext context) =>
        Html.AnswerAsync(context, StatusCodes.Status200OK, "Readings", page => page
            .Markup("<h1>Readings are stored, and there are no pages</h1>")
            .Markup("<p>This server was built without its dashboard, because Node.js was not there. Install Node.js 20.19 or newer with npm, and build it again: ")
            .Markup("<code>dotnet run --project src/Barograph.Server</code></p>")
            .Markup("<p>Everything else works: <a href=\"/api/v1/latest\">the latest readings</a>, <a href=\"/docs\">the API</a>, ")
            .Markup("<a href=\"/api/v1/export.csv\">all readings as CSV</a>.</p>")
            .Markup("<form method=\"post\" action=\"/signout\"><button class=\"quiet\">Sign out</button></form>"));
}
