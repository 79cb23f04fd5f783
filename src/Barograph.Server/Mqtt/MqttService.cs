using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Barograph.Server.Auth;
using Barograph.Server.Commands;
using Barograph.Server.Config;

namespace Barograph.Server.Mqtt;

/// <summary>All of MQTT: our broker and the following of another, each if the settings want it.</summary>
public sealed class MqttService : IAsyncDisposable
{
    private readonly MqttBroker? _broker;
    private readonly MqttBridge? _bridge;

    /// <exception cref="CommandFailedException">The certificate cannot be used.</exception>
    public MqttService(Settings settings, MqttIntake intake, (Authenticator Authenticator, CredentialSource Credentials) gate, TimeProvider clock, ILoggerFactory logs)
    {
        if (!settings.Part.TakesReports())
            return;
        if (settings.Mqtt.Count > 0)
            _broker = new MqttBroker(settings.Mqtt, LoadCertificate(settings), intake, gate, clock, logs.CreateLogger<MqttBroker>());
        if (settings.MqttBroker is { } upstream)
            _bridge = new MqttBridge(upstream, settings, intake, gate.Credentials, clock, logs.CreateLogger<MqttBridge>());
    }

    /// <summary>Where the broker listens, with the real ports.</summary>
    public IReadOnlyList<string> Bound => _broker?.Bound ?? [];

    /// <summary>Connections of the broker at this moment.</summary>
    public int Connections => _broker?.Connections ?? 0;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="CommandFailedException">An address is in use, or not for us to take.</exception>
    public Task StartAsync() => _broker?.StartAsync() ?? Task.CompletedTask;

    /// <summary>What runs beside the requests, until cancelled.</summary>
    public IEnumerable<Func<CancellationToken, Task>> Works
    {
        get
        {
            if (_broker is not null)
                yield return _broker.WatchAsync;
            if (_bridge is not null)
                yield return _bridge.RunAsync;
        }
    }

    /// <summary>Takes nothing more; what is on its way is answered or comes again.</summary>
    public Task StopAsync() => _broker?.StopAsync() ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static SslStreamCertificateContext? LoadCertificate(Settings settings)
    {
        if (settings.MqttCertificate is not { } path)
            return settings.Mqtt.Any(address => address.IsTls == true) ? throw new CommandFailedException("MQTT with TLS (mqtts://) needs a certificate: the setting mqttCertificate, and mqttKey.") : null;
        try
        {
            bool isPkcs12 = Path.GetExtension(path) is ".pfx" or ".p12";
            X509Certificate2 own = isPkcs12 ? X509CertificateLoader.LoadPkcs12FromFile(path, null) : X509Certificate2.CreateFromPemFile(path, settings.MqttKey ?? path);
            X509Certificate2Collection chain = [];
            if (!isPkcs12)
                chain.ImportFromPemFile(path);
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException($"The certificate of MQTT, {path}, cannot be used: {e.Message.TrimEnd('.')}.");
        }
    }
}
