using System.Net;
using System.Security.Cryptography.X509Certificates;
using Barograph.Server.Auth;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Barograph.Server.Mqtt;

/// <summary>
/// One client's connection, as MQTTnet's server gets it, with what we know about the client. Packets come in one after the other; answers may be sent meanwhile.
/// </summary>
public sealed class MqttConnection(IMqttChannelAdapter packets, PacketGuard guard, MqttLimits limits) : IMqttChannelAdapter
{
    private MqttConnectPacket? _connect;
    private int _unread;
    private int _subscriptions;

    /// <summary>Called once the client is let in.</summary>
    public Action? OnAdmitted { get; init; }

    /// <summary>Whose it is; null until that is known.</summary>
    public Credential? Credential { get; private set; }

    /// <summary>The client's identifier as MQTTnet knows it: with its owner before it, so that nobody can take over somebody else's session.</summary>
    public string ClientId { get; private set; } = "";

    public PlaceSource Sources { get; } = new();

    /// <summary>Whether the client has left its identifier to us.</summary>
    public bool IsUnnamed { get; private set; }

    public bool SpeaksVersion5 => PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

    public string Address => (RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "local";

    public long BytesReceived => packets.BytesReceived;

    public long BytesSent => packets.BytesSent;

    public X509Certificate2? ClientCertificate => packets.ClientCertificate;

    public EndPoint RemoteEndPoint => packets.RemoteEndPoint;

    public EndPoint LocalEndPoint => packets.LocalEndPoint;

    public bool IsSecureConnection => packets.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => packets.PacketFormatterAdapter;

    /// <summary>Number of the owner: a device's, or below zero a personal token's.</summary>
    public int Owner => Credential!.Reporter.ReceiptOwner;

    /// <summary>Lets the client in: from now on it may send larger packets.</summary>
    public void Admit(Credential credential)
    {
        Credential = credential;
        ClientId = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{credential.Reporter.ReceiptOwner}/{_connect!.ClientId}");
        _connect.ClientId = ClientId;
        guard.Longest = limits.PacketBytes;
        OnAdmitted?.Invoke();
    }

    /// <summary>The same owner's right as the catalog knows it now.</summary>
    public void Renew(Credential credential) => Credential = credential;

    /// <summary>Counts a subscription. False if there are too many.</summary>
    public bool TrySubscribe() => ++_subscriptions <= limits.Subscriptions;

    public Task ConnectAsync(CancellationToken cancellationToken) => packets.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => packets.DisconnectAsync(cancellationToken);

    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        MqttPacket? packet = await packets.ReceivePacketAsync(cancellationToken);
        if (packet is MqttConnectPacket connect)
        {
            _connect = _connect is null ? connect : throw new MqttProtocolViolationException("A second CONNECT.");
            IsUnnamed = string.IsNullOrEmpty(connect.ClientId);
            // Without a name MQTT 3.1.1 wants a clean session, and gets a name from us.
            if (IsUnnamed && (SpeaksVersion5 || connect.CleanSession))
                connect.ClientId = Guid.NewGuid().ToString("N");
        }
        if (IsAnswered(packet) && Interlocked.Increment(ref _unread) > limits.UnreadAcknowledgements)
            throw new MqttProtocolViolationException("The client does not read what it is answered.");
        return packet!;
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        await packets.SendPacketAsync(packet, cancellationToken);
        if (packet is MqttPubAckPacket or MqttPubRecPacket or MqttPubCompPacket or MqttSubAckPacket or MqttUnsubAckPacket or MqttPingRespPacket)
            Interlocked.Decrement(ref _unread);
    }

    private static bool IsAnswered(MqttPacket? packet) => packet is MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtMostOnce }
        or MqttPubRelPacket or MqttSubscribePacket or MqttUnsubscribePacket or MqttPingReqPacket;

    public void ResetStatistics() => packets.ResetStatistics();

    /// <summary>Whether nothing comes any more.</summary>
    public bool IsOver { get; private set; }

    public void Dispose()
    {
        IsOver = true;
        packets.Dispose();
    }
}
