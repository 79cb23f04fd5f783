namespace Barograph.Server.Figures;

/// <summary>
/// What /metrics shows of all that the runtime and the web server could tell. Each that is followed costs something for every request, and some have names
/// that promtool does not like (thread.count).
/// </summary>
public static class WantedFigures
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";
    private const string Runtime = "System.Runtime";

    public static readonly IReadOnlyList<WantedFigure> All =
    [
        new(OwnFigures.MeterName, "barograph.build_info", "version", "part"),
        new(OwnFigures.MeterName, "barograph.samples", "outcome"),
        new(OwnFigures.MeterName, "barograph.commit.duration", "outcome"),
        new(OwnFigures.MeterName, "barograph.credential_failures", "status"),
        new(OwnFigures.MeterName, null, "code"),
        new(Hosting, "http.server.request.duration", "http.request.method", "http.route", "http.response.status_code"),
        new(Hosting, "http.server.active_requests"),
        new("Microsoft.AspNetCore.Server.Kestrel", "kestrel.active_connections"),
        new(Runtime, "dotnet.process.cpu.time", "cpu.mode"),
        new(Runtime, "dotnet.process.memory.working_set"),
        new(Runtime, "dotnet.gc.collections", "gc.heap.generation"),
        new(Runtime, "dotnet.gc.pause.time"),
        new(Runtime, "dotnet.gc.heap.total_allocated"),
        new(Runtime, "dotnet.gc.last_collection.heap.size", "gc.heap.generation"),
        new(Runtime, "dotnet.thread_pool.queue.length"),
    ];
}
