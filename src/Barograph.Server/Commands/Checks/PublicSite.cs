using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Barograph.Storage;

namespace Barograph.Server.Commands.Checks;

/// <summary>The way that people and boards take to the site, tried from here to the end: name, connection, TLS, and who answers.</summary>
public sealed class PublicSite(Uri url, TimeProvider clock)
{
    private const string Subject = "public URL";
    private const string HealthAnswer = "ok\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where boards without TLS post; null if the site has a port of its own and so no plain one beside it.</summary>
    public Uri? Plain { get; init; } = url is { Scheme: "https", IsDefaultPort: true } ? new UriBuilder("http", url.Host).Uri : null;

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel)
    {
        List<Finding> findings = [];
        Finding? certificate = null;
        // A bad certificate is told and does not end the visit: no secret is sent.
        using HttpClient client = Client((_, found, chain, errors) =>
            (certificate = SiteCertificate.Judge((X509Certificate2)found!, chain, errors, url.Host, clock)) is not null);
        Finding answer = await AnswerAsync(client, cancel);
        if (certificate is not null)
            findings.Add(certificate);
        findings.Add(answer);
        if (url.Scheme == "http")
            findings.Add(new(FindingLevel.Warning, Subject, $"{Shown} has no TLS: passwords and tokens can be read on their way. docs/nginx.md shows how to get a certificate."));
        if (Plain is { } plain)
            findings.Add(await PlainAsync(client, plain, cancel));
        return findings;
    }

    private string Shown => url.GetLeftPart(UriPartial.Authority);

    private async Task<Finding> AnswerAsync(HttpClient client, CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(url, "/healthz"), cancel);
            string text = await response.Content.ReadAsStringAsync(cancel);
            return Judge(response.StatusCode, text);
        }
        catch (HttpRequestException e)
        {
            return new(FindingLevel.Fault, Subject, Trouble(e));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(FindingLevel.Fault, Subject, NotReached($"does not answer within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s"));
        }
    }

    private Finding Judge(HttpStatusCode status, string text) => status switch
    {
        HttpStatusCode.OK when text == HealthAnswer => new(FindingLevel.Fine, Subject, $"Barograph answers at {Shown}."),
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => new(FindingLevel.Fault, Subject,
            $"A web server answers at {Shown}, and cannot reach Barograph. Is the server running, and is its socket the one of barograph-upstream.conf?"),
        _ => new(FindingLevel.Fault, Subject, string.Create(CultureInfo.InvariantCulture,
            $"Something else than Barograph answers at {Shown}/healthz, with status {(int)status}. See that the web server's block for this name includes barograph.conf.")),
    };

    private string Trouble(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"The name {url.Host} leads nowhere. Make an A or AAAA record for it where the domain is kept, or correct the setting publicUrl.",
        HttpRequestError.SecureConnectionError => $"{Shown} does not speak TLS. See that its port is the one with \"listen … ssl\" in the web server.",
        HttpRequestError.ConnectionError => NotReached("takes no connection"),
        _ => $"{Shown} gives no answer that could be read ({e.Message.TrimEnd('.')}). See the web server's error log.",
    };

    private string NotReached(string what) =>
        $"{Shown} {what}. Is the web server running, and does the router or firewall let the port through? Some routers cannot be passed from inside: try it from another network, too.";

    /// <summary>Whether a board without TLS could post: old firmware follows no redirect, and loses the reading.</summary>
    private static async Task<Finding> PlainAsync(HttpClient client, Uri plain, CancellationToken cancel)
    {
        const string About = "boards without TLS";
        var path = new Uri(plain, "/api/v1/reports");
        try
        {
            using var nothing = new ByteArrayContent([]);
            using HttpResponseMessage response = await client.PostAsync(path, nothing, cancel);
            return (int)response.StatusCode switch
            {
                401 => new(FindingLevel.Fine, About, $"They can post to {path}."),
                >= 300 and < 400 => new(FindingLevel.Warning, About,
                    $"{path} is redirected, which old boards cannot follow: their readings are lost. Include barograph-http.conf in the web server's block for port 80."),
                int status => new(FindingLevel.Warning, About, string.Create(CultureInfo.InvariantCulture,
                    $"{path} answers {status}, which is not Barograph's answer. Include barograph-http.conf in the web server's block for port 80, if there are such boards.")),
            };
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new(FindingLevel.Notice, About, $"Nothing answers at {plain.GetLeftPart(UriPartial.Authority)}, so all boards must speak TLS. For those that cannot, include barograph-http.conf.");
        }
    }

    /// <summary>Asks the site itself: no proxy of the environment, no redirect, and no fetching of certificates that the site should have sent.</summary>
    private static HttpClient Client(RemoteCertificateValidationCallback judge) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Patience,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
            RemoteCertificateValidationCallback = judge,
        },
    })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = 1024 * 1024,
    };
}
