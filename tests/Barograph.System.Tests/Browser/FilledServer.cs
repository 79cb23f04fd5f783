namespace Barograph.SystemTests.Browser;

/// <summary>One server with the readings of <see cref="House"/> and an owner, for the tests of a class.</summary>
public sealed class FilledServer : IAsyncLifetime
{
    public BarographServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(Server);
        await House.FillAsync(Server);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
