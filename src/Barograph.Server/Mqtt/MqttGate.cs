using Barograph.Model;
using Barograph.Server.Auth;
using MQTTnet.Protocol;

namespace Barograph.Server.Mqtt;

/// <summary>Who connects: the same credentials as over HTTP, wherever the field's clients put them.</summary>
public static class MqttGate
{
    /// <summary>
    /// What a CONNECT claims: a token as the password, with any username (Adafruit IO, or none); a token as the username without a password (ThingsBoard); else a device's name and the password that it
    /// was flashed with. Null if it claims nothing.
    /// </summary>
    public static Claim? ClaimOf(string? username, string? password)
    {
        if (string.IsNullOrEmpty(password))
            return string.IsNullOrEmpty(username) ? null : new Claim(null, username);
        return string.IsNullOrEmpty(username) || TokenText.HasForm(password) ? new Claim(null, password) : new Claim(username, password);
    }

    /// <summary>How a refusal is said; MQTT 3.1.1 has five of these, and MQTTnet translates.</summary>
    public static MqttConnectReasonCode ReasonOf(ErrorKind error) => error.Code switch
    {
        "unauthenticated" => MqttConnectReasonCode.BadUserNameOrPassword,
        "scope_missing" => MqttConnectReasonCode.NotAuthorized,
        "storage_unavailable" => MqttConnectReasonCode.ServerUnavailable,
        _ => MqttConnectReasonCode.ServerBusy,
    };
}
