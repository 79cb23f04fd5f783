namespace Barograph.SystemTests.Harness;

/// <summary>Both parts of the server on one database, each with its own login, and a series that exists already.</summary>
public sealed class SplitServers : IAsyncLifetime
{
    private BarographServer? _site;
    private BarographServer? _ingest;

    public BarographServer Site => _site!;

    public BarographServer Ingest => _ingest!;

    /// <summary>A device's token for any location, and a personal one with scope read.</summary>
    public string Board { get; private set; } = "";

    public string Reader { get; private set; } = "";

    public ServerApi ReaderApi => Site.Api(Reader);

    public async ValueTask InitializeAsync()
    {
        Place place = await Place.MakeAsync(Engine.Postgres);
        _site = await BarographServer.StartAsync(place, new ServerOptions { More = ["--part", "site"] });
        _ingest = await BarographServer.StartAsync(await place.BesideForIngestAsync(), new ServerOptions { More = ["--part", "ingest"] });
        Board = (await _site.CommandAsync("device", "add", "board", "--any-location", "--json")).Token;
        Reader = (await _site.CommandAsync("token", "add", "reader", "--scope", "read", "--json")).Token;
        Assert.Equal(200, (await _ingest.Api(Board).ReportAsync("""{"location":"route","temperature":1}""")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ingest is not null)
            await _ingest.DisposeAsync();
        if (_site is not null)
            await _site.DisposeAsync();
    }
}
