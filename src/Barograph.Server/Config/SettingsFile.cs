using System.Text.Json;

namespace Barograph.Server.Config;

/// <summary>barograph.json: one object with the keys of <see cref="SettingKeys.InFile"/>. Comments and trailing commas are allowed, surprises are not.</summary>
public static class SettingsFile
{
    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 8,
    };

    /// <exception cref="SettingsException">The file cannot be read, or holds something that is no setting.</exception>
    public static IReadOnlyDictionary<string, SettingText> Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), Options);
            return Read(document.RootElement, path);
        }
        catch (JsonException e)
        {
            long line = (e.LineNumber ?? 0) + 1;
            throw new SettingsException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{path} is not valid JSON at line {line}; correct it there."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingsException($"The settings file \"{path}\" cannot be read: {ValueFile.Reason(e)}.");
        }
    }

    private static Dictionary<string, SettingText> Read(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new SettingsException($"{path} must hold one JSON object, such as {{\"urls\": \"http://*:8013\"}}.");
        var values = new Dictionary<string, SettingText>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            string key = property.Name;
            if (!SettingKeys.InFile.Contains(key))
                throw new SettingsException($"{path} holds the unknown key \"{key}\"; did you mean \"{NearestName.Of(key, SettingKeys.InFile)}\"?");
            if (!values.TryAdd(key, new SettingText(Text(property, path), $"\"{key}\" in {path}") { File = path }))
                throw new SettingsException($"{path} holds the key \"{key}\" twice; keep one of them.");
        }
        WithFile(values, path, SettingKeys.StoreFile, SettingKeys.Store);
        WithFile(values, path, SettingKeys.WeatherKeyFile, SettingKeys.WeatherKey);
        return values;
    }

    /// <summary>Puts the content of the file that one key names in place of another key.</summary>
    private static void WithFile(Dictionary<string, SettingText> values, string path, string fileKey, string key)
    {
        if (!values.Remove(fileKey, out SettingText file))
            return;
        if (values.ContainsKey(key))
            throw new SettingsException($"{path} holds both \"{key}\" and \"{fileKey}\"; keep one of them.");
        values[key] = file with { Text = ValueFile.Read(file.Text, file.Source), File = file.Text };
    }

    private static string Text(JsonProperty property, string path) => property.Value.ValueKind switch
    {
        JsonValueKind.String => StringOf(property, path),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => property.Value.GetRawText(),
        _ => throw new SettingsException($"\"{property.Name}\" in {path} must be a text, a number, true or false."),
    };

    private static string StringOf(JsonProperty property, string path)
    {
        try
        {
            return property.Value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate (\ud800) parses, and fails only here.
            throw new SettingsException($"\"{property.Name}\" in {path} is not a valid text.");
        }
    }
}
