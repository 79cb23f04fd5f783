namespace Barograph.SystemTests.Install;

/// <summary><c>barograph health</c>, which containers call.</summary>
public sealed class HealthCommandTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_succeeds_while_the_server_takes_reports(bool onUnixSocket)
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { OnUnixSocket = onUnixSocket });
        string[] command = ["health", "--urls", onUnixSocket ? "http://unix:" + place.SocketPath : server.BaseAddress];

        Assert.Equal((0, "ready\n"), Outcome(await ProductCommand.RunAsync(place.Folder, null, command)));

        await server.StopAsync();
        CommandResult gone = await ProductCommand.RunAsync(place.Folder, null, command);
        Assert.Equal((1, ""), Outcome(gone));
        Assert.Contains("Nothing answers at", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_while_the_database_is_away()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await using BarographServer server = await BarographServer.StartAsync(
            place, new ServerOptions { StoreIsAway = true, More = ["--store", "postgres:Host=/nowhere;Username=u"] });

        CommandResult health = await ProductCommand.RunAsync(place.Folder, null, "health", "--urls", server.BaseAddress);

        Assert.Equal((1, "the database does not answer\n"), Outcome(health));
    }

    private static (int ExitCode, string Output) Outcome(CommandResult result) => (result.ExitCode, result.Output);
}
