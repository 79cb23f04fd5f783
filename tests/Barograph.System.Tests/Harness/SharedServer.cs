namespace Barograph.SystemTests.Harness;

/// <summary>A server that many tests share; each uses locations of its own. Nothing here may count on being alone.</summary>
/// <param name="Server">The server.</param>
/// <param name="Board">A device's token for any location.</param>
/// <param name="Reader">A personal token with scope read.</param>
/// <param name="Writer">A personal token with scope write.</param>
/// <param name="Admin">A personal token with scope admin.</param>
/// <param name="Cookie">The owner's session, as a Cookie header.</param>
public sealed record SharedServer(BarographServer Server, string Board, string Reader, string Writer, string Admin, string Cookie)
{
    private static int _locations;

    public ServerApi BoardApi => Server.Api(Board);

    public ServerApi ReaderApi => Server.Api(Reader);

    /// <summary>A location that no other test uses.</summary>
    public static string NewLocation(string like = "room") => $"{like}{Interlocked.Increment(ref _locations)}";

    public static async Task<SharedServer> StartAsync(Engine engine)
    {
        BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine), new ServerOptions { Mqtt = true });
        try
        {
            string board = await server.AddDeviceAsync("board", "--any-location");
            string reader = await server.AddTokenAsync("reader", "read");
            string writer = await server.AddTokenAsync("writer", "write");
            string admin = await server.AddTokenAsync("admin", "admin");
            return new SharedServer(server, board, reader, writer, admin, await Owner.SetUpAsync(server));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
