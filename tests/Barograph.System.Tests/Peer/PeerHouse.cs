using System.Globalization;
using System.Text.Json;
using Barograph.SystemTests.Nginx;
using Npgsql;

namespace Barograph.SystemTests.Peer;

/// <summary>
/// The whole of "PostgreSQL without a password": a cluster whose one rule is <c>local all all peer</c>, both parts of the server under Linux users of their own
/// on Unix sockets with the manual's modes, and nginx before them. Only root can build it; for others it stays empty and the tests are skipped.
/// </summary>
public sealed class PeerHouse : IAsyncLifetime
{
    private readonly List<IDisposable> _users = [];
    private readonly ScratchFolder _program = new();
    private PostgresCluster? _cluster;
    private BarographServer? _site;
    private BarographServer? _ingest;
    private NginxServer? _nginx;

    public LinuxUser SiteUser { get; private set; } = null!;

    public LinuxUser IngestUser { get; private set; } = null!;

    public LinuxUser Stranger { get; private set; } = null!;

    public PostgresCluster Cluster => _cluster!;

    public BarographServer Site => _site!;

    public BarographServer Ingest => _ingest!;

    public NginxServer Nginx => _nginx!;

    /// <summary>What <c>postgres setup</c> printed.</summary>
    public JsonElement SetUp { get; private set; }

    public string Board { get; private set; } = "";

    public string Reader { get; private set; } = "";

    private ProductBinary Binary { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Shell.IsRoot)
            return;
        SiteUser = await MakeUserAsync("site");
        IngestUser = await MakeUserAsync("ingest");
        Stranger = await MakeUserAsync("stranger");
        Binary = await ProductBinary.Default.CopyAsync(_program);

        _cluster = await PostgresCluster.StartNewAsync(peer: true);
        SetUp = (await SetUpAsync()).Json;
        _site = await ServeAsync(SiteUser, "store", "site");
        _ingest = await ServeAsync(IngestUser, "ingestStore", "ingest");
        _nginx = await NginxServer.StartAsync(_site.Place.SocketPath, _ingest.Place.SocketPath);
        Board = (await CommandAsync("device", "add", "board", "--any-location", "--json")).Token;
        Reader = (await CommandAsync("token", "add", "reader", "--scope", "read", "--json")).Token;
        await LinuxUser.RunProductAsync(SiteUser.Name, Binary, "pass\n",
            "device", "add", SeedBoard.Name, "--username", "user", "--password-stdin", "--any-location", "--store", _site.Place.Store!);
    }

    /// <summary>As the administrator of the database.</summary>
    public async Task<CommandResult> SetUpAsync() => (await LinuxUser.RunProductAsync(PostgresCluster.ServerUser, Binary, null,
        "postgres", "setup", "--admin", Cluster.ConnectionString("postgres", PostgresCluster.ServerUser), "--login", SiteUser.Name, "--ingest-login", IngestUser.Name, "--json")).Succeeded();

    /// <summary>An admin command, as the site's user and with the site's store.</summary>
    public async Task<CommandResult> CommandAsync(params string[] arguments) => (await TryCommandAsync(SiteUser, Site, arguments)).Succeeded();

    public Task<CommandResult> TryCommandAsync(LinuxUser user, BarographServer part, params string[] arguments) =>
        LinuxUser.RunProductAsync(user.Name, Binary, null, [.. arguments, "--store", part.Place.Store!]);

    /// <summary>A query as the database's administrator, who sees everything.</summary>
    public Task<string> AskAsync(string query) =>
        Psql.AskAsync(PostgresCluster.ServerUser, Cluster.ConnectionString("barograph", PostgresCluster.ServerUser), query);

    /// <summary>The connection string of a running process, taken from the process itself.</summary>
    public static string ConnectionStringOf(BarographServer server)
    {
        string[] line = File.ReadAllText($"/proc/{server.ProcessId.ToString(CultureInfo.InvariantCulture)}/cmdline").Split('\0');
        return line[Array.IndexOf(line, "--store") + 1]["postgres:".Length..];
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[_nginx, _ingest, _site, _cluster])
            if (part is not null)
                await part.DisposeAsync();
        foreach (IDisposable user in _users)
            user.Dispose();
        _program.Dispose();
    }

    private async Task<LinuxUser> MakeUserAsync(string like)
    {
        LinuxUser user = await LinuxUser.MakeAsync(like);
        _users.Add(user);
        return user;
    }

    private async Task<BarographServer> ServeAsync(LinuxUser user, string store, string part)
    {
        Place place = Place.On(Cluster, "barograph", user.Name, SetUp.GetProperty(store).GetString()!);
        await Shell.RunAsync("chown", $"{user.Name}:{NginxServer.Group}", place.Folder);
        await Shell.RunAsync("chmod", "2750", place.Folder);
        return await BarographServer.StartAsync(place, new ServerOptions { OnUnixSocket = true, Tracer = user.Starter, Binary = Binary, More = ["--part", part] });
    }
}
