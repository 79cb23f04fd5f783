namespace Barograph.Server.Config;

/// <summary>A setting cannot be used. The message names the setting, its source and what to change; it never holds a secret.</summary>
public sealed class SettingsException(string message) : Exception(message);
