using Barograph.Server.Mqtt;
using Barograph.Server.Pull;
using Barograph.Storage;

namespace Barograph.Server.Config;

/// <summary>
/// All settings, each with its default. Every one has an environment variable (<c>BAROGRAPH_STORE</c> for <see cref="Store"/>, and
/// <c>BAROGRAPH_STORE_FILE</c> for a file that holds it), a key in barograph.json (<c>store</c>), and most have an option (<c>--store</c>).
/// Relative paths are taken from the working directory, wherever they are written.
/// </summary>
public sealed record Settings
{
    /// <summary>Where the server listens. Default <c>http://*:8013</c>; separated by semicolons; a Unix socket is <c>http://unix:/path</c>. Port 0 to 65535, 0 takes a free one.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Where readings are kept. Default <c>sqlite:{Data}/barograph.db</c>; <c>sqlite:PATH</c> or <c>postgres:CONNECTION-STRING</c>.</summary>
    public required StoreAddress Store { get; init; }

    /// <summary>The folder for what the server keeps beside the store. Default <c>./data</c>; made by the server if it is missing.</summary>
    public required string Data { get; init; }

    /// <summary>Where MQTT is served. Default <c>off</c>; <c>on</c> is <c>*:1883</c>; else <c>HOST:PORT</c>, several separated by semicolons.</summary>
    public required IReadOnlyList<MqttAddress> Mqtt { get; init; }

    /// <summary>The certificate of MQTT with TLS: a file in PEM, with the whole chain, or PKCS #12. Default null: no TLS.</summary>
    public required string? MqttCertificate { get; init; }

    /// <summary>The file with the certificate's key in PEM. Default null: it is in the same file.</summary>
    public required string? MqttKey { get; init; }

    /// <summary>The broker whose messages are followed, such as <c>mqtt://user:password@host:1883</c>. Default null: none. A secret.</summary>
    public required MqttUpstream? MqttBroker { get; init; }

    /// <summary>The topics to follow there, separated by spaces or semicolons. Default <c>#</c>: all.</summary>
    public required IReadOnlyList<string> MqttTopics { get; init; }

    /// <summary>The device whose readings they are, by its name. Default <c>mqtt</c>.</summary>
    public required string MqttDevice { get; init; }

    /// <summary>Which part of the server to run. Default <c>all</c>; <c>ingest</c> and <c>site</c> are for two processes on one PostgreSQL store.</summary>
    public required ServerPart Part { get; init; }

    /// <summary>How many series one token may create. Default 500; 1 to 1,000,000. It keeps a stolen board from flooding the catalog.</summary>
    public required int SeriesPerToken { get; init; }

    /// <summary>Start although the database role could change or remove samples. Default false; meant for trying things out.</summary>
    public required bool AllowOverprivileged { get; init; }

    /// <summary>The group, by name or number, of the Unix sockets that the server makes. Default null: the one that the folder or the process gives.</summary>
    public required string? SocketGroup { get; init; }

    /// <summary>Where people and boards reach the site from outside, such as <c>https://sensors.example.org</c>. Default null; <c>doctor</c> tries it.</summary>
    public required Uri? PublicUrl { get; init; }

    /// <summary>An address outside that is called while all is well. Default null: none. A secret: whoever knows it can say that we are well.</summary>
    public required Uri? HeartbeatUrl { get; init; }

    /// <summary>How often it is called. Default 1 minute; from 1 second to 1 day.</summary>
    public required TimeSpan HeartbeatEvery { get; init; }

    /// <summary>The file with the key that the secrets of targets are sealed with. Default <c>{Data}/alerts.key</c>; made when it is first needed.</summary>
    public required string AlertsKey { get; init; }

    /// <summary>The folder of the backups that are made without a name. Default <c>{Data}/backups</c>.</summary>
    public required string Backups { get; init; }

    /// <summary>How many of those are kept. Default 14; 1 to 10,000.</summary>
    public required int BackupsKept { get; init; }

    /// <summary>Whether <c>/metrics</c> also tells the latest value of every series. Default false.</summary>
    public required bool MetricsValues { get; init; }

    /// <summary>Weather services that are asked for a place. Default none; <c>open-meteo 52.52,13.41</c>, several separated by semicolons.</summary>
    public required IReadOnlyList<WeatherSource> Weather { get; init; }

    /// <summary>An address of mail or web that weather services are told, so that they can complain. Default: <see cref="PublicUrl"/>, if there is one.</summary>
    public required string? WeatherContact { get; init; }

    /// <summary>The key of an account at OpenWeatherMap. Default null. A secret: in the file only as the name of another one, <c>weatherKeyFile</c>.</summary>
    public required string? WeatherKey { get; init; }

    /// <summary>The file that the store's address was read from, which may hold its password; null if no file was.</summary>
    public required string? StoreNamedIn { get; init; }

    /// <summary>Every place where a store was looked for, the decisive one last; for the error of a command that finds none.</summary>
    public required IReadOnlyList<string> StoreSearch { get; init; }
}
