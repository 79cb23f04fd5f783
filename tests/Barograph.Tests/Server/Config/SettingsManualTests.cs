using System.Text.RegularExpressions;
using Barograph.Server.Config;
using Barograph.Tests.Layout;

namespace Barograph.Tests.Server.Config;

/// <summary>deploy/barograph.json, which is installed and is the manual of every setting, and the table in docs/settings.md.</summary>
public sealed partial class SettingsManualTests : IDisposable
{
    private static readonly string Shipped = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "barograph.json"));
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_can_be_read_as_it_is()
    {
        Settings settings = Read(Shipped);

        Assert.Equal(["http://unix:/run/barograph/http.sock"], settings.Urls);
        Assert.Equal("sqlite:/var/lib/barograph/barograph.db", settings.Store.ToString());
    }

    [Fact]
    public void It_has_every_setting_once_and_nothing_else() =>
        Assert.Equal(SettingKeys.InFile.Order(StringComparer.Ordinal), Lines().Select(line => line.Groups["key"].Value).Order(StringComparer.Ordinal));

    public static TheoryData<string> Commented() =>
        [.. Lines().Where(line => line.Groups["off"].Success && line.Groups["key"].Value is not (SettingKeys.StoreFile or SettingKeys.WeatherKeyFile)).Select(line => line.Value)];

    /// <summary>Such a line states the default: with it everything is as without.</summary>
    [Theory]
    [MemberData(nameof(Commented))]
    public void A_line_that_is_uncommented_changes_nothing(string line)
    {
        string changed = Shipped.Replace(line, line.Replace("//", "", StringComparison.Ordinal), StringComparison.Ordinal);

        Assert.NotEqual(Shipped, changed);
        Assert.Equivalent(Read(Shipped), Read(changed) with { StoreNamedIn = null, StoreSearch = Read(Shipped).StoreSearch }, strict: true);
    }

    [Fact]
    public void A_file_with_the_store_can_be_named()
    {
        string secret = _folder.Write("store", "sqlite:/from/file.db");
        string changed = Shipped.Replace("//\"storeFile\": \"/etc/barograph/store\"", $"\"storeFile\": \"{secret}\"", StringComparison.Ordinal);

        Settings settings = Read(changed);

        Assert.Equal("/from/file.db", settings.Store.Value);
        Assert.Equal(secret, settings.StoreNamedIn);
    }

    [Fact]
    public void The_manual_has_every_key_and_its_variable()
    {
        string manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "settings.md"));

        foreach (string key in SettingKeys.InFile)
            Assert.Contains(key == SettingKeys.StoreFile ? "`storeFile`" : $"\n| `{key}` |", manual, StringComparison.Ordinal);
        foreach (string key in SettingKeys.InFile.Where(key => key is not (SettingKeys.StoreFile or SettingKeys.WeatherKeyFile)))
            Assert.Contains($"`{SettingKeys.Variable(key)}`", manual, StringComparison.Ordinal);
    }

    private static IEnumerable<Match> Lines() => SettingLine().Matches(Shipped);

    private Settings Read(string text)
    {
        string path = _folder.Write("shipped.json", text);
        return new SettingsReader
        {
            CommandLine = new Dictionary<string, string> { [SettingKeys.Config] = path },
            Environment = new EnvironmentValues(new Dictionary<string, string>()),
            UsualFiles = [],
        }.Read();
    }

    [GeneratedRegex("""^ *(?<off>//)?"(?<key>[A-Za-z]+)": .*,$""", RegexOptions.Multiline)]
    private static partial Regex SettingLine();
}
