using System.Collections;

namespace Barograph.Server.Config;

/// <summary>The settings in the environment: <c>BAROGRAPH_X</c>, or <c>BAROGRAPH_X_FILE</c> with the name of a file that holds the value.</summary>
public sealed class EnvironmentValues(IReadOnlyDictionary<string, string> variables)
{
    public const string Prefix = "BAROGRAPH_";
    private const string FileSuffix = "_FILE";
    private const string TestPrefix = "BAROGRAPH_TEST_";

    /// <summary>The environment of this process.</summary>
    public static EnvironmentValues OfProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        return new EnvironmentValues(variables);
    }

    /// <exception cref="SettingsException">Both forms are set, or the file cannot be read.</exception>
    public SettingText? Find(string key)
    {
        string name = SettingKeys.Variable(key);
        string fileName = name + FileSuffix;
        bool direct = variables.TryGetValue(name, out string? text);
        if (!HasFileForm(key) || !variables.TryGetValue(fileName, out string? path))
            return direct ? new SettingText(text!, name) : null;
        if (direct)
            throw new SettingsException($"{name} and {fileName} are both set; keep one of them.");
        return new SettingText(ValueFile.Read(path, fileName), fileName) { File = path };
    }

    /// <summary>A line for each variable that looks like ours and is none. They only warn, because an environment is shared with other programs.</summary>
    public IEnumerable<string> Warnings()
    {
        var known = SettingKeys.InEnvironment
            .SelectMany(key => HasFileForm(key) ? [SettingKeys.Variable(key), SettingKeys.Variable(key) + FileSuffix] : new[] { SettingKeys.Variable(key) })
            .ToList();
        return variables.Keys
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.StartsWith(TestPrefix, StringComparison.Ordinal))
            .Where(name => !known.Contains(name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"warning: the environment variable {name} is unknown and ignored; did you mean {NearestName.Of(name, known)}?");
    }

    private static bool HasFileForm(string key) => key != SettingKeys.Config;
}
