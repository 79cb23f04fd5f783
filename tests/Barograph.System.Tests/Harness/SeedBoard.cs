namespace Barograph.SystemTests.Harness;

/// <summary>The old board's credential on the shared servers: user:pass, as in its documentation.</summary>
public static class SeedBoard
{
    public const string Name = "old-board";
    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly HashSet<Engine> Prepared = [];

    public static async Task<SharedServer> PreparedAsync(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        await Turn.WaitAsync();
        try
        {
            if (!Prepared.Add(engine))
                return shared;
            await shared.Server.CommandWithInputAsync("pass\n", "device", "add", Name, "--username", "user", "--password-stdin", "--any-location");
            await Patience.UntilAsync("the old board is known", async () => (await RawHttp.SendAsync(shared.Server.Target,
                RawHttp.Request("GET", "/SQL_API/", (byte[]?)null, "Authorization: " + RawHttp.Basic("user", "pass")), RawHttp.NewAddress())).Status == 201);
            return shared;
        }
        finally
        {
            Turn.Release();
        }
    }
}
