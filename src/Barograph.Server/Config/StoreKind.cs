namespace Barograph.Server.Config;

public enum StoreKind
{
    Sqlite,
    Postgres,
}
