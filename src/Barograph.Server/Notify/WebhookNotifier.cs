using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Barograph.Server.Notify;

/// <summary>
/// JSON with fixed fields to a URL. With a secret it is signed: <c>Barograph-Signature: t=UNIX-SECONDS,v1=HEX</c>, the HMAC-SHA256 of the time, a dot and the body,
/// so that a receiver can refuse what is forged and what is old.
/// </summary>
public sealed class WebhookNotifier(HttpSending http, TimeProvider clock) : INotifier
{
    public const string SignatureHeader = "Barograph-Signature";

    public Task SendAsync(Delivery delivery, TargetSettings target, CancellationToken cancel)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(WebhookBody.Of(delivery), NotifyJson.Default.WebhookBody);
        HttpRequestMessage request = new(HttpMethod.Post, target["url"]) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Barograph-Delivery", delivery.Notice.Id);
        if (target.Secret is { } secret)
            request.Headers.Add(SignatureHeader, Sign(secret, clock.GetUtcNow().ToUnixTimeSeconds(), body));
        return http.SendAsync(request, target.AllowsLan, cancel);
    }

    public static string Sign(string secret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        string time = unixSeconds.ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(time), (byte)'.', .. body];
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
