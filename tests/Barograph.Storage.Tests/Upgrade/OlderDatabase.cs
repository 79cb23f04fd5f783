using Barograph.Storage.Postgres;
using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary>A PostgreSQL database of an earlier version: its scripts, each followed by the rows of its fixture.</summary>
public sealed class OlderDatabase : IAsyncDisposable
{
    // As DbUp makes it.
    private const string Journal = """
        CREATE TABLE public.schemaversions (
            schemaversionsid serial NOT NULL, scriptname character varying(255) NOT NULL, applied timestamp without time zone NOT NULL,
            CONSTRAINT "PK_schemaversions_Id" PRIMARY KEY (schemaversionsid));
        """;

    private readonly PostgresPlace _neighbour;
    private readonly string _database;

    private OlderDatabase(PostgresPlace neighbour, string database)
    {
        _neighbour = neighbour;
        _database = database;
    }

    private PostgresCluster Cluster => _neighbour.Cluster;

    /// <param name="version">The last script that it has.</param>
    public static async Task<OlderDatabase> MakeAsync(string version)
    {
        // Its set-up makes the roles, which belong to the whole cluster.
        PostgresPlace neighbour = await PostgresPlace.MakeAsync(await SharedCluster.GetAsync());
        var older = new OlderDatabase(neighbour, neighbour.Cluster.NewName("older_"));
        await older.Cluster.SqlAsync("postgres", $"CREATE DATABASE {older._database} OWNER barograph_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
        await older.Cluster.SqlAsync(older._database, "GRANT USAGE, CREATE ON SCHEMA public TO barograph_owner");
        await older.RunAsOwnerAsync(Journal);
        foreach (string script in Scripts.Of(Scripts.Postgres).TakeWhile(script => string.CompareOrdinal(script, version) <= 0))
        {
            await older.RunAsOwnerAsync(
                Scripts.TextOf(Scripts.Postgres, script)
                + $"; INSERT INTO schemaversions (scriptname, applied) VALUES ('{Scripts.JournalName(Scripts.Postgres, script)}', now())");
            await older.Cluster.SqlAsync(older._database, await File.ReadAllTextAsync(Scripts.FixtureOf(Scripts.Postgres, script)));
        }
        return older;
    }

    public Task<IReadOnlyList<SetupLine>> MigrateAsync() =>
        PostgresMigration.RunAsync(Cluster.ConnectionString("postgres"), _database, TestContext.Current.CancellationToken);

    /// <summary>Opens it with a login of its own.</summary>
    public async Task<IStore> OpenAsync()
    {
        PostgresSetupResult setup = await PostgresPlace.SetupAsync(Cluster, _database, Cluster.NewName("login_"), null);
        var store = new PostgresStore(new PostgresOptions(setup.Store["postgres:".Length..]), TimeProvider.System);
        await store.OpenAsync(TestContext.Current.CancellationToken);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.SqlAsync("postgres", $"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
        await _neighbour.DisposeAsync();
    }

    private Task<object?> RunAsOwnerAsync(string sql) => Cluster.SqlAsync(_database, "SET ROLE barograph_owner; SET timezone = 'UTC'; " + sql);
}
