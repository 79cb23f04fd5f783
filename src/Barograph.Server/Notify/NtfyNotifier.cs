using System.Net.Http.Headers;
using System.Text;

namespace Barograph.Server.Notify;

/// <summary>ntfy, at ntfy.sh or anywhere: the words as the body, what else there is in its query.</summary>
public sealed class NtfyNotifier(HttpSending http) : INotifier
{
    public Task SendAsync(Delivery delivery, TargetSettings target, CancellationToken cancel)
    {
        // In the query and not in headers, which could not hold "küche".
        string query = $"title={Uri.EscapeDataString(delivery.Title)}&priority={(delivery.IsUrgent ? 5 : 3)}&tags={Tag(delivery)}";
        if (delivery.AcknowledgeUrl is { } link)
            query += $"&click={Uri.EscapeDataString(link)}";
        HttpRequestMessage request = new(HttpMethod.Post, $"{target["url"].TrimEnd('/')}/{Uri.EscapeDataString(target["topic"])}?{query}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Text)),
        };
        if (target.Secret is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http.SendAsync(request, target.AllowsLan, cancel);
    }

    private static string Tag(Delivery delivery) => delivery.Content.Kind switch
    {
        "firing" or "repeat" => delivery.IsUrgent ? "rotating_light" : "warning",
        "resolved" => "white_check_mark",
        _ => "information_source",
    };
}
