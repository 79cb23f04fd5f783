using System.Collections.Concurrent;
using System.Net.Security;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Commands;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Barograph.Server.Mqtt;

/// <summary>
/// The broker. A PUBACK (PUBREC) follows the durable commit, because MQTTnet sends it when <see cref="PublishAsync"/> is done; while that waits, the same client's next packets wait too, and nobody else's.
/// Devices hear only themselves, personal tokens that may read hear all. Nothing is retained and no session outlives its connection.
/// </summary>
public sealed class MqttBroker : IAsyncDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(500);

    private readonly MqttIntake _intake;
    private readonly Authenticator _authenticator;
    private readonly CredentialSource _credentials;
    private readonly TimeProvider _clock;
    private readonly MqttLimits _limits;
    private readonly ILogger _log;
    private readonly MqttListener _listener;
    private readonly MqttServer _server;
    private readonly ConcurrentDictionary<string, MqttConnection> _connections = new(StringComparer.Ordinal);

    public MqttBroker(
        IReadOnlyList<MqttAddress> addresses, SslStreamCertificateContext? certificate, MqttIntake intake, (Authenticator Authenticator, CredentialSource Credentials) gate, TimeProvider clock, ILogger log)
    {
        _limits = new MqttLimits();
        (_intake, _clock, _log) = (intake, clock, log);
        (_authenticator, _credentials) = gate;
        _listener = new MqttListener(addresses, certificate, _limits, log);
        MqttServerOptions options = new()
        {
            EnablePersistentSessions = false,
            DefaultCommunicationTimeout = _limits.ConnectTime,
            MaxPendingMessagesPerClient = _limits.WaitingMessages,
            PendingMessagesOverflowStrategy = MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage,
        };
        _server = new MqttServerFactory().CreateMqttServer(options, [_listener]);
        _server.ValidatingConnectionAsync += ConnectAsync;
        _server.InterceptingPublishAsync += PublishAsync;
        _server.InterceptingSubscriptionAsync += SubscribeAsync;
        _server.InterceptingClientEnqueueAsync += HearAsync;
        _server.ClientDisconnectedAsync += ForgetAsync;
    }

    /// <summary>Where it listens, with the real ports.</summary>
    public IReadOnlyList<string> Bound => _listener.Bound;

    /// <summary>Connections at this moment.</summary>
    public int Connections => _listener.Connections;

    /// <exception cref="CommandFailedException">An address is in use, or not for us to take.</exception>
    public async Task StartAsync()
    {
        try
        {
            _listener.Bind();
        }
        catch (System.Net.Sockets.SocketException refused)
        {
            throw new CommandFailedException($"MQTT cannot be served there. {refused.Message.TrimEnd('.')}. Free the address, or choose another with --mqtt.");
        }
        await _server.StartAsync();
    }

    /// <summary>Ends the connections whose right is over, soon after it is, until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(CheckEvery, _clock);
        while (await timer.WaitForNextTickAsync(cancel))
            foreach (KeyValuePair<string, MqttConnection> entry in _connections)
                if (entry.Value.IsOver)
                    _connections.TryRemove(entry);
                else if (!Renew(entry.Value))
                    await EndAsync(entry.Value);
    }

    public Task StopAsync() => _server.StopAsync(new MqttServerStopOptions
    {
        DefaultClientDisconnectOptions = new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.ServerShuttingDown },
    });

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ConnectAsync(ValidatingConnectionEventArgs args)
    {
        MqttConnection connection = (MqttConnection)args.ChannelAdapter;
        args.ReasonCode = MqttConnectReasonCode.ServerUnavailable;
        if (!IsClientId(args.ClientId))
        {
            args.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
            return;
        }
        if (MqttGate.ClaimOf(args.UserName, args.Password) is not { } claim)
        {
            args.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
            return;
        }
        AuthOutcome outcome = await _authenticator.AuthenticateAsync(claim, connection.Address);
        if (outcome.Credential is not { } credential)
            args.ReasonCode = MqttGate.ReasonOf(outcome.Error!);
        else if (_connections.Values.Count(other => other.Owner == credential.Reporter.ReceiptOwner) >= _limits.ConnectionsOfOne)
            args.ReasonCode = MqttConnectReasonCode.ServerBusy;
        else
        {
            if (connection.IsUnnamed && connection.SpeaksVersion5)
                args.AssignedClientIdentifier = args.ClientId;
            connection.Admit(credential);
            _connections[connection.ClientId] = connection;
            args.ReasonCode = MqttConnectReasonCode.Success;
        }
    }

    private async Task PublishAsync(InterceptingPublishEventArgs args)
    {
        if (!_connections.TryGetValue(args.ClientId, out MqttConnection? connection) || !Renew(connection))
        {
            (args.ProcessPublish, args.CloseConnection) = (false, true);
            return;
        }
        MqttOutcome outcome = await TakeAsync(args, connection);
        // What is kept for later subscribers would be heard by anybody who comes.
        args.ApplicationMessage.Retain = false;
        args.ProcessPublish = outcome.Error is null;
        if (outcome.IsOurTrouble)
            args.CloseConnection = args.ApplicationMessage.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtMostOnce;
        else if (outcome.Error is { } error && connection.SpeaksVersion5)
        {
            args.Response.ReasonCode = ReasonOf(error);
            args.Response.ReasonString = outcome.Detail;
        }
    }

    private async ValueTask<MqttOutcome> TakeAsync(InterceptingPublishEventArgs args, MqttConnection connection)
    {
        string topic = args.ApplicationMessage.Topic ?? "";
        if (!IsTopicName(topic))
            return new MqttOutcome(Errors.LocationInvalid, "The topic is empty, too long, or holds a wildcard, a $ at its start or a control character.", false, false);
        if (!connection.Credential!.MayReport)
            return new MqttOutcome(Errors.ScopeMissing, "This token may only read.", false, false);
        try
        {
            return await _intake.TakeAsync(connection.Credential.Reporter, args.ApplicationMessage, connection.Sources, isKept: false, args.CancellationToken);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            _log.LogError(defect, "A message of MQTT was not taken by a defect");
            return new MqttOutcome(Errors.Internal, Errors.Internal.Title, true, true);
        }
    }

    private Task SubscribeAsync(InterceptingSubscriptionEventArgs args)
    {
        bool isOurs = _connections.TryGetValue(args.ClientId, out MqttConnection? connection);
        string filter = args.TopicFilter.Topic ?? "";
        args.Response.ReasonCode = !isOurs || filter.Length is 0 or > MaxTopic || filter[0] == '$' ? MqttSubscribeReasonCode.NotAuthorized
            : connection!.TrySubscribe() ? args.Response.ReasonCode : MqttSubscribeReasonCode.QuotaExceeded;
        args.ProcessSubscription = args.Response.ReasonCode < MqttSubscribeReasonCode.UnspecifiedError;
        return Task.CompletedTask;
    }

    private Task HearAsync(InterceptingClientApplicationMessageEnqueueEventArgs args)
    {
        args.AcceptEnqueue = _connections.TryGetValue(args.ReceiverClientId, out MqttConnection? receiver)
            && (receiver.Credential!.MayRead || (_connections.TryGetValue(args.SenderClientId, out MqttConnection? sender) && sender.Owner == receiver.Owner));
        return Task.CompletedTask;
    }

    private Task ForgetAsync(ClientDisconnectedEventArgs args)
    {
        // After a takeover the same identifier belongs to the new connection.
        if (args.DisconnectType != MqttClientDisconnectType.Takeover)
            _connections.TryRemove(args.ClientId, out _);
        return Task.CompletedTask;
    }

    /// <summary>Whether the connection's right still holds, by the catalog as it was last read.</summary>
    private bool Renew(MqttConnection connection)
    {
        if (_credentials.Current?.FindByToken(connection.Credential!.Token.Id) is not { } now || !now.Token.IsLive(Instant.Now(_clock)))
            return false;
        connection.Renew(now);
        return true;
    }

    private async Task EndAsync(MqttConnection connection)
    {
        _log.LogInformation("A connection of MQTT was ended, because its token is no longer valid ({Name})", connection.Credential!.Token.Name);
        try
        {
            await _server.DisconnectClientAsync(connection.ClientId, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.NotAuthorized });
        }
        catch (InvalidOperationException)
        {
            // It has gone meanwhile.
            _connections.TryRemove(connection.ClientId, out _);
        }
    }

    private const int MaxTopic = 512;

    private static bool IsTopicName(string topic) =>
        topic.Length is > 0 and <= MaxTopic && topic[0] != '$' && !topic.AsSpan().ContainsAny('+', '#') && !topic.Any(char.IsControl);

    private bool IsClientId(string? id) =>
        id is { Length: > 0 } && id.Length <= _limits.ClientIdLength && !id.AsSpan().ContainsAny('+', '#', '$') && !id.Any(char.IsControl);

    private static MqttPubAckReasonCode ReasonOf(ErrorKind error) => error.Code switch
    {
        "scope_missing" or "location_forbidden" => MqttPubAckReasonCode.NotAuthorized,
        "location_invalid" or "metric_invalid" => MqttPubAckReasonCode.TopicNameInvalid,
        "series_limit" => MqttPubAckReasonCode.QuotaExceeded,
        _ => MqttPubAckReasonCode.PayloadFormatInvalid,
    };
}
