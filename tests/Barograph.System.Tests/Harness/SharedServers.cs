namespace Barograph.SystemTests.Harness;

/// <summary>One server for each engine, started when the first test needs it. When the run ends, none of them may have logged a defect.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    private static readonly Lazy<Task<SharedServer>> Sqlite = new(() => SharedServer.StartAsync(Engine.Sqlite));
    private static readonly Lazy<Task<SharedServer>> Postgres = new(() => SharedServer.StartAsync(Engine.Postgres));

    public static Task<SharedServer> GetAsync(Engine engine) => (engine == Engine.Sqlite ? Sqlite : Postgres).Value;

    public async ValueTask DisposeAsync()
    {
        List<string> defects = [];
        foreach (Lazy<Task<SharedServer>> server in (Lazy<Task<SharedServer>>[])[Sqlite, Postgres])
        {
            if (!server.IsValueCreated || !server.Value.IsCompletedSuccessfully)
                continue;
            BarographServer running = (await server.Value).Server;
            defects.AddRange(running.AllErrors.Where(IsDefect));
            await running.DisposeAsync();
        }
        Assert.Empty(defects);
    }

    /// <summary>A line of the log that says that something of ours is broken.</summary>
    public static bool IsDefect(string line) =>
        line.Contains("defect", StringComparison.OrdinalIgnoreCase) || line.Contains("Unhandled", StringComparison.OrdinalIgnoreCase);
}
