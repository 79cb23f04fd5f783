using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

public sealed class PostgresEngine(Func<Task<PostgresCluster>> cluster) : Engine
{
    public override bool KeepsNegativeZero => true;

    public override bool SharesPlace => true;

    public override async Task<StorePlace> MakePlaceAsync() => await PostgresPlace.MakeAsync(await cluster());

    public override string ToString() => "PostgreSQL";
}
