using System.Net.Http.Headers;
using System.Text.Json;

namespace Barograph.Server.Notify;

/// <summary>A Telegram bot. Its token is part of the address, so no address is ever told in an error.</summary>
public sealed class TelegramNotifier(HttpSending http) : INotifier
{
    public Task SendAsync(Delivery delivery, TargetSettings target, CancellationToken cancel)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(
            new TelegramBody(target["chat"], $"{delivery.Title}\n\n{delivery.Text}", DisableNotification: !delivery.IsUrgent), NotifyJson.Default.TelegramBody);
        string url = target["url"].Length > 0 ? target["url"].TrimEnd('/') : "https://api.telegram.org";
        HttpRequestMessage request = new(HttpMethod.Post, $"{url}/bot{target.Secret}/sendMessage") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return http.SendAsync(request, target.AllowsLan, cancel);
    }
}
