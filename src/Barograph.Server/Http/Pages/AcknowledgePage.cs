using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Http.Pages;

/// <summary>
/// Behind the link in a notice: says what it is about, and with one tap that somebody knows. Only the tap changes something, because scanners of mail open links by
/// themselves. Who has the link may do this and nothing else, until it expires.
/// </summary>
public sealed class AcknowledgePage(IStore store, TimeProvider clock)
{
    private const string By = "a link";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/acknowledge/{secret}", context => AnswerAsync(context, isDone: false)).WithMetadata(AccessRule.Open).ExcludeFromDescription();
        routes.MapPost("/acknowledge/{secret}", context => AnswerAsync(context, isDone: true)).WithMetadata(AccessRule.Open).ExcludeFromDescription();
    }

    private async Task AnswerAsync(HttpContext context, bool isDone)
    {
        string secret = (string)context.Request.RouteValues["secret"]!;
        Instant now = Instant.Now(clock);
        IReadOnlyList<AlertEpisode>? episodes = TokenText.HasForm(secret) ? await store.Episodes.FindLinkAsync(TokenText.Hash(secret), now, context.RequestAborted) : null;
        if (episodes is null || isDone && !Sessions.IsSameOrigin(context.Request))
        {
            await Html.AnswerAsync(context, StatusCodes.Status404NotFound, "Alert", page => page
                .Markup("<h1>This link is not valid</h1><p>It may be too old. <a href=\"/\">Look at the readings</a> to see what is so now.</p>"));
            return;
        }
        if (isDone)
            episodes = await store.Episodes.AcknowledgeAsync([.. episodes.Select(episode => episode.Id)], By, now, context.RequestAborted);
        Dictionary<SeriesId, SeriesInfo> series = (await store.Series.ListAsync(null, context.RequestAborted)).ToDictionary(info => info.Id);
        await Html.AnswerAsync(context, StatusCodes.Status200OK, "Alert", page => Write(page, episodes, series, secret));
    }

    private static void Write(Html page, IReadOnlyList<AlertEpisode> episodes, Dictionary<SeriesId, SeriesInfo> series, string secret)
    {
        page.Markup("<h1>Alert</h1>");
        foreach (AlertEpisode episode in episodes)
        {
            SeriesKey? key = series.GetValueOrDefault(episode.Series)?.Key;
            page.Markup("<p><strong>").Text(key?.Location).Markup("</strong>: ").Text(key?.Metric).Markup(" ").Text(episode.Condition)
                .Markup(" since ").Text(episode.StartedAt.ToString()).Markup(episode.EndedAt is { } ? ", over" : "").Markup("</p>");
        }
        if (episodes.Any(episode => episode.EndedAt is null && episode.AcknowledgedAt is null))
            page.Markup("<form method=\"post\" action=\"/acknowledge/").Text(secret).Markup("\"><button>I know, stop repeating it</button></form>");
        else
            page.Markup("<p>Somebody knows, or it is over: it is not repeated any more.</p>");
    }
}
