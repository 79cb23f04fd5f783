using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Barograph.Server.Mqtt;

/// <summary>Where MQTT is served.</summary>
/// <param name="Host">An IP address; <c>*</c> for all of the machine's.</param>
/// <param name="Port">0 to 65535; 0 takes a free one.</param>
/// <param name="IsTls">With TLS and nothing else, or null: with TLS if there is a certificate.</param>
public sealed record MqttAddress(string Host, int Port, bool? IsTls)
{
    public const int UsualPort = 1883;

    /// <summary>
    /// Reads addresses separated by semicolons: <c>HOST:PORT</c>, <c>mqtt://HOST:PORT</c> (never TLS), <c>mqtts://HOST:PORT</c> (always TLS); <c>off</c> is none, <c>on</c> is <c>*:1883</c>.
    /// </summary>
    public static IReadOnlyList<MqttAddress> ParseAll(string text, out string? problem)
    {
        problem = null;
        if (text == "off")
            return [];
        if (text == "on")
            return [new MqttAddress("*", UsualPort, null)];
        List<MqttAddress> addresses = [];
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (TryParse(part, out MqttAddress? address))
                addresses.Add(address);
            else
                problem ??= $"\"{part}\" is no address; write HOST:PORT such as *:1883 or 127.0.0.1:1883, mqtts://*:8883 for TLS, or off.";
        problem ??= addresses.Count == 0 ? "It must be HOST:PORT such as *:1883, or off." : null;
        return addresses;
    }

    /// <summary>The endpoints to bind: for all of the machine's addresses one that takes both families, where there is IPv6.</summary>
    public IPEndPoint EndPoint => new(
        Host == "*" ? System.Net.Sockets.Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any : Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(Host), Port);

    private static bool TryParse(string text, [NotNullWhen(true)] out MqttAddress? address)
    {
        address = null;
        bool? isTls = text.StartsWith("mqtts://", StringComparison.OrdinalIgnoreCase) ? true : text.StartsWith("mqtt://", StringComparison.OrdinalIgnoreCase) ? false : null;
        string place = isTls is null ? text : text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..].TrimEnd('/');
        int colon = place.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return false;
        string host = place[..colon].Trim('[', ']');
        host = host is "" or "+" or "0.0.0.0" or "::" ? "*" : host;
        if (host is not ("*" or "localhost") && !IPAddress.TryParse(host, out _))
            return false;
        address = new MqttAddress(host, port, isTls);
        return true;
    }
}
