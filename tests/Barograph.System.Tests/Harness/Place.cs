using System.Text.Json;

namespace Barograph.SystemTests.Harness;

/// <summary>
/// A data folder and a store for one server, or for several. PostgreSQL databases are made by the product's own <c>postgres setup</c>.
/// </summary>
public sealed class Place : IDisposable
{
    private static readonly SemaphoreSlim SetupTurn = new(1);
    private readonly ScratchFolder _folder = new();

    private Place(Engine engine) => Engine = engine;

    public Engine Engine { get; }

    /// <summary>The value for <c>--store</c>, or null for the default in the data folder.</summary>
    public string? Store { get; private init; }

    public PostgresCluster? Cluster { get; private init; }

    public string Database { get; private init; } = "";

    public string Login { get; private init; } = "";

    public string Folder => _folder.Path;

    public string Data => _folder.File("data");

    public string SocketPath => _folder.File("http.sock");

    public static async Task<Place> MakeAsync(Engine engine, PostgresCluster? ownCluster = null, string? name = null)
    {
        if (engine == Engine.Sqlite)
            return new Place(engine);
        PostgresCluster cluster = ownCluster ?? await SharedCluster.GetAsync();
        string database = name ?? cluster.NewName("house_");
        string login = name ?? cluster.NewName("login_");
        CommandResult setup = await SetUpAsync(cluster, database, login);
        string? store = setup.Json.GetProperty("store").GetString();
        return new Place(engine) { Store = store, Cluster = cluster, Database = database, Login = login };
    }

    /// <summary>Runs <c>barograph postgres setup</c>.</summary>
    public static async Task<CommandResult> SetUpAsync(PostgresCluster cluster, string database, string login, params string[] more)
    {
        // One at a time: the roles belong to the whole cluster, and changing one twice at once is an error in PostgreSQL.
        await SetupTurn.WaitAsync();
        try
        {
            CommandResult setup = await ProductCommand.RunAsync(
                "/", null, ["postgres", "setup", "--admin", cluster.ConnectionString("postgres"), "--database", database, "--login", login, "--json", .. more]);
            return setup.Succeeded();
        }
        finally
        {
            SetupTurn.Release();
        }
    }

    /// <summary>Another server's data folder on the same store: only PostgreSQL can be shared.</summary>
    public Place Beside() => new(Engine) { Store = Store, Cluster = Cluster, Database = Database, Login = Login };

    /// <summary>The place of a process for reports on the same database: <c>postgres setup --ingest-login</c> makes its login and store.</summary>
    public async Task<Place> BesideForIngestAsync()
    {
        string login = Cluster!.NewName("boards_");
        CommandResult setup = await SetUpAsync(Cluster, Database, Login, "--ingest-login", login);
        return new Place(Engine) { Store = setup.Json.GetProperty("ingestStore").GetString(), Cluster = Cluster, Database = Database, Login = login };
    }

    /// <summary>A place on a database that somebody else has set up.</summary>
    public static Place On(PostgresCluster cluster, string database, string login, string store) =>
        new(Engine.Postgres) { Store = store, Cluster = cluster, Database = database, Login = login };

    /// <summary>The same database and login in another cluster, to which they were restored.</summary>
    public Place RestoredTo(PostgresCluster cluster) =>
        new(Engine) { Store = Store!.Replace(Cluster!.Folder, cluster.Folder, StringComparison.Ordinal), Cluster = cluster, Database = Database, Login = Login };

    /// <summary>The options that name this place, for the server and for admin commands alike.</summary>
    public string[] Options => Store is null ? ["--data", Data] : ["--data", Data, "--store", Store];

    public void Dispose() => _folder.Dispose();
}
