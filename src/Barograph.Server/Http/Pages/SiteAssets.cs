using System.Text;

namespace Barograph.Server.Http.Pages;

/// <summary>The pages' style sheet, built into the executable.</summary>
public static class SiteAssets
{
    private static readonly string Style = ReadEmbedded("site.css");

    public static void MapSiteAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/site.css", context => Answer.TextAsync(context, StatusCodes.Status200OK, Style, "text/css; charset=utf-8"))
            .WithMetadata(AccessRule.Open).ExcludeFromDescription();

    private static string ReadEmbedded(string name)
    {
        using Stream stream = typeof(SiteAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not built into the executable.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
