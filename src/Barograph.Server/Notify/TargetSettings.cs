using System.Text.Json;

namespace Barograph.Server.Notify;

/// <summary>A target ready for use: its options, and its secret in the open. Never logged, never printed.</summary>
public sealed record TargetSettings(IReadOnlyDictionary<string, string> Options, string? Secret, bool AllowsLan)
{
    public string this[string option] => Options.GetValueOrDefault(option) ?? "";

    public int Number(string option, int otherwise) =>
        int.TryParse(this[option], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    public static Dictionary<string, string> ParseOptions(string json) => JsonSerializer.Deserialize(json, NotifyJson.Default.DictionaryStringString) ?? [];

    public static string FormatOptions(Dictionary<string, string> options) => JsonSerializer.Serialize(options, NotifyJson.Default.DictionaryStringString);

    // A record would print its members.
    public override string ToString() => nameof(TargetSettings);
}
