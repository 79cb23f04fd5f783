using System.Text.Json.Serialization;

namespace Barograph.Server.Commands.Control;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ControlGreeting))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
[JsonSerializable(typeof(SinkRequest))]
[JsonSerializable(typeof(SinkReply))]
internal sealed partial class ControlJson : JsonSerializerContext;
