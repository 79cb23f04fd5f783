using System.CommandLine;
using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary>The options of <c>serve</c>, which the root takes too because serving is the default.</summary>
public sealed class ServeOptions
{
    private readonly Option<string> _urls = new("--urls")
    {
        Description = "Where to listen, separated by semicolons (default http://*:8013); http://unix:/path for a Unix socket", HelpName = "URLS",
    };

    private readonly Option<string> _store = new("--store")
    {
        Description = "Where readings are kept: sqlite:PATH or postgres:CONNECTION-STRING (default sqlite:DATA/barograph.db)", HelpName = "STORE",
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "The folder for what the server keeps (default ./data)", HelpName = "DIR",
    };

    private readonly Option<string> _mqtt = new("--mqtt")
    {
        Description = "Where to serve MQTT (default off): HOST:PORT such as *:1883; mqtts://HOST:PORT with TLS; several separated by semicolons", HelpName = "HOST:PORT|off",
    };

    private readonly Option<string> _mqttBroker = new("--mqtt-broker")
    {
        Description = "A broker whose messages are followed: mqtt://USER:PASSWORD@HOST:1883, or mqtts://", HelpName = "URL",
    };

    private readonly Option<string> _heartbeatUrl = new("--heartbeat-url")
    {
        Description = "An address outside that is called every minute while all is well, so that somebody notices when it is not: https://hc-ping.com/UUID", HelpName = "URL",
    };

    private readonly Option<string> _part = new("--part")
    {
        Description = "Which part to run (default all): ingest takes reports, site serves people; two processes on one PostgreSQL store", HelpName = "all|ingest|site",
    };

    private readonly Option<string> _config = new("--config")
    {
        Description = "The settings file (default ./barograph.json, else /etc/barograph/barograph.json)", HelpName = "FILE",
    };

    private readonly Option<bool> _allowOverprivileged = new("--allow-overprivileged")
    {
        Description = "Start although the database role could change samples",
    };

    public void AddTo(Command command)
    {
        command.Add(_urls);
        command.Add(_store);
        command.Add(_data);
        command.Add(_mqtt);
        command.Add(_mqttBroker);
        command.Add(_heartbeatUrl);
        command.Add(_part);
        command.Add(_config);
        command.Add(_allowOverprivileged);
    }

    /// <summary>For the doctor, who examines the rights of one part.</summary>
    public void AddPartTo(Command command) => command.Add(_part);

    /// <summary>What was typed, by setting key.</summary>
    public void Collect(ParseResult parse, Dictionary<string, string> typed)
    {
        Collect(parse, _urls, SettingKeys.Urls, typed);
        Collect(parse, _store, SettingKeys.Store, typed);
        Collect(parse, _data, SettingKeys.Data, typed);
        Collect(parse, _mqtt, SettingKeys.Mqtt, typed);
        Collect(parse, _mqttBroker, SettingKeys.MqttBroker, typed);
        Collect(parse, _heartbeatUrl, SettingKeys.HeartbeatUrl, typed);
        Collect(parse, _part, SettingKeys.Part, typed);
        Collect(parse, _config, SettingKeys.Config, typed);
        if (parse.GetValue(_allowOverprivileged))
            typed[SettingKeys.AllowOverprivileged] = "true";
    }

    internal static void Collect(ParseResult parse, Option<string> option, string key, Dictionary<string, string> typed)
    {
        if (parse.GetResult(option) is { Implicit: false } && parse.GetValue(option) is { } text)
            typed[key] = text;
    }
}
