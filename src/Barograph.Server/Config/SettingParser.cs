namespace Barograph.Server.Config;

/// <summary>Reads one setting. <paramref name="problem"/> is null, or a sentence without the text itself, which may be a secret.</summary>
public delegate T SettingParser<out T>(string text, out string? problem);
