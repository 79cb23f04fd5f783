using System.Diagnostics;
using System.Text.Json;

namespace Barograph.SystemTests.Mqtt;

/// <summary>MQTT 5 with the client that most of Node.js uses.</summary>
public sealed class MqttFiveTests
{
    private static readonly string Client = Path.Combine(Repository.Root, "tests", "Barograph.System.Tests", "Mqtt", "client");

    [Fact]
    public async Task A_client_of_version_5_is_answered_as_the_manual_says()
    {
        await InstallAsync();
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string name = SharedServer.NewLocation("five");
        string token = await shared.Server.AddDeviceAsync(name, "--location", name);

        (int exit, string printed) = await Mosquitto.RunAsync("node", Path.Combine(Client, "five.mjs"), Mosquitto.Text(shared.Server.MqttPort), token, name, shared.Reader);

        Assert.True(exit == 0, printed);
        JsonElement said = JsonDocument.Parse(printed.Split('\n')[0]).RootElement;
        Assert.Equal("1", string.Join(',', said.GetProperty("granted").EnumerateArray().Select(grant => grant.GetInt32())));
        Assert.True(said.GetProperty("will").GetBoolean(), printed);
        Assert.False(said.GetProperty("retained").GetBoolean(), printed);
        Assert.Equal((0, 0, 20, 134), (Number(said, "stored"), Number(said, "twice"), Number(said, "many"), Number(said, "refused")));
        Assert.Equal(("error 153", "error 135"), (said.GetProperty("bad").GetString(), said.GetProperty("foreign").GetString()));
        List<double> stored = await shared.ReaderApi.ValuesAsync(name, "temperature");
        Assert.Equal([21.5, 22.5, .. Enumerable.Range(0, 20).Select(i => (double)i)], stored);
    }

    private static int Number(JsonElement said, string name) => said.GetProperty(name).GetInt32();

    /// <summary>As its lock file says, once.</summary>
    private static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Client, "node_modules", "mqtt")))
            return;
        using Process process = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Client })!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(0, process.ExitCode);
    }
}
