using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary>The PostgreSQL server that most tests share, started when the first one needs it. Tests that hurt a server start their own.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresCluster>> Cluster = new(() => PostgresCluster.StartNewAsync());

    public static Task<PostgresCluster> GetAsync() => Cluster.Value;

    public async ValueTask DisposeAsync()
    {
        if (Cluster.IsValueCreated)
            await (await Cluster.Value).DisposeAsync();
    }
}
