using System.Net;
using System.Net.Http.Headers;

namespace Barograph.Server.Pull;

/// <summary>
/// Asks weather services over HTTP, as their rules are: who we are, the time of what we have letter for letter, gzip. Follows no redirect, waits 20 seconds at most and
/// reads a megabyte at most, unpacked. Says nothing of the address in what it gives back.
/// </summary>
/// <param name="contact">An address of mail or web of whoever runs this; null: only the program's name is said.</param>
public sealed class WeatherClient(string? contact) : IDisposable
{
    private const int MaxBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string Version = typeof(WeatherClient).Assembly.GetName().Version?.ToString(3) ?? "0";

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Shorter, for tests.</summary>
    public TimeSpan Timeouts { get; init; } = Patience;

    /// <param name="address">What is asked.</param>
    /// <param name="lastModified">The Last-Modified of the answer that is there already, or null.</param>
    /// <param name="cancel">The server stops.</param>
    public async Task<WeatherAnswer> GetAsync(Uri address, string? lastModified, CancellationToken cancel)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Timeouts);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", contact is null ? $"Barograph/{Version}" : $"Barograph/{Version} {contact}");
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            if (lastModified is not null)
                request.Headers.TryAddWithoutValidation("If-Modified-Since", lastModified);
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return await ReadAsync(response, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new WeatherAnswer(null, null, "it did not answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return new WeatherAnswer(null, null, e is HttpRequestException failed ? $"it cannot be reached ({failed.HttpRequestError})" : "its answer broke off or was damaged");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<WeatherAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        WeatherAnswer answer = new(response.StatusCode, null, $"it answered {(int)response.StatusCode}")
        {
            Wait = (int)response.StatusCode is 429 or >= 500 ? RetryAfter(response) : Holds(response),
            LastModified = response.Content.Headers.NonValidated.TryGetValues("Last-Modified", out HeaderStringValues values) ? values.ToString() : null,
        };
        if ((int)response.StatusCode is not (200 or 203))
            return answer;
        using MemoryStream whole = new();
        await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
        byte[] piece = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(piece, cancel)) > 0; whole.Write(piece, 0, read))
            if (whole.Length + read > MaxBytes)
                return answer with { Status = null, Reason = "its answer is larger than 1 MiB" };
        return answer with { Body = whole.ToArray(), Reason = null };
    }

    /// <summary>By the service's own clock, so that ours need not be right.</summary>
    private static TimeSpan? Holds(HttpResponseMessage response) =>
        response.Content.Headers.Expires is { } expires && response.Headers.Date is { } date && expires > date ? expires - date : response.Headers.CacheControl?.MaxAge;

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } until } when response.Headers.Date is { } date && until > date => until - date,
        _ => null,
    };
}
