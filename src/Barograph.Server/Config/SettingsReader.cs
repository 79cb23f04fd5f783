using System.Globalization;
using Barograph.Alerts;
using Barograph.Server.Mqtt;
using Barograph.Server.Pull;
using Barograph.Storage;

namespace Barograph.Server.Config;

/// <summary>
/// Finds each setting in the first place that has it: the command line, the environment, one settings file, the default. The settings file is
/// the named one (<c>--config</c>, <c>BAROGRAPH_CONFIG</c>), else the first of <see cref="UsualFiles"/> that exists.
/// </summary>
public sealed class SettingsReader
{
    public static readonly IReadOnlyList<string> TheUsualFiles = ["./barograph.json", "/etc/barograph/barograph.json"];

    private const int MaxSeriesPerToken = 1_000_000;
    private const int MaxBackupsKept = 10_000;

    public required EnvironmentValues Environment { get; init; }

    /// <summary>What was typed, by setting key.</summary>
    public required IReadOnlyDictionary<string, string> CommandLine { get; init; }

    /// <summary>Where a settings file is looked for when none is named.</summary>
    public IReadOnlyList<string> UsualFiles { get; init; } = TheUsualFiles;

    /// <exception cref="SettingsException">Something is not usable as it stands.</exception>
    public Settings Read()
    {
        IReadOnlyDictionary<string, SettingText> file = ReadFile(out string fileSearch);
        string data = Value(SettingKeys.Data, file, "./data", ParseFolder);
        SettingText? store = Find(SettingKeys.Store, file);
        string defaultStore = StoreAddress.SqlitePrefix + Path.Combine(data, "barograph.db");
        Uri? publicUrl = Value<Uri?>(SettingKeys.PublicUrl, file, "", ParsePublicUrl);
        string? contact = Value<string?>(SettingKeys.WeatherContact, file, publicUrl?.Host ?? "", ParseContact);
        string? weatherKey = Value<string?>(SettingKeys.WeatherKey, file, "", ParseOptional);
        return new Settings
        {
            Urls = Value<IReadOnlyList<string>>(SettingKeys.Urls, file, "http://*:8013", ListenUrls.Parse),
            Store = Value<StoreAddress>(SettingKeys.Store, file, defaultStore, StoreAddress.Parse),
            Data = data,
            Mqtt = Value<IReadOnlyList<MqttAddress>>(SettingKeys.Mqtt, file, "off", MqttAddress.ParseAll),
            MqttCertificate = Value<string?>(SettingKeys.MqttCertificate, file, "", ParseOptional),
            MqttKey = Value<string?>(SettingKeys.MqttKey, file, "", ParseOptional),
            MqttBroker = Value<MqttUpstream?>(SettingKeys.MqttBroker, file, "", MqttUpstream.Parse),
            MqttTopics = Value<IReadOnlyList<string>>(SettingKeys.MqttTopics, file, "#", MqttUpstream.ParseTopics),
            MqttDevice = Value<string>(SettingKeys.MqttDevice, file, "mqtt", ParseDevice),
            Part = Value<ServerPart>(SettingKeys.Part, file, "all", ParsePart),
            SeriesPerToken = Value<int>(SettingKeys.SeriesPerToken, file, "500", ParseSeriesPerToken),
            AllowOverprivileged = Value<bool>(SettingKeys.AllowOverprivileged, file, "false", ParseBool),
            SocketGroup = Value<string?>(SettingKeys.SocketGroup, file, "", ParseOptional),
            PublicUrl = publicUrl,
            HeartbeatUrl = Value<Uri?>(SettingKeys.HeartbeatUrl, file, "", ParseHeartbeatUrl),
            HeartbeatEvery = Value<TimeSpan>(SettingKeys.HeartbeatEvery, file, "1m", ParseHeartbeatEvery),
            AlertsKey = Value<string>(SettingKeys.AlertsKey, file, Path.Combine(data, "alerts.key"), ParseFile),
            Backups = Value<string>(SettingKeys.Backups, file, Path.Combine(data, "backups"), ParseFolder),
            BackupsKept = Value<int>(SettingKeys.BackupsKept, file, "14", ParseBackupsKept),
            MetricsValues = Value<bool>(SettingKeys.MetricsValues, file, "false", ParseBool),
            Weather = Value<IReadOnlyList<WeatherSource>>(SettingKeys.Weather, file, "", (string text, out string? problem) => ParseWeather(text, contact, weatherKey, out problem)),
            WeatherContact = contact,
            WeatherKey = weatherKey,
            StoreNamedIn = store?.File,
            StoreSearch = Search(store, fileSearch, defaultStore),
        };
    }

    /// <summary>A value that only the command line or the environment may give.</summary>
    public string? ReadSecret(string key) => (FindTyped(key) ?? Environment.Find(key))?.Text;

    private IReadOnlyDictionary<string, SettingText> ReadFile(out string search)
    {
        if ((FindTyped(SettingKeys.Config) ?? Environment.Find(SettingKeys.Config)) is { } named)
        {
            search = $"{named.Text} (named by {named.Source})";
            return SettingsFile.Read(named.Text);
        }
        string? found = UsualFiles.FirstOrDefault(File.Exists);
        search = string.Join(", ", UsualFiles.TakeWhile(path => path != found).Select(path => path + " (absent)"));
        if (found is null)
            return new Dictionary<string, SettingText>();
        search = search.Length == 0 ? found : $"{search}, {found}";
        return SettingsFile.Read(found);
    }

