using System.Text.Json;
using System.Text.Json.Serialization;

namespace Barograph.Server.Notify;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(NoticeContent))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(TelegramBody))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class NotifyJson : JsonSerializerContext;
