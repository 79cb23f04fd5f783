using System.Text;

namespace Barograph.SystemTests.Mqtt;

/// <summary>What no client should send.</summary>
public sealed class MqttHostileTests
{
    private static readonly byte[] Greeting = RawMqtt.Connect("x", "nobody");

    public static TheoryData<string, byte[]> Beginnings => new()
    {
        { "a PUBLISH first", RawMqtt.Publish("a", [1], 1) },
        { "a PUBACK first", [0x40, 2, 0, 1] },
        { "HTTP", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n") },
        { "a CONNECT of 256 MB", [0x10, 0xFF, 0xFF, 0xFF, 0x7F] },
        { "a CONNECT of 17 kB", [0x10, 0xE8, 0x87, 0x01] },
        { "a length of five bytes", [0x10, 0x80, 0x80, 0x80, 0x80, 0x01] },
        { "a cut protocol name", [0x10, 4, 0, 9, 77, 81] },
        { "an unknown protocol", RawMqtt.Packet(0x10, [0, 4, .. "MQXX"u8, 4, 2, 0, 0, 0, 1, 65]) },
    };

    [Theory, MemberData(nameof(Beginnings))]
    public async Task A_connection_that_begins_so_ends(string what, byte[] bytes)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        using RawMqtt raw = await RawMqtt.OpenAsync(shared.Server.MqttPort);
        await raw.SendAsync(bytes);
        Assert.True(await raw.ReceiveAsync() is null or [0x20, ..], what);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_and_the_connection_ends()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        using RawMqtt raw = await RawMqtt.OpenAsync(shared.Server.MqttPort);
        await raw.SendAsync(Greeting);
        Assert.Equal((byte[]?)[0x20, 2, 0, 4], await raw.ReceiveAsync());
        Assert.Null(await raw.ReceiveAsync());
    }

    public static TheoryData<string, byte[]> Continuations => new()
    {
        { "a second CONNECT", RawMqtt.Connect("y", null) },
        { "a PUBLISH of 2 MB", [0x32, 0x80, 0x80, 0x80, 0x01] },
        { "a CONNACK", [0x20, 2, 0, 0] },
        { "a PINGRESP", [0xD0, 0] },
        { "a PUBLISH cut in its topic", RawMqtt.Packet(0x32, [0, 200, 65]) },
        { "a SUBSCRIBE without topics", RawMqtt.Packet(0x82, [0, 1, 0, 0]) },
    };

    [Theory, MemberData(nameof(Continuations))]
    public async Task A_connection_that_goes_on_so_ends_and_no_other(string what, byte[] bytes)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        using RawMqtt good = await RawMqtt.ConnectAsync(shared.Server.MqttPort, "good", shared.Board);
        using RawMqtt bad = await RawMqtt.ConnectAsync(shared.Server.MqttPort, "bad" + what.Length, shared.Board);
        await bad.SendAsync(bytes);
        while (await bad.ReceiveAsync() is { } answer)
            Assert.True(answer[0] is 0x90, what);
        await good.PublishAsync("barograph/hostile/temperature", "1", 7);
    }

    [Theory]
    [InlineData("$SYS/x")]
    [InlineData("barograph/+/temperature")]
    [InlineData("barograph/#")]
    [InlineData("barograph//temperature")]
    [InlineData("barograph/../x/temperature")]
    public async Task A_strange_topic_stores_nothing_elsewhere(string topic)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string name = SharedServer.NewLocation("strange");
        string token = await shared.Server.AddDeviceAsync(name, "--location", name);
        using RawMqtt raw = await RawMqtt.ConnectAsync(shared.Server.MqttPort, "s", token);
        await raw.SendAsync(RawMqtt.Publish(topic, "1"u8.ToArray(), 1));
        await raw.ReceiveAsync();
        Assert.DoesNotContain("strange", (await shared.ReaderApi.GetAsync("/api/v1/latest")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_devices_may_have_the_same_identifier()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string one = SharedServer.NewLocation("twin"), other = SharedServer.NewLocation("twin");
        string token = await shared.Server.AddDeviceAsync(one, "--location", one), otherToken = await shared.Server.AddDeviceAsync(other, "--location", other);
        using RawMqtt first = await RawMqtt.ConnectAsync(shared.Server.MqttPort, "same", token);
        using RawMqtt second = await RawMqtt.ConnectAsync(shared.Server.MqttPort, "same", otherToken);

        await first.PublishAsync("barograph/temperature", "1", 1);
        await second.PublishAsync("barograph/temperature", "2", 1);

        Assert.Equal([1], await shared.ReaderApi.ValuesAsync(one, "temperature"));
        Assert.Equal([2], await shared.ReaderApi.ValuesAsync(other, "temperature"));
    }

    /// <summary>A gateway with a token of one place would write all of its sensors into one series.</summary>
    [Fact]
    public async Task A_second_source_of_a_token_of_one_place_is_refused()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string place = SharedServer.NewLocation("place");
        string token = await shared.Server.AddDeviceAsync(place, "--location", place);
        using RawMqtt raw = await RawMqtt.ConnectAsync(shared.Server.MqttPort, "gw", token);

        await raw.PublishAsync("zigbee2mqtt/attic", """{"temperature":1}""", 1);
        await raw.PublishAsync("zigbee2mqtt/cellar", """{"temperature":2}""", 2);
        await raw.PublishAsync("zigbee2mqtt/attic", """{"temperature":3}""", 3);

        Assert.Equal([1, 3], await shared.ReaderApi.ValuesAsync(place, "temperature"));
    }
}
