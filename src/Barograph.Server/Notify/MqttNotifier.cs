using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Barograph.Server.Mqtt;
using MQTTnet;
using MQTTnet.Channel;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Barograph.Server.Notify;

/// <summary>
/// The body of a webhook as a message to a broker, with QoS 1: taken when the broker has acknowledged it. MQTT 5 is spoken where the broker knows it, because MQTT 3.1.1 has no word for "you may not publish there".
/// </summary>
public sealed class MqttNotifier : INotifier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task SendAsync(Delivery delivery, TargetSettings target, CancellationToken cancel)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        MqttApplicationMessage message = new()
        {
            Topic = target["topic"],
            PayloadSegment = JsonSerializer.SerializeToUtf8Bytes(WebhookBody.Of(delivery), NotifyJson.Default.WebhookBody),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = target["retain"] == "true",
        };
        try
        {
            if (!await TrySendAsync(message, target, MqttProtocolVersion.V500, limit.Token))
                await TrySendAsync(message, target, MqttProtocolVersion.V311, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new NotifyException("The broker did not answer in time.");
        }
        catch (MqttCommunicationException broken)
        {
            throw Said(broken) ?? new NotifyException("The connection to the broker broke.");
        }
        catch (Exception e) when (e is MqttProtocolViolationException or IOException or SocketException)
        {
            throw new NotifyException("The connection to the broker broke.");
        }
    }

    /// <summary>False: the broker does not know this version.</summary>
    private static async Task<bool> TrySendAsync(MqttApplicationMessage message, TargetSettings target, MqttProtocolVersion version, CancellationToken cancel)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult connected;
        try
        {
            connected = await client.ConnectAsync(Options(target, version), cancel);
        }
        catch (MqttCommunicationException closed) when (version == MqttProtocolVersion.V500 && Said(closed) is null)
        {
            // A broker that does not know MQTT 5 may just close.
            return false;
        }
        if (connected.ResultCode == MqttClientConnectResultCode.UnsupportedProtocolVersion && version == MqttProtocolVersion.V500)
            return false;
        if (connected.ResultCode is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized)
            throw new NotifyException("The broker does not take the user and the password.");
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new NotifyException($"The broker refused the connection ({connected.ResultCode}).");
        MqttClientPublishResult published = await client.PublishAsync(message, cancel);
        if (!published.IsSuccess && published.ReasonCode != MqttClientPublishReasonCode.NoMatchingSubscribers)
            throw new NotifyException($"The broker refused the message ({published.ReasonCode}).");
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), cancel);
        return true;
    }

    private static MqttClientOptions Options(TargetSettings target, MqttProtocolVersion version)
    {
        MqttUpstream broker = MqttUpstream.Parse(target["url"], out _)!;
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithStreamProvider(new AllowedStream(broker.Host, broker.Port, target.AllowsLan))
            .WithProtocolVersion(version)
            .WithCleanSession()
            .WithTimeout(Patience);
        if (target["user"].Length > 0)
            options.WithCredentials(target["user"], target.Secret ?? "");
        if (broker.IsTls)
            options.WithTlsOptions(tls => tls.UseTls(true).WithTargetHost(broker.Host));
        return options.Build();
    }

    /// <summary>What a person can be told of it; null: nothing but that it broke.</summary>
    private static NotifyException? Said(Exception broken)
    {
        for (Exception? inner = broken; inner is not null; inner = inner.InnerException)
            if (inner is NotifyException said)
                return said;
            else if (inner is AuthenticationException)
                return new NotifyException("The broker's certificate is not valid.");
        return null;
    }

    /// <summary>Connects only where <see cref="AddressRule"/> allows it.</summary>
    private sealed class AllowedStream(string host, int port, bool allowsLan) : IMqttClientStreamProvider
    {
        public async Task<Stream> ConnectAsync(EndPoint brokerEndPoint, CancellationToken cancellationToken) =>
            new NetworkStream(await AddressRule.ConnectAsync(host, port, allowsLan, cancellationToken), ownsSocket: true);
    }
}
