using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Barograph.SystemTests.Install;

/// <summary>A web site on a port of 127.0.0.1 whose certificate comes from an authority of its own, through one in between, as real ones do.</summary>
public sealed class TlsSite : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SslStreamCertificateContext? _shown;
    private readonly string _answer;
    private readonly Task _serving;

    /// <param name="answer">What it says to every request.</param>
    /// <param name="certificate">What it shows; null speaks without TLS.</param>
    public TlsSite(string answer, SiteCertificateWish? certificate)
    {
        _answer = answer;
        if (certificate is not null)
            _shown = Certify(certificate);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"https://localhost:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The authority, as a file that OpenSSL trusts when <c>SSL_CERT_FILE</c> names it.</summary>
    public string AuthorityFile => _folder.File("authority.pem");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
            try
            {
                Stream stream = client.GetStream();
                if (_shown is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _shown }, _stop.Token);
                    stream = tls;
                }
                await using (stream)
                {
                    // What was asked does not matter: it came in one piece.
                    await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, _stop.Token);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The visitor did not like what it saw.
            }
    }

    private SslStreamCertificateContext Certify(SiteCertificateWish wish)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        (DateTimeOffset From, DateTimeOffset Until) life = (now.AddDays(-400), now.AddDays(400));
        using var authority = Sign("CN=Authority", null, life, null);
        using var between = Sign("CN=Between", authority, life, null);
        using var site = Sign("CN=Site", between, (now + wish.Begins, now + wish.Ends), wish.Host);
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        X509Certificate2 shown = X509CertificateLoader.LoadPkcs12(site.Export(X509ContentType.Pkcs12), null);
        X509Certificate2Collection chain = wish.WithChain ? [X509CertificateLoader.LoadCertificate(between.RawData)] : [];
        return SslStreamCertificateContext.Create(shown, chain, offline: true);
    }

    private static X509Certificate2 Sign(string name, X509Certificate2? issuer, (DateTimeOffset From, DateTimeOffset Until) life, string? host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(host is null, false, 0, true));
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }
        if (issuer is null)
            return request.CreateSelfSigned(life.From, life.Until);
        using X509Certificate2 signed = request.Create(issuer, life.From, life.Until, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
