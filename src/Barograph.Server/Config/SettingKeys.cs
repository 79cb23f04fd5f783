using System.Text;

namespace Barograph.Server.Config;

/// <summary>The names of the settings, as they stand in barograph.json, and what is derived from them.</summary>
public static class SettingKeys
{
    public const string Urls = "urls";
    public const string Store = "store";
    public const string StoreFile = "storeFile";
    public const string Data = "data";
    public const string Mqtt = "mqtt";
    public const string MqttCertificate = "mqttCertificate";
    public const string MqttKey = "mqttKey";
    public const string MqttBroker = "mqttBroker";
    public const string MqttTopics = "mqttTopics";
    public const string MqttDevice = "mqttDevice";
    public const string Part = "part";
    public const string SeriesPerToken = "seriesPerToken";
    public const string AllowOverprivileged = "allowOverprivileged";
    public const string SocketGroup = "socketGroup";
    public const string PublicUrl = "publicUrl";
    public const string HeartbeatUrl = "heartbeatUrl";
    public const string HeartbeatEvery = "heartbeatEvery";
    public const string AlertsKey = "alertsKey";
    public const string Backups = "backups";
    public const string BackupsKept = "backupsKept";
    public const string MetricsValues = "metricsValues";
    public const string Weather = "weather";
    public const string WeatherContact = "weatherContact";
    public const string WeatherKey = "weatherKey";
    public const string WeatherKeyFile = "weatherKeyFile";

    /// <summary>Names the settings file itself, so it has an option and a variable but no key.</summary>
    public const string Config = "config";

    /// <summary>The administrator's connection string of <c>postgres setup</c> and <c>migrate</c>: an option and a variable, never a key, because it must not lie around.</summary>
    public const string Admin = "admin";

    /// <summary>The connection string of the table that <c>import</c> reads: an option and a variable, never a key, because it is needed once.</summary>
    public const string PostgresTable = "postgresTable";

    /// <summary>What may stand in barograph.json.</summary>
    public static readonly IReadOnlyList<string> InFile =
    [
        Urls, SocketGroup, PublicUrl, Store, StoreFile, Data, Backups, BackupsKept, Mqtt, MqttCertificate, MqttKey, MqttBroker, MqttTopics, MqttDevice,
        Part, SeriesPerToken, AllowOverprivileged, HeartbeatUrl, HeartbeatEvery, AlertsKey, MetricsValues, Weather, WeatherContact, WeatherKeyFile,
    ];

    /// <summary>What has an environment variable; each also with <c>_FILE</c>, but for the settings file itself.</summary>
    public static readonly IReadOnlyList<string> InEnvironment =
    [
        Urls, SocketGroup, PublicUrl, Store, Data, Backups, BackupsKept, Mqtt, MqttCertificate, MqttKey, MqttBroker, MqttTopics, MqttDevice,
        Part, SeriesPerToken, AllowOverprivileged, HeartbeatUrl, HeartbeatEvery, AlertsKey, MetricsValues, Weather, WeatherContact, WeatherKey,
        Config, Admin, PostgresTable,
    ];

    /// <summary><c>seriesPerToken</c> to <c>BAROGRAPH_SERIES_PER_TOKEN</c>.</summary>
    public static string Variable(string key) => EnvironmentValues.Prefix + Words(key, '_').ToUpperInvariant();

    /// <summary><c>allowOverprivileged</c> to <c>--allow-overprivileged</c>.</summary>
    public static string Option(string key) => key switch
    {
        // Only `backup` has these two, and says "backup" already.
        Backups => "--into",
        BackupsKept => "--keep",
        _ => "--" + Words(key, '-'),
    };

    private static string Words(string key, char separator)
    {
        var text = new StringBuilder();
        foreach (char c in key)
        {
            if (char.IsAsciiLetterUpper(c))
                text.Append(separator);
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
