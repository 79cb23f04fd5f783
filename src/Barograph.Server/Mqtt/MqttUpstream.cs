using System.Globalization;

namespace Barograph.Server.Mqtt;

/// <summary>A broker of somebody else, whose messages we follow. Its text holds a password and is never shown.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsTls">With TLS; the certificate must be valid for the host.</param>
/// <param name="Username">Null without one.</param>
/// <param name="Password">Null without one.</param>
public sealed record MqttUpstream(string Host, int Port, bool IsTls, string? Username, string? Password)
{
    private const int MaxTopics = 100;

    /// <summary>For logs: without credentials.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsTls ? "mqtts" : "mqtt")}://{Host}:{Port}");

    public static MqttUpstream? Parse(string text, out string? problem)
    {
        problem = null;
        if (text.Length == 0)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "mqtt" or "mqtts" && url.Host.Length > 0 && url.PathAndQuery is "" or "/")
        {
            string[] user = url.UserInfo.Split(':', 2);
            bool isTls = url.Scheme == "mqtts";
            return new MqttUpstream(url.IdnHost.Trim('[', ']'), url.Port > 0 ? url.Port : isTls ? 8883 : 1883, isTls,
                user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null, user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null);
        }
        problem = "It must be mqtt://HOST:1883 or mqtts://HOST:8883, with USER:PASSWORD@ before the host where the broker wants that (special characters as %40).";
        return null;
    }

    public static IReadOnlyList<string> ParseTopics(string text, out string? problem)
    {
        string[] topics = text.Split([' ', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
        bool isFilter = topics.Length is > 0 and <= MaxTopics && Array.TrueForAll(topics, topic => !topic.StartsWith('$') && topic.IndexOf('#', StringComparison.Ordinal) is var at && (at < 0 || at == topic.Length - 1));
        problem = isFilter ? null : "It must be filters of topics such as tele/# zigbee2mqtt/#, separated by spaces or semicolons; # alone is everything.";
        return topics;
    }
}
