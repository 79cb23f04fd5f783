namespace Barograph.Server.Notify;

/// <summary>Pushover, or a service with the same API: a form. The repetitions are ours, so its own (priority 2) are not used.</summary>
public sealed class PushoverNotifier(HttpSending http) : INotifier
{
    public Task SendAsync(Delivery delivery, TargetSettings target, CancellationToken cancel)
    {
        Dictionary<string, string> form = new()
        {
            ["token"] = target.Secret ?? "",
            ["user"] = target["user"],
            ["title"] = delivery.Title,
            ["message"] = Wording.Text(delivery.Content),
            ["priority"] = delivery.IsUrgent ? "1" : "0",
        };
        if (delivery.AcknowledgeUrl is { } link)
            (form["url"], form["url_title"]) = (link, "I know, stop repeating it");
        string url = target["url"].Length > 0 ? target["url"] : "https://api.pushover.net/1/messages.json";
        return http.SendAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) }, target.AllowsLan, cancel);
    }
}
