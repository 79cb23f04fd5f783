namespace Barograph.Server.Mqtt;

/// <summary>The bounds of the broker. Each ends the connection that goes beyond it, and no other.</summary>
public sealed record MqttLimits
{
    /// <summary>Connections at once. A connection idles at some 20 kB.</summary>
    public int Connections { get; init; } = 4_000;

    /// <summary>Of those, how many may be on their way to be authenticated.</summary>
    public int Unauthenticated { get; init; } = 500;

    /// <summary>Connections of one device, or of one personal token.</summary>
    public int ConnectionsOfOne { get; init; } = 500;

    /// <summary>What a packet may have before we know whose it is: a CONNECT with its will.</summary>
    public int UnauthenticatedBytes { get; init; } = 16 * 1024;

    /// <summary>What a packet may have afterwards; the same as a report over HTTP.</summary>
    public int PacketBytes { get; init; } = 1024 * 1024;

    /// <summary>How long a handshake of TLS, and then a CONNECT, may take.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Acknowledgements that wait for a client which does not read them.</summary>
    public int UnreadAcknowledgements { get; init; } = 1_000;

    /// <summary>Subscriptions of one connection.</summary>
    public int Subscriptions { get; init; } = 100;

    /// <summary>Messages that wait for a subscriber; beyond that the oldest are dropped.</summary>
    public int WaitingMessages { get; init; } = 250;

    /// <summary>Characters of a client's identifier.</summary>
    public int ClientIdLength { get; init; } = 256;
}
