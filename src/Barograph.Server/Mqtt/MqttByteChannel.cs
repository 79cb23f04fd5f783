using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace Barograph.Server.Mqtt;

/// <summary>The bytes of one connection, read in blocks and watched by a <see cref="PacketGuard"/>.</summary>
internal sealed class MqttByteChannel(Stream stream, PacketGuard guard, EndPoint local, EndPoint remote, bool isSecure) : IMqttChannel, IDisposable
{
    private readonly byte[] _buffer = new byte[2048];
    private int _start;
    private int _end;

    public X509Certificate2? ClientCertificate => null;

    public EndPoint RemoteEndPoint => remote;

    public EndPoint LocalEndPoint => local;

    public bool IsSecureConnection => isSecure;

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken)
    {
        stream.Close();
        return Task.CompletedTask;
    }

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
            if (_end == 0)
                return 0;
        }
        int given = Math.Min(count, _end - _start);
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, given);
        if (!guard.Pass(bytes))
            throw new MqttProtocolViolationException("A packet is too long, or not allowed yet.");
        bytes.CopyTo(buffer.AsSpan(offset));
        _start += given;
        return given;
    }

    public async Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> part in buffer)
            await stream.WriteAsync(part, cancellationToken);
    }

    public void Dispose() => stream.Dispose();
}
