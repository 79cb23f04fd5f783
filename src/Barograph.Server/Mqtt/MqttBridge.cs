using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Config;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Barograph.Server.Mqtt;

/// <summary>
/// A client of somebody else's broker. Its session there outlives connections, and a message is acknowledged after its commit: what comes while we are away, or while our database is, waits at the broker.
/// </summary>
public sealed class MqttBridge(MqttUpstream upstream, Settings settings, MqttIntake intake, CredentialSource credentials, TimeProvider clock, ILogger log)
{
    private const int MostOnTheirWay = 1_000;
    private const uint SessionSeconds = 7 * 24 * 3600;
    private const uint LongestPacket = 1024 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookForDeviceEvery = TimeSpan.FromSeconds(1);

    private readonly PlaceSource _sources = new();
    private MqttProtocolVersion _version = MqttProtocolVersion.V500;

    /// <summary>Whether it is connected and follows its topics.</summary>
    public bool IsFollowing { get; private set; }

    /// <summary>Follows the broker until cancelled, connecting again and again.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            await FindDeviceAsync(cancel);
            try
            {
                await FollowAsync(cancel);
                pause = FirstPause;
            }
            catch (Exception broken) when (broken is MqttCommunicationException or MqttProtocolViolationException && !cancel.IsCancellationRequested)
            {
                log.LogWarning("The MQTT broker {Broker} cannot be followed just now: {Reason}", upstream, broken.Message);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                log.LogWarning("The MQTT broker {Broker} does not answer.", upstream);
            }
            // With jitter, so that several servers do not come back in step.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), clock, cancel);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private Credential? Device => credentials.Current?.FindByDevice(settings.MqttDevice, Instant.Now(clock));

    private async Task FindDeviceAsync(CancellationToken cancel)
    {
        for (bool isSaid = false; Device is null; isSaid = true)
        {
            if (!isSaid)
                log.LogWarning(
                    "There is no device \"{Device}\" whose readings those of the MQTT broker are. Add it: barograph device add {SameDevice} --any-location", settings.MqttDevice, settings.MqttDevice);
            await Task.Delay(LookForDeviceEvery, clock, cancel);
        }
    }

    /// <summary>Returns when the connection, once it followed, is over.</summary>
    private async Task FollowAsync(CancellationToken cancel)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        Channel<(MqttApplicationMessageReceivedEventArgs Message, Task<MqttOutcome> Outcome)> waiting = Channel.CreateBounded<(MqttApplicationMessageReceivedEventArgs, Task<MqttOutcome>)>(MostOnTheirWay);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        client.DisconnectedAsync += _ => over.CancelAsync();
        client.ApplicationMessageReceivedAsync += async message =>
        {
            message.AutoAcknowledge = false;
            await waiting.Writer.WriteAsync((message, TakeAsync(message.ApplicationMessage)), over.Token);
        };
        await ConnectAsync(client, cancel);
        IsFollowing = true;
        try
        {
            log.LogInformation("Following the MQTT broker {Broker}", upstream);
            await AcknowledgeAsync(waiting.Reader, over.Token);
            log.LogWarning("The MQTT broker {Broker} is left for a moment, because a message could not be stored. It keeps it.", upstream);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("The connection to the MQTT broker {Broker} is over.", upstream);
        }
        finally
        {
            IsFollowing = false;
            await over.CancelAsync();
        }
    }

    private async Task ConnectAsync(IMqttClient client, CancellationToken cancel)
    {
        try
        {
            MqttClientConnectResult answer = await client.ConnectAsync(Options(), cancel);
            if (answer.ResultCode == MqttClientConnectResultCode.UnsupportedProtocolVersion)
                _version = MqttProtocolVersion.V311;
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
                throw new MqttCommunicationException($"it says {answer.ResultCode}");
        }
        catch (MqttCommunicationException refused) when (_version == MqttProtocolVersion.V500 && refused.InnerException is not System.Net.Sockets.SocketException)
        {
            // A broker that does not know MQTT 5 may just close.
            _version = MqttProtocolVersion.V311;
            throw;
        }
        MqttClientSubscribeOptions topics = new() { TopicFilters = [.. settings.MqttTopics.Select(topic => new MQTTnet.Packets.MqttTopicFilter { Topic = Shared + topic, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce })] };
        MqttClientSubscribeResult subscribed = await client.SubscribeAsync(topics, cancel);
        foreach (MqttClientSubscribeResultItem item in subscribed.Items)
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                throw new MqttCommunicationException($"it refuses the topics {item.TopicFilter.Topic} ({item.ResultCode})");
    }

    // Servers on one PostgreSQL store share the messages; a SQLite file has one server.
    private string Shared => settings.Store.Kind == StoreKind.Postgres ? "$share/barograph/" : "";

    private MqttClientOptions Options()
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer(upstream.Host, upstream.Port)
            .WithProtocolVersion(_version)
            .WithClientId(ClientId())
            .WithCleanSession(false)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(TimeSpan.FromSeconds(10));
        if (_version == MqttProtocolVersion.V500)
            options.WithSessionExpiryInterval(SessionSeconds).WithMaximumPacketSize(LongestPacket).WithReceiveMaximum(MostOnTheirWay / 2);
        if (upstream.Username is not null)
            options.WithCredentials(upstream.Username, upstream.Password ?? "");
        if (upstream.IsTls)
            options.WithTlsOptions(tls => tls.UseTls(true).WithTargetHost(upstream.Host));
        return options.Build();
    }

    // The same at every start, and another for another server: it names our session.
    private string ClientId()
    {
        byte[] place = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{Path.GetFullPath(settings.Data)}\n{settings.Part}"));
        return "barograph-" + Convert.ToHexStringLower(place)[..12];
    }

    private async Task<MqttOutcome> TakeAsync(MqttApplicationMessage message)
    {
        try
        {
            if (Device is not { } device)
                return new MqttOutcome(Errors.StorageUnavailable, null, true, true);
            return await intake.TakeAsync(device.Reporter, message, _sources, message.Retain, CancellationToken.None);
        }
        catch (Exception defect)
        {
            // Not acknowledged, so it comes again: better than lost, and loud.
            log.LogError(defect, "A message of the MQTT broker was not taken by a defect");
            return new MqttOutcome(Errors.Internal, null, true, true);
        }
    }

    /// <summary>Acknowledges in the order of receipt what is stored, or refused for good. Returns at the first that should come again.</summary>
    private static async Task AcknowledgeAsync(ChannelReader<(MqttApplicationMessageReceivedEventArgs Message, Task<MqttOutcome> Outcome)> waiting, CancellationToken cancel)
    {
        await foreach ((MqttApplicationMessageReceivedEventArgs message, Task<MqttOutcome> outcome) in waiting.ReadAllAsync(cancel))
        {
            if ((await outcome.WaitAsync(cancel)).IsOurTrouble)
                return;
            await message.AcknowledgeAsync(cancel);
        }
    }
}
