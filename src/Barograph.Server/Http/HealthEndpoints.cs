using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it can take a report, because its store answers. Neither tells anything more.</summary>
public static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes, IStore store, TimeProvider clock)
    {
        routes.MapGet("/healthz", context => Answer.TextAsync(context, StatusCodes.Status200OK, "ok\n")).WithMetadata(AccessRule.Open);
        routes.MapGet("/readyz", context => ReadyAsync(context, store, clock)).WithMetadata(AccessRule.Open);
    }

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
            await Answer.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "the database does not answer\n");
        }
    }
}
