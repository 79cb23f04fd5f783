using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary>A PostgreSQL server for one class of tests that stops it, kills it or changes what belongs to the whole cluster.</summary>
public sealed class OwnCluster : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartNewAsync();

    public ValueTask DisposeAsync() => Cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
