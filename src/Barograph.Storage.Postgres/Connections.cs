using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// A pool for each role and use. They are apart so that dashboards cannot take the connections that ingest needs. All are empty until used.
/// </summary>
internal sealed class Connections : IAsyncDisposable
{
    /// <summary>Server processes share max_connections (100 by default) with everybody else, so each takes at most 23.</summary>
    private const int CatalogConnections = 4, OperateConnections = 4, ReadConnections = 6, UpkeepConnections = 2;

    private const int AppendSeconds = 7, CatalogSeconds = 7, ReadSeconds = 30, UpkeepSeconds = 60;

    private readonly NpgsqlDataSource _catalog;

    public Connections(string connectionString, StoreGate gate)
    {
        // Not pooled: the writer keeps its connections itself, with their prepared statements, and must be able to really close one.
        NpgsqlConnectionStringBuilder append = ConnectionStrings.ForRole(connectionString, Roles.Ingest, AppendSeconds);
        append.Pooling = false;
        append.ApplicationName = AppendSession.ApplicationName;
        // What these commit is told by SampleTelling; so the database need not (Migrations/0007_live.sql).
        append.Options += " -c barograph.tells=1";
        Append = ConnectionStrings.Source(append);

        NpgsqlConnectionStringBuilder listen = ConnectionStrings.ForRole(connectionString, Roles.Ingest, CatalogSeconds);
        listen.Pooling = false;
        Listen = ConnectionStrings.Source(listen);

        _catalog = Pooled(connectionString, Roles.Ingest, CatalogSeconds, CatalogConnections);
        Catalog = new RolePool(_catalog, gate);
        Operate = new RolePool(Pooled(connectionString, Roles.Operate, CatalogSeconds, OperateConnections), gate);
        Read = new RolePool(Pooled(connectionString, Roles.Read, ReadSeconds, ReadConnections), gate);
        Upkeep = new RolePool(Pooled(connectionString, Roles.Upkeep, UpkeepSeconds, UpkeepConnections), gate);
    }

    public NpgsqlDataSource Append { get; }

    public NpgsqlDataSource Listen { get; }

    /// <summary>As ingest: what a report needs to know of locations, series, devices, placements and tokens, and may add to them.</summary>
    public RolePool Catalog { get; }

    /// <summary>As the signed-in human: changes of the catalog, accounts and sessions.</summary>
    public RolePool Operate { get; }

    public RolePool Read { get; }

    public RolePool Upkeep { get; }

    /// <summary>A connection for examining, before the store is open.</summary>
    public ValueTask<NpgsqlConnection> OpenForChecksAsync(CancellationToken cancel) => _catalog.OpenConnectionAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await Append.DisposeAsync();
        await Listen.DisposeAsync();
        await Catalog.DisposeAsync();
        await Operate.DisposeAsync();
        await Read.DisposeAsync();
        await Upkeep.DisposeAsync();
    }

    private static NpgsqlDataSource Pooled(string connectionString, string role, int seconds, int connections)
    {
        NpgsqlConnectionStringBuilder builder = ConnectionStrings.ForRole(connectionString, role, seconds);
        builder.Pooling = true;
        builder.MinPoolSize = 0;
        builder.MaxPoolSize = connections;
        builder.MaxAutoPrepare = 30;
        return ConnectionStrings.Source(builder);
    }
}
