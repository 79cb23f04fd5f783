using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Tests.Server.Config;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string> _commandLine = [];
    private readonly List<string> _files = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Defaults_serve_on_8013_with_sqlite_in_the_data_folder()
    {
        Settings settings = Read();
        Assert.Equal(["http://*:8013"], settings.Urls);
        Assert.Equal("sqlite:./data/barograph.db", settings.Store.ToString());
        Assert.Equal(("./data", 0, 500, false), (settings.Data, settings.Mqtt.Count, settings.SeriesPerToken, settings.AllowOverprivileged));
        Assert.Equal(ServerPart.All, settings.Part);
        Assert.False(settings.MetricsValues);
    }

    // command line, environment, file, expected
    [Theory]
    [InlineData("typed", "env", "file", "typed")]
    [InlineData("typed", null, null, "typed")]
    [InlineData(null, "env", "file", "env")]
    [InlineData(null, null, "file", "file")]
    [InlineData("typed", null, "file", "typed")]
    [InlineData(null, null, null, "./data")]
    public void The_nearest_source_wins(string? typed, string? environment, string? file, string expected)
    {
        if (typed is not null)
            _commandLine["data"] = typed;
        if (environment is not null)
            _environment["BAROGRAPH_DATA"] = environment;
        if (file is not null)
            UseFile($$"""{"data": "{{file}}"}""");
        Assert.Equal(expected, Read().Data);
    }

    [Fact]
    public void The_default_store_lies_in_the_data_folder_wherever_that_was_named()
    {
        _environment["BAROGRAPH_DATA"] = "/srv/baro";
        Assert.Equal("sqlite:/srv/baro/barograph.db", Read().Store.ToString());
    }

    [Fact]
    public void Backups_lie_in_the_data_folder_unless_they_are_wanted_elsewhere()
    {
        _environment["BAROGRAPH_DATA"] = "/srv/baro";
        Assert.Equal(("/srv/baro/backups", 14), (Read().Backups, Read().BackupsKept));

        UseFile("""{"backups": "/mnt/usb", "backupsKept": 3}""");
        Assert.Equal(("/mnt/usb", 3), (Read().Backups, Read().BackupsKept));

        _environment["BAROGRAPH_BACKUPS"] = "/mnt/nas";
        _environment["BAROGRAPH_BACKUPS_KEPT"] = "4";
        Assert.Equal(("/mnt/nas", 4), (Read().Backups, Read().BackupsKept));
    }

    [Fact]
    public void A_settings_file_may_have_comments_and_trailing_commas_and_all_keys()
    {
        UseFile("""
            {
              // for the garden
              "urls": "http://127.0.0.1:1;http://unix:/run/b.sock",
              "store": "sqlite:/x/y.db", "data": "/x", "mqtt": "off", "part": "site",
              "seriesPerToken": 7, /* few */
              "allowOverprivileged": true, "metricsValues": true,
            }
            """);
        Settings settings = Read();
        Assert.Equal(["http://127.0.0.1:1", "http://unix:/run/b.sock"], settings.Urls);
        Assert.Equal("/x/y.db", settings.Store.Value);
        Assert.Equal((7, true, ServerPart.Site), (settings.SeriesPerToken, settings.AllowOverprivileged, settings.Part));
        Assert.True(settings.MetricsValues);
    }

    [Fact]
    public void The_first_of_the_usual_files_is_used_and_no_other()
    {
        UseFile("""{"data": "first"}""");
        UseFile("""{"data": "second", "seriesPerToken": 3}""");
        Settings settings = Read();
        Assert.Equal(("first", 500), (settings.Data, settings.SeriesPerToken));
    }

    [Fact]
    public void A_named_file_replaces_the_usual_ones()
    {
        UseFile("""{"data": "usual"}""");
        _commandLine["config"] = _folder.Write("named.json", """{"data": "named"}""");
        _environment["BAROGRAPH_CONFIG"] = "not looked at";
        Assert.Equal("named", Read().Data);
    }

    [Fact]
    public void A_named_file_that_is_missing_is_an_error()
    {
        _environment["BAROGRAPH_CONFIG"] = _folder.PathOf("none.json");
        Assert.Contains("does not exist", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_may_name_a_file_that_holds_the_value()
    {
        _environment["BAROGRAPH_STORE_FILE"] = _folder.Write("store", "postgres:Host=h;Username=u;Password=geheim\n");
        Assert.Equal("Host=h;Username=u;Password=geheim", Read().Store.Value);
    }

    [Fact]
    public void The_settings_file_may_name_a_file_that_holds_the_store()
    {
        UseFile($$"""{"storeFile": "{{_folder.Write("store", "sqlite:/from/file.db\r\n")}}"}""");
        Assert.Equal("/from/file.db", Read().Store.Value);
    }

    [Theory]
    [InlineData("""{"stor": "sqlite:x"}""", "unknown key \"stor\"; did you mean \"store\"?")]
    [InlineData("""{"seriespertoken": 5}""", "did you mean \"seriesPerToken\"?")]
    [InlineData("""{"admin": "Host=x"}""", "unknown key \"admin\"")]
    [InlineData("""{"data": "a", "mqtt": "off", "data": "b"}""", "the key \"data\" twice")]
    [InlineData("""{"store": "sqlite:x", "storeFile": "y"}""", "both \"store\" and \"storeFile\"")]
    [InlineData("""{"urls": ["http://*:1"]}""", "\"urls\" in")]
    [InlineData("""{"data": null}""", "\"data\" in")]
    [InlineData("""{"data": "\ud800"}""", "is not a valid text")]
    [InlineData("""["data"]""", "one JSON object")]
    [InlineData("{\n\"data\" \"x\"}", "not valid JSON at line 2")]
    [InlineData("", "not valid JSON at line 1")]
    public void A_surprise_in_the_settings_file_refuses_and_names_the_file(string text, string expected)
    {
        UseFile(text);
        string message = Refusal();
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(_files[0], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store", "mysql:x", "sqlite:PATH or postgres:")]
    [InlineData("store", "", "sqlite:PATH or postgres:")]
    [InlineData("mqtt", "localhost", "write HOST:PORT")]
    [InlineData("mqtt", "example.org:1883", "write HOST:PORT")]
    [InlineData("mqtt", "*:65536", "write HOST:PORT")]
    [InlineData("mqtt", "", "HOST:PORT")]
    [InlineData("mqttBroker", "localhost:1883", "mqtt://HOST:1883")]
    [InlineData("mqttBroker", "mqtt://host/topic", "mqtt://HOST:1883")]
    [InlineData("mqttTopics", "tele/#/x", "filters of topics")]
    [InlineData("mqttTopics", "$SYS/#", "filters of topics")]
    [InlineData("mqttDevice", " ", "name a device")]
    [InlineData("part", "Ingest", "all, ingest or site")]
    [InlineData("part", "", "all, ingest or site")]
    [InlineData("seriesPerToken", "0", "from 1 to 1000000")]
    [InlineData("seriesPerToken", "-1", "from 1 to 1000000")]
    [InlineData("seriesPerToken", "1.000", "from 1 to 1000000")]
    [InlineData("seriesPerToken", "1000001", "from 1 to 1000000")]
    [InlineData("allowOverprivileged", "yes", "true or false")]
    [InlineData("urls", "", "at least one URL")]
    [InlineData("urls", "localhost:8013", "must start with http://")]
    [InlineData("data", "", "name a folder")]
    [InlineData("backups", "", "name a folder")]
    [InlineData("backupsKept", "0", "from 1 to 10000")]
    [InlineData("backupsKept", "10001", "from 1 to 10000")]
    public void A_bad_value_names_its_source(string key, string value, string expected)
    {
        _environment[SettingKeys.Variable(key)] = value;
        string fromEnvironment = Refusal();
        Assert.Contains(expected, fromEnvironment, StringComparison.Ordinal);
        Assert.StartsWith(SettingKeys.Variable(key) + " cannot be used", fromEnvironment, StringComparison.Ordinal);

        _environment.Clear();
        UseFile($$"""{"{{key}}": "{{value}}"}""");
        Assert.StartsWith($"\"{key}\" in {_files[0]} cannot be used", Refusal(), StringComparison.Ordinal);

        _commandLine[key] = value;
        Assert.StartsWith(SettingKeys.Option(key) + " cannot be used", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_connection_string_is_not_printed()
    {
        _environment["BAROGRAPH_STORE"] = "postgres:Host=h;Password=top;secret";
        string message = Refusal();
        Assert.StartsWith("BAROGRAPH_STORE cannot be used", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.DoesNotContain("top", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_and_its_file_form_together_are_refused()
    {
        _environment["BAROGRAPH_STORE"] = "sqlite:x";
        _environment["BAROGRAPH_STORE_FILE"] = "y";
        Assert.Equal("BAROGRAPH_STORE and BAROGRAPH_STORE_FILE are both set; keep one of them.", Refusal());
    }

    [Theory]
    [InlineData("sqlite:a\nsqlite:b\n", "more than one line")]
    [InlineData(null, "does not exist")]
    public void A_value_file_that_cannot_be_used_names_the_variable(string? text, string expected)
    {
        _environment["BAROGRAPH_STORE_FILE"] = text is null ? _folder.PathOf("none") : _folder.Write("store", text);
        string message = Refusal();
        Assert.StartsWith("BAROGRAPH_STORE_FILE", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_variables_warn_and_those_of_tests_do_not()
    {
        _environment["BAROGRAPH_STOR"] = "x";
        _environment["BAROGRAPH_TEST_SLOW"] = "1";
        _environment["BAROGRAPH_CONFIG_FILE"] = "1";
        _environment["BAROGRAPH_ADMIN_FILE"] = "known";
        _environment["PATH"] = "/bin";
        Assert.Equal(
            [
                "warning: the environment variable BAROGRAPH_CONFIG_FILE is unknown and ignored; did you mean BAROGRAPH_CONFIG?",
                "warning: the environment variable BAROGRAPH_STOR is unknown and ignored; did you mean BAROGRAPH_STORE?",
            ],
            new EnvironmentValues(_environment).Warnings());
    }

    [Fact]
    public void The_search_for_a_store_tells_every_place()
    {
        _files.Add(_folder.PathOf("a.json"));
        string search = string.Join("; ", Read().StoreSearch);
        Assert.Equal(
            $"--store (not given); BAROGRAPH_STORE (not set); --config or the settings file: {_files[0]} (absent); the default sqlite:./data/barograph.db",
            search);
    }

    private void UseFile(string text) => _files.Add(_folder.Write($"{_files.Count}.json", text));

    private Settings Read() =>
        new SettingsReader { CommandLine = _commandLine, Environment = new EnvironmentValues(_environment), UsualFiles = _files }.Read();

    private string Refusal() => Assert.Throws<SettingsException>(Read).Message;
}
