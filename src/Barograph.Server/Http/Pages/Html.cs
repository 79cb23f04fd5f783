using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Barograph.Server.Http.Pages;

/// <summary>Builds a page. Text that somebody else has chosen goes through <see cref="Text"/> and can only ever become text.</summary>
public sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _html = new();

    /// <summary>Appends markup of our own.</summary>
    public Html Markup(string ours)
    {
        _html.Append(ours);
        return this;
    }

    /// <summary>Appends text, encoded; safe inside elements and quoted attributes.</summary>
    public Html Text(string? anybodys)
    {
        _html.Append(Encoder.Encode(anybodys ?? ""));
        return this;
    }

    /// <summary>All of it.</summary>
    public override string ToString() => _html.ToString();

    public static Task AnswerAsync(HttpContext context, int status, string title, Action<Html> main)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        Html page = new();
        page.Markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Text(title)
            .Markup(" · Barograph</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Markup("<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"stylesheet\" href=\"/site.css\"></head><body><main>");
        main(page);
        page.Markup("</main></body></html>");
        return Answer.TextAsync(context, status, page.ToString(), "text/html; charset=utf-8");
    }
}
