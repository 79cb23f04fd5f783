using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ThingsBoard's topics (thingsboard.io/docs/reference/mqtt-api): <c>v1/devices/me/telemetry</c> and <c>v2/t</c> of a device, <c>v1/gateway/telemetry</c> of a gateway.
/// </summary>
public static class MqttThingsBoard
{
    public static ReportSet? Parse(MqttMessage message) => message.Topic switch
    {
        "v1/devices/me/telemetry" or "v2/t" or "v2/t/j" => ThingsBoardTelemetry.Parse(message.Payload, isGateway: false),
        "v1/gateway/telemetry" => ThingsBoardTelemetry.Parse(message.Payload, isGateway: true),
        // What is configured of a device, not measured.
        "v1/devices/me/attributes" or "v2/a" or "v1/gateway/attributes" or "v1/gateway/connect" or "v1/gateway/disconnect" => new ReportSet(),
        _ => null,
    };
}