    private static List<string> Search(SettingText? store, string fileSearch, string defaultStore)
    {
        if (store is { } found)
            return [$"the store that {found.Source} names"];
        return
        [
            $"{SettingKeys.Option(SettingKeys.Store)} (not given)",
            $"{SettingKeys.Variable(SettingKeys.Store)} (not set)",
            $"--config or the settings file: {fileSearch}",
            $"the default {defaultStore}",
        ];
    }

    private SettingText? Find(string key, IReadOnlyDictionary<string, SettingText> file) =>
        FindTyped(key) ?? Environment.Find(key) ?? (file.TryGetValue(key, out SettingText text) ? text : null);

    private SettingText? FindTyped(string key) =>
        CommandLine.TryGetValue(key, out string? text) ? new SettingText(text, SettingKeys.Option(key)) : null;

    private T Value<T>(string key, IReadOnlyDictionary<string, SettingText> file, string byDefault, SettingParser<T> parse)
    {
        SettingText found = Find(key, file) ?? new SettingText(byDefault, "the default");
        T value = parse(found.Text, out string? problem);
        return problem is null ? value : throw new SettingsException($"{found.Source} cannot be used. {problem}");
    }

    private static string ParseFolder(string text, out string? problem)
    {
        problem = text.Length == 0 || text.Contains('\0', StringComparison.Ordinal) ? "It must name a folder." : null;
        return text;
    }

    private static string? ParseOptional(string text, out string? problem)
    {
        problem = text.Contains('\0', StringComparison.Ordinal) ? "It holds a zero byte." : null;
        return text.Length == 0 ? null : text;
    }

    private static Uri? ParsePublicUrl(string text, out string? problem)
    {
        problem = null;
        if (text.Length == 0)
            return null;
        bool valid = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http" && url.PathAndQuery == "/" && url.UserInfo == "";
        problem = valid ? null : "It must be where the site is reached from outside, without a path, such as https://sensors.example.org.";
        return url;
    }

    private static Uri? ParseHeartbeatUrl(string text, out string? problem)
    {
        problem = null;
        if (text.Length == 0)
            return null;
        bool valid = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http" && url.UserInfo == "" && url.Fragment == "";
        problem = valid ? null : "It must be an address that may be called with GET, such as https://hc-ping.com/ and the id of a check.";
        return url;
    }

    private static TimeSpan ParseHeartbeatEvery(string text, out string? problem)
    {
        bool valid = ConditionText.TryDuration(text, out TimeSpan every) && every >= TimeSpan.FromSeconds(1) && every <= TimeSpan.FromDays(1);
        problem = valid ? null : "It must be a time from 1s to 1d, such as 1m.";
        return every;
    }

    private static string ParseFile(string text, out string? problem)
    {
        problem = text.Length == 0 || text.Contains('\0', StringComparison.Ordinal) ? "It must name a file." : null;
        return text;
    }

    private static string ParseDevice(string text, out string? problem)
    {
        problem = text.Trim().Length == 0 ? "It must name a device." : null;
        return text.Trim();
    }

    private static string? ParseContact(string text, out string? problem)
    {
        problem = text.Length <= 200 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? null : "It must be an address of mail or web, of at most 200 ASCII characters.";
        return text.Length == 0 ? null : text;
    }

    private static IReadOnlyList<WeatherSource> ParseWeather(string text, string? contact, string? key, out string? problem)
    {
        IReadOnlyList<WeatherSource> sources = WeatherSource.ParseAll(text, out problem);
        foreach (WeatherSource source in sources)
            problem ??= source.Provider.Needs switch
            {
                WeatherNeeds.Contact when contact is null => $"{source.Provider.Name} wants an address of mail or web of whoever asks; say one with {SettingKeys.WeatherContact}.",
                WeatherNeeds.Key when key is null => $"{source.Provider.Name} wants a key; say the file that holds it with {SettingKeys.WeatherKeyFile}, or {SettingKeys.Variable(SettingKeys.WeatherKey)}.",
                _ => null,
            };
        return sources;
    }

    private static ServerPart ParsePart(string text, out string? problem)
    {
        problem = ServerParts.TryFind(text, out ServerPart part) ? null : "It must be all, ingest or site.";
        return part;
    }

    private static int ParseSeriesPerToken(string text, out string? problem)
    {
        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= MaxSeriesPerToken;
        problem = valid ? null : "It must be a whole number from 1 to 1000000.";
        return value;
    }

    private static int ParseBackupsKept(string text, out string? problem)
    {
        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= MaxBackupsKept;
        problem = valid ? null : "It must be a whole number from 1 to 10000.";
        return value;
    }

    private static bool ParseBool(string text, out string? problem)
    {
        problem = text.ToLowerInvariant() is "true" or "false" or "1" or "0" ? null : "It must be true or false.";
        return text.ToLowerInvariant() is "true" or "1";
    }
}
