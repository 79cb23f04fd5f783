using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace Barograph.Server.Mqtt;

/// <summary>Takes connections, with or without TLS, within the bounds of <see cref="MqttLimits"/>, and gives them to MQTTnet's server.</summary>
public sealed class MqttListener(IReadOnlyList<MqttAddress> addresses, SslStreamCertificateContext? certificate, MqttLimits limits, ILogger log) : IMqttServerAdapter
{
    private const int Backlog = 512;

    private readonly List<(Socket Socket, bool IsTls)> _sockets = [];
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _unauthenticated;

    public Func<IMqttChannelAdapter, Task> ClientHandler { get; set; } = _ => Task.CompletedTask;

    /// <summary>Where it listens, with the real ports: <c>mqtt://127.0.0.1:1883</c>.</summary>
    public IReadOnlyList<string> Bound => [.. _sockets.Select(entry => $"{(entry.IsTls ? "mqtts" : "mqtt")}://{entry.Socket.LocalEndPoint}")];

    /// <summary>Connections at this moment.</summary>
    public int Connections => _open.Count;

    /// <summary>Binds, so that an address that is taken is known before anything else starts.</summary>
    /// <exception cref="SocketException">An address is in use, or not for us to take.</exception>
    public void Bind()
    {
        foreach (MqttAddress address in addresses)
        {
            IPEndPoint endpoint = address.EndPoint;
            Socket socket = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            _sockets.Add((socket, address.IsTls ?? certificate is not null));
            socket.Bind(endpoint);
            socket.Listen(Backlog);
        }
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        foreach ((Socket socket, bool isTls) in _sockets)
            _ = AcceptAsync(socket, isTls);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _stopping.Cancel();
        foreach ((Socket socket, _) in _sockets)
            socket.Dispose();
        foreach (Socket socket in _open.Keys)
            socket.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>A connection has been authenticated, or is over.</summary>
    private void Settle(ref int isPending)
    {
        if (Interlocked.Exchange(ref isPending, 0) == 1)
            Interlocked.Decrement(ref _unauthenticated);
    }

    private async Task AcceptAsync(Socket listener, bool isTls)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptAsync(_stopping.Token);
                if (_open.Count >= limits.Connections || Volatile.Read(ref _unauthenticated) >= limits.Unauthenticated)
                    socket.Dispose();
                else
                    _ = Task.Run(() => ServeAsync(socket, isTls));
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException refused)
            {
                // Out of file descriptors, most likely: it will not be better at once.
                log.LogWarning("A connection of MQTT could not be taken: {Reason}", refused.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket socket, bool isTls)
    {
        _open[socket] = 0;
        Interlocked.Increment(ref _unauthenticated);
        int isPending = 1;
        try
        {
            socket.NoDelay = true;
            EndPoint remote = Plain(socket.RemoteEndPoint!);
            await using Stream stream = await OpenAsync(socket, isTls);
            PacketGuard guard = new(limits.UnauthenticatedBytes);
            using MqttByteChannel channel = new(stream, guard, socket.LocalEndPoint!, remote, isTls);
            using MqttChannelAdapter packets = new(channel, new MqttPacketFormatterAdapter(new MqttBufferWriter(256, 65_536)), MqttNetNullLogger.Instance);
            using MqttConnection connection = new(packets, guard, limits) { OnAdmitted = () => Settle(ref isPending) };
            await ClientHandler(connection);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client is gone, or never was one.
        }
        catch (Exception e)
        {
            log.LogError(e, "A connection of MQTT ended by a defect");
        }
        finally
        {
            Settle(ref isPending);
            _open.TryRemove(socket, out _);
            socket.Dispose();
        }
    }

    private async Task<Stream> OpenAsync(Socket socket, bool isTls)
    {
        NetworkStream plain = new(socket, ownsSocket: true);
        if (!isTls)
            return plain;
        SslStream secure = new(plain, leaveInnerStreamOpen: false);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(limits.ConnectTime);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate }, patience.Token);
        return secure;
    }

    // A client over IPv4 on a socket for both has an address such as ::ffff:10.0.0.5.
    private static EndPoint Plain(EndPoint remote) =>
        remote is IPEndPoint { Address.IsIPv4MappedToIPv6: true } ip ? new IPEndPoint(ip.Address.MapToIPv4(), ip.Port) : remote;
}
