using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Barograph.Load;

/// <summary>As little MQTT 3.1.1 as it takes to publish with QoS 1 and wait for each PUBACK, so that the client is not what is measured.</summary>
public sealed class MqttConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[4];
    private ushort _packet;

    public async Task ConnectAsync(int port, string client, string user)
    {
        await _socket.ConnectAsync("127.0.0.1", port);
        // CONNECT: protocol MQTT, level 4, a clean session with a username, no keep-alive.
        byte[] rest = [.. Text("MQTT"), 4, 0b1000_0010, 0, 0, .. Text(client), .. Text(user)];
        await _socket.SendAsync(Packet(0x10, rest));
        await ReceiveAsync();
        if (_answer[0] != 0x20 || _answer[3] != 0)
            throw new IOException($"The broker refused the connection with {_answer[3]}.");
    }

    /// <summary>A PUBLISH packet with QoS 1, whose number is set at each sending.</summary>
    public static byte[] Message(string topic, byte[] payload) => Packet(0x32, [.. Text(topic), 0, 0, .. payload]);

    /// <summary>Returns when the PUBACK is there.</summary>
    /// <param name="message">Made by <see cref="Message"/>; written to, so not for two connections at once.</param>
    /// <param name="topicLength">Of its topic, in bytes.</param>
    public async Task PublishAsync(byte[] message, int topicLength)
    {
        if (++_packet == 0)
            _packet = 1;
        int lengthBytes = message[1] < 128 ? 1 : 2;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(1 + lengthBytes + 2 + topicLength), _packet);
        await _socket.SendAsync(message);
        await ReceiveAsync();
        if (_answer[0] != 0x40 || BinaryPrimitives.ReadUInt16BigEndian(_answer.AsSpan(2)) != _packet)
            throw new IOException("The broker answered something else than PUBACK.");
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveAsync()
    {
        for (int have = 0; have < 4;)
        {
            int read = await _socket.ReceiveAsync(_answer.AsMemory(have));
            if (read == 0)
                throw new IOException("The broker closed the connection.");
            have += read;
        }
    }

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    // Long enough for what is sent here: up to 16 kB.
    private static byte[] Packet(byte kind, byte[] rest) => rest.Length < 128
        ? [kind, (byte)rest.Length, .. rest]
        : [kind, (byte)(rest.Length % 128 | 128), (byte)(rest.Length / 128), .. rest];
}
