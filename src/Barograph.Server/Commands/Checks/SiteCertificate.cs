using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Barograph.Storage;

namespace Barograph.Server.Commands.Checks;

/// <summary>What browsers and boards will think of the certificate.</summary>
public static class SiteCertificate
{
    private const string Subject = "certificate";

    /// <summary>certbot renews 30 days before the end, so at 20 it has failed for ten days.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(20);

    public static Finding Judge(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors, string host, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow(), end = certificate.NotAfter, start = certificate.NotBefore;
        string until = end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (end < now)
            return Fault($"It ended on {until}. Renew it with: certbot renew && systemctl reload nginx");
        if (start > now)
            return Fault($"It begins in the future. Is this machine's clock right? See: timedatectl");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return Fault($"It is not for {host} but for {Names(certificate)}. Get one for this name with: certbot certonly --nginx -d {host}");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return Fault($"It is not trusted ({Reasons(chain)}). Use fullchain.pem and not cert.pem in the web server, and a certificate of a known authority.");
        string left = string.Create(CultureInfo.InvariantCulture, $"{(int)(end - now).TotalDays} days");
        return end - now < Soon
            ? new(FindingLevel.Warning, Subject, $"It ends in {left}, on {until}, and should have been renewed. See why not with: certbot renew --dry-run")
            : new(FindingLevel.Fine, Subject, $"It is valid for {host}, trusted, and ends in {left}, on {until}.");
    }

    private static Finding Fault(string text) => new(FindingLevel.Fault, Subject, text);

    private static string Names(X509Certificate2 certificate)
    {
        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(ip => ip.ToString())))];
        return names.Length == 0 ? certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) : string.Join(", ", names);
    }

    private static string Reasons(X509Chain? chain) =>
        chain is null or { ChainStatus.Length: 0 } ? "no chain could be built" : string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
}
