using Barograph.Model;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it can take a report, because its store answers. Neither tells anything more.</summary>
public static class HealthEndpoints
{
    private const string NotReady = "the database does not answer\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes, IStore store, TimeProvider clock)
    {
        routes.MapGet("/healthz", context => Answer.TextAsync(context, StatusCodes.Status200OK, "ok\n")).WithMetadata(AccessRule.Open).Describe(
            new RouteDescription("getHealth", "Server", "Whether the process lives.").Gives(Says(StatusCodes.Status200OK, "It does.", "ok\n")));
        routes.MapGet("/readyz", context => ReadyAsync(context, store, clock)).WithMetadata(AccessRule.Open).Describe(
            new RouteDescription("getReadiness", "Server", "Whether the process can take a report.")
                .Gives(Says(StatusCodes.Status200OK, "It can.", "ready\n"))
                .Gives(Says(StatusCodes.Status503ServiceUnavailable, "Its database does not answer.", NotReady)));
    }

    private static DescribedAnswer Says(int status, string about, string text) => new(status, "text/plain", Shape.OneWord(text), about);

    private static async Task ReadyAsync(HttpContext context, IStore store, TimeProvider clock)
    {
        using CancellationTokenSource patience = new(Patience, clock);
        try
        {
            // Asked as a report would ask: the process that takes reports may not be more than that.
            await store.Series.FindAsync(new SeriesKey("", ""), patience.Token);
            await Answer.TextAsync(context, StatusCodes.Status200OK, "ready\n");
        }
        catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException)
        {
            Answer.SayRetryAfter(context);
            await Answer.TextAsync(context, StatusCodes.Status503ServiceUnavailable, NotReady);
        }
    }
}
