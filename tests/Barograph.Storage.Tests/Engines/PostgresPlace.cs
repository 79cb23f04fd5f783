using System.Collections.Concurrent;
using System.Globalization;
using Barograph.Storage.Postgres;
using Barograph.TestSupport;
using Npgsql;

namespace Barograph.Storage.Tests;

/// <summary>A database made by <c>postgres setup</c>, with a login role of its own.</summary>
public sealed class PostgresPlace : StorePlace
{
    private const string Scheme = "postgres:";

    // One a cluster. A copy of a database that was set up saves most of the time of a set-up, which every test needs; SetupTests do without.
    private static readonly ConcurrentDictionary<PostgresCluster, Lazy<Task<string>>> Templates = new();
    private readonly string _store;

    private PostgresPlace(PostgresCluster cluster, string database, string login, string store)
    {
        Cluster = cluster;
        Database = database;
        Login = login;
        _store = store;
    }

    public PostgresCluster Cluster { get; }

    public string Database { get; }

    public string Login { get; }

    /// <summary>The connection string that the set-up gave for the server.</summary>
    public string ConnectionString => _store[Scheme.Length..];

    public static async Task<PostgresPlace> MakeAsync(PostgresCluster cluster, string? seedUser = null)
    {
        string database = cluster.NewName("place_");
        string login = cluster.NewName("login_");
        string template = await Templates.GetOrAdd(cluster, _ => new(() => MakeTemplateAsync(cluster))).Value;
        await cluster.SqlAsync("postgres", $"CREATE DATABASE \"{database}\" TEMPLATE \"{template}\"");
        PostgresSetupResult result = await SetupAsync(cluster, database, login, seedUser);
        Assert.StartsWith(Scheme, result.Store, StringComparison.Ordinal);
        return new PostgresPlace(cluster, database, login, result.Store);
    }

    private static async Task<string> MakeTemplateAsync(PostgresCluster cluster)
    {
        string template = cluster.NewName("template_");
        await SetupAsync(cluster, template, cluster.NewName("login_"), null);
        return template;
    }

    public static async Task<PostgresSetupResult> SetupAsync(PostgresCluster cluster, string database, string login, string? seedUser)
    {
        var options = new PostgresSetupOptions
        {
            Admin = cluster.ConnectionString("postgres"), Database = database, Login = login, GrantSeedUser = seedUser,
        };
        return await PostgresSetup.RunAsync(options, CancellationToken.None);
    }

    /// <summary>A store with another login than the set-up's, or with the override.</summary>
    public PostgresStore NewStore(string login, bool allowOverprivileged = false)
    {
        var connection = new NpgsqlConnectionStringBuilder(ConnectionString) { Username = login };
        return new PostgresStore(new PostgresOptions(connection.ConnectionString) { AllowOverprivileged = allowOverprivileged }, TimeProvider.System);
    }

    /// <summary>Runs statements in this database as the cluster's superuser.</summary>
    public Task<object?> SqlAsync(string sql) => Cluster.SqlAsync(Database, sql);

    /// <summary>Runs statements in this database as another role.</summary>
    public Task<object?> SqlAsync(string user, string sql) => Cluster.SqlAsync(Database, user, sql);

    /// <summary>Ends every connection to this database but the one that asks.</summary>
    public Task CutConnectionsAsync() =>
        SqlAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    public override Task PoisonAsync(double value)
    {
        string number = value.ToString("R", CultureInfo.InvariantCulture);
        return SqlAsync($"ALTER TABLE sample ADD CONSTRAINT poison CHECK (value <> {number})");
    }

    protected override IStore MakeStore() => new PostgresStore(new PostgresOptions(ConnectionString), TimeProvider.System);

    protected override async ValueTask RemoveAsync()
    {
        // The cluster goes with the run; dropping the database keeps its files few meanwhile.
        await Cluster.SqlAsync("postgres", $"DROP DATABASE IF EXISTS \"{Database}\" WITH (FORCE)");
    }
}
