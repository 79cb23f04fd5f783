using System.Diagnostics;
using System.Text;

namespace Barograph.SystemTests.Mqtt;

/// <summary>The broker with mosquitto's clients: credentials, acknowledgements, rights.</summary>
public sealed class MqttBrokerTests
{
    private static int _devices;

    [Theory]
    [InlineData("name and token", 0)]
    [InlineData("token as username", 0)]
    [InlineData("token as password, any username", 0)]
    [InlineData("wrong", 5)]
    [InlineData("nothing", 5)]
    public async Task Credentials_are_those_of_HTTP(string how, int expected)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string name = NewName();
        string token = await shared.Server.AddDeviceAsync(name, "--location", name);
        string[] credentials = how switch
        {
            "name and token" => ["-u", name, "-P", token],
            "token as username" => ["-u", token],
            "token as password, any username" => ["-u", "anna", "-P", token],
            "wrong" => ["-u", name, "-P", "wrong"],
            _ => [],
        };
        foreach (string version in (string[])["mqttv311", "mqttv5"])
        {
            (int exit, string printed) = await Mosquitto.PublishAsync(shared.Server.MqttPort, "barograph/temperature", "1"u8.ToArray(), ["-q", "1", "-V", version, .. credentials]);
            Assert.True((expected == 0) == (exit == 0), $"{version}: {exit} {printed}");
            if (expected != 0)
                Assert.Contains("user name", printed, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("2")]
    public async Task All_qualities_are_stored(string quality)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string name = NewName();
        string token = await shared.Server.AddDeviceAsync(name, "--location", name);

        (int exit, string printed) = await Mosquitto.PublishAsync(shared.Server.MqttPort, $"barograph/{name}/temperature", "21.5"u8.ToArray(), "-q", quality, "-u", token, "-i", "board " + quality);

        Assert.True(exit == 0, printed);
        await Patience.UntilAsync("it is stored", async () => (await shared.ReaderApi.GetAsync("/api/v1/latest?location=" + name)).Text.Contains("21.5", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("barograph/elsewhere/temperature", "1", "RC:135")]
    [InlineData("barograph/OWN/temperature", "warm", "RC:153")]
    [InlineData("barograph/OWN/tempe rature", "1", "RC:144")]
    [InlineData("cmnd/x/POWER", "ON", "RC:16")]
    public async Task Version_5_hears_why_and_version_3_is_acknowledged(string topic, string payload, string reason)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string name = NewName();
        string token = await shared.Server.AddDeviceAsync(name, "--location", name);
        topic = topic.Replace("OWN", name, StringComparison.Ordinal);

        (_, string printed) = await Mosquitto.PublishAsync(shared.Server.MqttPort, topic, Encoding.UTF8.GetBytes(payload), "-q", "1", "-u", token, "-V", "mqttv5", "-d");
        (int exit, string printed3) = await Mosquitto.PublishAsync(shared.Server.MqttPort, topic, Encoding.UTF8.GetBytes(payload), "-q", "1", "-u", token, "-V", "mqttv311");

        Assert.Contains(reason, printed, StringComparison.Ordinal);
        Assert.True(exit == 0, printed3);
    }

    /// <summary>The commit stands still while its database does, and so does the acknowledgement.</summary>
    [Fact]
    public async Task An_acknowledgement_waits_for_the_commit()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres, cluster), new ServerOptions { Mqtt = true });
        string token = await server.AddDeviceAsync("board", "--any-location");
        Assert.Equal(0, (await Mosquitto.PublishAsync(server.MqttPort, "barograph/desk/temperature", "1"u8.ToArray(), "-q", "1", "-u", token)).Exit);
        await PostgresProcesses.SignalAsync(cluster, "STOP");
        Task<(int Exit, string Printed)> publishing = Mosquitto.PublishAsync(server.MqttPort, "barograph/desk/temperature", "2"u8.ToArray(), "-q", "1", "-u", token, "-d", "-V", "mqttv311");
        try
        {
            Assert.NotSame(publishing, await Task.WhenAny(publishing, Task.Delay(2000, TestContext.Current.CancellationToken)));
        }
        finally
        {
            await PostgresProcesses.SignalAsync(cluster, "CONT");
        }
        (int exit, string printed) = await publishing;
        Assert.True(exit == 0 && printed.Contains("PUBACK", StringComparison.Ordinal), printed);
    }

    [Fact]
    public async Task A_revoked_token_loses_its_connection()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string name = NewName();
        string token = await shared.Server.AddDeviceAsync(name, "--location", name);
        using Process listener = Mosquitto.Start("mosquitto_sub", "-h", "127.0.0.1", "-p", Mosquitto.Text(shared.Server.MqttPort), "-u", token, "-t", "#", "-V", "mqttv5", "-d");
        try
        {
            await UntilPrintedAsync(listener, "SUBACK");
            await shared.Server.CommandAsync("device", "revoke", name);
            var watch = Stopwatch.StartNew();
            // It is told so, tries again, is refused, and gives up.
            Assert.Contains("DISCONNECT (135)", await listener.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience.Limit), StringComparison.Ordinal);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
        }
        finally
        {
            listener.Kill();
        }
    }

    /// <summary>Devices hear themselves, people who may read hear all.</summary>
    [Fact]
    public async Task A_device_does_not_hear_another()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string one = NewName(), other = NewName();
        string token = await shared.Server.AddDeviceAsync(one, "--location", one), otherToken = await shared.Server.AddDeviceAsync(other, "--location", other);
        using Process person = Listen(shared, shared.Reader), neighbour = Listen(shared, otherToken), self = Listen(shared, token);
        try
        {
            foreach (Process listener in (Process[])[person, neighbour, self])
                await UntilPrintedAsync(listener, "SUBACK");
            await Mosquitto.PublishAsync(shared.Server.MqttPort, $"barograph/{one}/temperature", "7"u8.ToArray(), "-q", "1", "-u", token, "-r");
            await UntilPrintedAsync(person, "7");
            await UntilPrintedAsync(self, "7");
            // What was published after it would come after it, and comes alone.
            await Mosquitto.PublishAsync(shared.Server.MqttPort, $"barograph/{other}/temperature", "8"u8.ToArray(), "-q", "1", "-u", otherToken);
            Assert.Equal("8", await UntilPrintedAsync(neighbour, "8", refused: "7"));
        }
        finally
        {
            foreach (Process listener in (Process[])[person, neighbour, self])
                listener.Kill();
        }
    }

    private static string NewName() => string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"mq{Interlocked.Increment(ref _devices)}");

    private static Process Listen(SharedServer shared, string token) =>
        Mosquitto.Start("mosquitto_sub", "-h", "127.0.0.1", "-p", Mosquitto.Text(shared.Server.MqttPort), "-u", token, "-t", "barograph/#", "-d", "-q", "1");

    /// <summary>Reads lines until one holds the text.</summary>
    private static async Task<string> UntilPrintedAsync(Process process, string text, string? refused = null)
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit) is { } line)
        {
            if (refused is not null)
                Assert.NotEqual(refused, line);
            if (line == text || (text.Length > 1 && line.Contains(text, StringComparison.Ordinal)))
                return line;
        }
        return "";
    }
}
