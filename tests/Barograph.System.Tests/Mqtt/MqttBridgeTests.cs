using System.Globalization;

namespace Barograph.SystemTests.Mqtt;

/// <summary>Barograph as a client of mosquitto.</summary>
public sealed class MqttBridgeTests
{
    private const int OfRound = 40;
    private const long FirstSecond = 1_760_000_000;

    [Fact]
    public async Task What_mosquitto_has_acknowledged_is_stored_once_whatever_dies()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartNewAsync();
        await using BarographServer server = await StartAsync(broker, Engine.Sqlite);
        string reader = await server.AddTokenAsync("reader", "read");
        await FollowsAsync(server);

        await PublishAsync(broker, 0);
        await server.KillAsync();
        await PublishAsync(broker, 1);
        await server.StartAsync();
        await PublishAsync(broker, 2);
        await broker.StopAsync();
        await broker.StartAsync();
        await PublishAsync(broker, 3);

        List<double> stored = [];
        await Patience.UntilAsync("all is stored", async () => (stored = await server.Api(reader).ValuesAsync("cellar", "number")).Count >= 4 * OfRound, () => server.Printed.All);
        Assert.Equal(Enumerable.Range(0, 4 * OfRound).Select(number => (double)number), stored.Order());
    }

    /// <summary>It may be weeks old; with a time that does not matter.</summary>
    [Fact]
    public async Task What_was_retained_is_stored_only_with_a_time()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartNewAsync();
        await Mosquitto.PublishAsync(broker.Port, "barograph/attic/temperature", "1"u8.ToArray(), "-r", "-q", "1");
        await Mosquitto.PublishAsync(broker.Port, "barograph/attic", """{"time":1760000000,"humidity":40}"""u8.ToArray(), "-r", "-q", "1");
        await using BarographServer server = await StartAsync(broker, Engine.Sqlite);
        string reader = await server.AddTokenAsync("reader", "read");
        await FollowsAsync(server);

        await Mosquitto.PublishAsync(broker.Port, "barograph/attic/pressure", "1000"u8.ToArray(), "-q", "1");

        await Patience.UntilAsync("the last is stored", async () => (await server.Api(reader).GetAsync("/api/v1/latest?location=attic")).Text.Contains("pressure", StringComparison.Ordinal));
        string latest = (await server.Api(reader).GetAsync("/api/v1/latest?location=attic")).Text;
        Assert.Contains("humidity", latest, StringComparison.Ordinal);
        Assert.DoesNotContain("temperature", latest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_servers_on_one_store_share_the_messages()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartNewAsync();
        await using BarographServer one = await StartAsync(broker, Engine.Postgres);
        await using BarographServer other = await BarographServer.StartAsync(one.Place.Beside(), Options(broker));
        string reader = await one.AddTokenAsync("reader", "read");
        await FollowsAsync(one);
        await FollowsAsync(other);

        // Without times: each message that both took would be there twice.
        for (int number = 0; number < OfRound; number++)
            await Mosquitto.PublishAsync(broker.Port, "barograph/hall/number", System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), "-q", "1");

        List<double> stored = [];
        await Patience.UntilAsync("all is stored", async () => (stored = await one.Api(reader).ValuesAsync("hall", "number")).Count >= OfRound);
        Assert.Equal(Enumerable.Range(0, OfRound).Select(number => (double)number), stored.Order());
    }

    private static ServerOptions Options(MosquittoBroker broker) => new() { More = ["--mqtt-broker", $"mqtt://127.0.0.1:{Mosquitto.Text(broker.Port)}"] };

    private static async Task<BarographServer> StartAsync(MosquittoBroker broker, Engine engine)
    {
        BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine), Options(broker));
        await server.AddDeviceAsync("mqtt", "--any-location");
        return server;
    }

    private static Task FollowsAsync(BarographServer server) =>
        Patience.UntilAsync("it follows", () => server.AllErrors.Any(line => line.Contains("Following the MQTT broker", StringComparison.Ordinal)), () => server.Printed.All);

    private static async Task PublishAsync(MosquittoBroker broker, int round)
    {
        IEnumerable<string> lines = Enumerable.Range(round * OfRound, OfRound).Select(number => string.Create(CultureInfo.InvariantCulture, $"{{\"time\":{FirstSecond + number},\"number\":{number}}}"));
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "mosquitto_pub", ["-h", "127.0.0.1", "-p", Mosquitto.Text(broker.Port), "-t", "barograph/cellar", "-l", "-q", "1"]) { RedirectStandardInput = true })!;
        foreach (string line in lines)
            await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        Assert.Equal(0, process.ExitCode);
    }
}
