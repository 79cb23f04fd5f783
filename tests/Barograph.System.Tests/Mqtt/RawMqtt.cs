using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Barograph.SystemTests.Mqtt;

/// <summary>A client of MQTT 3.1.1 made of bytes, which can also say what no client should.</summary>
internal sealed class RawMqtt : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawMqtt(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    /// <summary>Connects on TCP only.</summary>
    public static async Task<RawMqtt> OpenAsync(int port)
    {
        TcpClient client = new() { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        return new RawMqtt(client);
    }

    /// <summary>Connects with a token as the username; it must be let in.</summary>
    public static async Task<RawMqtt> ConnectAsync(int port, string clientId, string? token)
    {
        RawMqtt raw = await OpenAsync(port);
        try
        {
            await raw.SendAsync(Connect(clientId, token));
            byte[] answer = await raw.ReceiveAsync() ?? throw new EndOfStreamException();
            Assert.Equal((byte[])[0x20, 2, 0, 0], answer);
            return raw;
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    public static byte[] Connect(string clientId, string? token) =>
        Packet(0x10, [0, 4, .. "MQTT"u8, 4, (byte)(token is null ? 0x02 : 0x82), 0, 0, .. Text(clientId), .. token is null ? [] : Text(token)]);

    public static byte[] Publish(string topic, byte[] payload, ushort id) => Packet(0x32, [.. Text(topic), (byte)(id >> 8), (byte)id, .. payload]);

    public static byte[] Packet(byte kind, byte[] body)
    {
        List<byte> packet = [kind];
        int length = body.Length;
        do
        {
            packet.Add((byte)(length % 128 | (length >= 128 ? 128 : 0)));
            length /= 128;
        }
        while (length > 0);
        return [.. packet, .. body];
    }

    /// <summary>Publishes with QoS 1 and returns when it is acknowledged.</summary>
    public async Task PublishAsync(string topic, string payload, ushort id)
    {
        await SendAsync(Publish(topic, Encoding.UTF8.GetBytes(payload), id));
        byte[] answer = await ReceiveAsync() ?? throw new EndOfStreamException();
        Assert.Equal((byte[])[0x40, 2, (byte)(id >> 8), (byte)id], answer);
    }

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>The next packet with its header; null at the end. For short ones.</summary>
    public async Task<byte[]?> ReceiveAsync()
    {
        byte[] header = new byte[2];
        try
        {
            await _stream.ReadExactlyAsync(header).AsTask().WaitAsync(Patience.Limit);
            byte[] body = new byte[header[1]];
            await _stream.ReadExactlyAsync(body).AsTask().WaitAsync(Patience.Limit);
            return [.. header, .. body];
        }
        catch (Exception over) when (over is IOException or SocketException)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }
}
