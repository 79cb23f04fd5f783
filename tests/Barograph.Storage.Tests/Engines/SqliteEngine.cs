namespace Barograph.Storage.Tests;

public sealed class SqliteEngine : Engine
{
    public override bool KeepsNegativeZero => false;

    public override bool SharesPlace => false;

    public override Task<StorePlace> MakePlaceAsync() => Task.FromResult<StorePlace>(new SqlitePlace());

    public override string ToString() => "SQLite";
}
