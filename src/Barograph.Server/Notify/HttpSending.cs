using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Barograph.Server.Notify;

/// <summary>HTTP to a target: no redirects, no proxy, no cookies, only to addresses that <see cref="AddressRule"/> allows, and nothing of the answer but its status.</summary>
public sealed class HttpSending : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _outside = Client(allowsLan: false), _anywhere = Client(allowsLan: true);

    /// <exception cref="NotifyException">It was not answered with a status of success.</exception>
    public async Task SendAsync(HttpRequestMessage request, bool allowsLan, CancellationToken cancel)
    {
        using (request)
        using (CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            limit.CancelAfter(Patience);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Barograph", "1"));
            try
            {
                using HttpResponseMessage answer = await (allowsLan ? _anywhere : _outside).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (!answer.IsSuccessStatusCode)
                    throw new NotifyException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"It answered with status {(int)answer.StatusCode}."));
            }
            catch (HttpRequestException e) when (e.InnerException is NotifyException said)
            {
                throw said;
            }
            catch (HttpRequestException e)
            {
                throw new NotifyException(e.InnerException is AuthenticationException ? "Its certificate is not valid." : "The connection broke.");
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new NotifyException("It did not answer in time.");
            }
        }
    }

    public void Dispose()
    {
        _outside.Dispose();
        _anywhere.Dispose();
    }

    private static HttpClient Client(bool allowsLan) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        // A name is looked up and looked at again after that.
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ActivityHeadersPropagator = null,
        ConnectCallback = async (context, cancel) =>
            new NetworkStream(await AddressRule.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, allowsLan, cancel), ownsSocket: true),
    })
    { Timeout = Timeout.InfiniteTimeSpan };
}
