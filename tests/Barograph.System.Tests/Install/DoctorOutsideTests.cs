namespace Barograph.SystemTests.Install;

/// <summary>The doctor takes the way that boards and people take, with real TLS.</summary>
public sealed class DoctorOutsideTests
{
    private const string Healthy = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";

    [Fact]
    public async Task A_site_that_is_right_is_fine()
    {
        await using var site = new TlsSite(Healthy, new SiteCertificateWish());

        DoctorVisit visit = await VisitAsync(site);

        visit.Says("public URL", "fine", $"Barograph answers at {site.Url}.");
        visit.Says("certificate", "fine", "valid for localhost, trusted, and ends in 59 days");
    }

    public static TheoryData<string, string, SiteCertificateWish> Certificates => new()
    {
        { "warning", "certbot renew --dry-run", new SiteCertificateWish { Ends = TimeSpan.FromDays(5) } },
        { "fault", "It ended on", new SiteCertificateWish { Ends = TimeSpan.FromDays(-1) } },
        { "fault", "clock", new SiteCertificateWish { Begins = TimeSpan.FromDays(1) } },
        { "fault", "not for localhost but for elsewhere.example", new SiteCertificateWish { Host = "elsewhere.example" } },
        { "fault", "fullchain.pem", new SiteCertificateWish { WithChain = false } },
    };

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task What_is_wrong_with_the_certificate_is_told(string level, string words, SiteCertificateWish wish)
    {
        await using var site = new TlsSite(Healthy, wish);

        DoctorVisit visit = await VisitAsync(site);

        visit.Says("certificate", level, words);
        visit.Says("public URL", "fine", "Barograph answers");
    }

    [Fact]
    public async Task An_authority_that_nobody_knows_is_not_trusted()
    {
        await using var site = new TlsSite(Healthy, new SiteCertificateWish());
        using Place place = await Place.MakeAsync(Engine.Sqlite);

        (await DoctorVisit.MakeAsync(place, ("BAROGRAPH_PUBLIC_URL", site.Url))).Says("certificate", "fault", "not trusted");
    }

    [Theory]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "cannot reach Barograph")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nWelcome", "Something else than Barograph answers")]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: https://localhost/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "with status 301")]
    [InlineData("\r\n\r\n\r\n", "no answer that could be read")]
    public async Task Whoever_else_answers_is_told(string answer, string words)
    {
        await using var site = new TlsSite(answer, new SiteCertificateWish());

        (await VisitAsync(site)).Says("public URL", "fault", words);
    }

    [Fact]
    public async Task A_port_without_TLS_is_told()
    {
        await using var site = new TlsSite(Healthy, null);

        (await VisitAsync(site)).Says("public URL", "fault", "does not speak TLS");
    }

    [Fact]
    public async Task A_closed_port_is_told()
    {
        var site = new TlsSite(Healthy, null);
        string url = site.Url;
        await site.DisposeAsync();
        using Place place = await Place.MakeAsync(Engine.Sqlite);

        (await DoctorVisit.MakeAsync(place, ("BAROGRAPH_PUBLIC_URL", url))).Says("public URL", "fault", "takes no connection");
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_is_told()
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);

        // RFC 6761: never resolves.
        DoctorVisit visit = await DoctorVisit.MakeAsync(place, ("BAROGRAPH_PUBLIC_URL", "https://sensors.invalid"));

        visit.Says("public URL", "fault", "Make an A or AAAA record");
        visit.Says("boards without TLS", "notice", "must speak TLS");
    }

    [Theory]
    [InlineData("sensors.example.org")]
    [InlineData("ftp://sensors.example.org")]
    [InlineData("https://sensors.example.org/barograph")]
    public async Task A_public_URL_that_is_none_is_refused(string url)
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        System.Diagnostics.ProcessStartInfo start = ProductBinary.Default.StartInfo(place.Folder, ["doctor"]);
        start.Environment["BAROGRAPH_PUBLIC_URL"] = url;

        CommandResult refused = await ProductCommand.RunAsync(start, null);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("BAROGRAPH_PUBLIC_URL cannot be used", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>With the site's authority among those that are trusted.</summary>
    private static async Task<DoctorVisit> VisitAsync(TlsSite site)
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        return await DoctorVisit.MakeAsync(place, ("BAROGRAPH_PUBLIC_URL", site.Url), ("SSL_CERT_FILE", site.AuthorityFile), ("SSL_CERT_DIR", "/nowhere"));
    }
}
