namespace Barograph.SystemTests.Nginx;

/// <summary>
/// Barograph on a Unix socket and nginx before it, with the folder's modes of the manual: 2750 and nginx's group. The tutorial's board is known, as user:pass, and there is an owner.
/// </summary>
public sealed class NginxSite : IAsyncLifetime
{
    private BarographServer? _server;
    private NginxServer? _nginx;

    public BarographServer Server => _server!;

    public NginxServer Nginx => _nginx!;

    /// <summary>A device's token for any location, and a personal one with scope read.</summary>
    public string Board { get; private set; } = "";

    public string Reader { get; private set; } = "";

    public static async Task<NginxSite> StartAsync()
    {
        var site = new NginxSite();
        try
        {
            await site.InitializeAsync();
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    public async ValueTask InitializeAsync()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        if (Shell.IsRoot)
        {
            await Shell.RunAsync("chgrp", NginxServer.Group, place.Folder);
            await Shell.RunAsync("chmod", "2750", place.Folder);
        }
        _server = await BarographServer.StartAsync(place, new ServerOptions { OnUnixSocket = true });
        _nginx = await NginxServer.StartAsync(place.SocketPath);
        Board = await Server.AddDeviceAsync("board", "--any-location");
        Reader = await Server.AddTokenAsync("reader", "read");
        await Owner.SetUpAsync(Server);
        await Server.CommandWithInputAsync("pass\n", "device", "add", SeedBoard.Name, "--username", "user", "--password-stdin", "--any-location");
        await Patience.UntilAsync("the old board is known", async () => (await RawHttp.SendAsync(Server.Target,
            RawHttp.Request("GET", "/SQL_API/", (byte[]?)null, "Authorization: " + RawHttp.Basic("user", "pass")))).Status == 201);
    }

    /// <summary>One report through nginx.</summary>
    public Task<RawAnswer> ReportAsync() => RawHttp.SendAsync(
        Nginx.Site, RawHttp.Request("POST", "/api/v1/reports", """{"location":"hall","temperature":20}""", "Authorization: Bearer " + Board));

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
