using System.Net;
using System.Text;
using Barograph.SystemTests.Nginx;

namespace Barograph.SystemTests;

/// <summary>Whom the server believes about where a request comes from: nginx at the Unix socket, and nobody else. Seen by the count of wrong credentials and by the cookie.</summary>
public sealed class NginxForwardingTests(NginxSite site) : IClassFixture<NginxSite>
{
    private const int AllowedPerMinute = 20;
    private const string PlainCookie = "barograph=";
    private const string SecureCookie = "__Host-barograph=";

    [Fact]
    public async Task An_address_that_the_client_claims_is_not_believed()
    {
        IPAddress attacker = RawHttp.NewAddress();
        IPAddress victim = RawHttp.NewAddress();

        int before429 = await CountUntil429Async(i => TryAsync(site.Nginx.Site, attacker, Claims(new IPAddress([10, 0, 0, (byte)i]))));

        Assert.InRange(before429, AllowedPerMinute, 2 * AllowedPerMinute);
        // Nor can anybody use up the tries of somebody else.
        for (int i = 0; i <= 2 * AllowedPerMinute; i++)
            await TryAsync(site.Nginx.Site, attacker, Claims(victim));
        Assert.Equal(401, (await TryAsync(site.Nginx.Site, victim)).Status);
        Assert.Equal(401, (await TryAsync(site.Nginx.Site, victim, Claims(attacker))).Status);
    }

    [Fact]
    public async Task At_the_socket_only_the_last_hop_counts()
    {
        // A hop of this machine is what ASP.NET Core would look behind, if it were let.
        int before429 = await CountUntil429Async(i => TryAsync(site.Server.Target, null, $"X-Forwarded-For: 10.1.0.{i}, 127.0.0.1"));

        Assert.InRange(before429, AllowedPerMinute, 2 * AllowedPerMinute);
        Assert.Equal(401, (await TryAsync(site.Server.Target, null, "X-Forwarded-For: 127.0.0.1, 192.0.2.8")).Status);
    }

    [Fact]
    public async Task Over_TCP_nothing_that_is_forwarded_is_believed()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        IPAddress attacker = RawHttp.NewAddress();

        int before429 = await CountUntil429Async(i => TryAsync(shared.Server.Target, attacker, Claims(new IPAddress([10, 2, 0, (byte)i]))));

        Assert.InRange(before429, AllowedPerMinute, 2 * AllowedPerMinute);
        RawAnswer signedIn = await Owner.PostFormAsync(shared.Server, "/signin", SignInForm, "X-Forwarded-Proto: https", "Forwarded: proto=https");
        Assert.StartsWith(PlainCookie, signedIn.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", NginxServer.SitePort, "https", PlainCookie)]
    [InlineData("https", NginxServer.TlsPort, "http", SecureCookie)]
    public async Task Only_nginx_says_whether_it_is_https(string scheme, int port, string claimed, string cookie)
    {
        string url = site.Nginx.Url(scheme, port);
        using HttpClient browser = Browser();

        using HttpResponseMessage signedIn = await PostAsync(browser, url + "/signin", ("X-Forwarded-Proto", claimed), ("Origin", url));

        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        string set = signedIn.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith(cookie, set, StringComparison.Ordinal);
        Assert.Equal(cookie == SecureCookie, set.Contains("secure", StringComparison.OrdinalIgnoreCase));
        // The same-origin check sees scheme, host and port as the browser does, and not as the client claims.
        (string, string) session = ("Cookie", set.Split(';')[0]);
        using HttpResponseMessage foreign = await PostAsync(browser, url + "/signout", session, ("Origin", url.Replace(scheme, claimed, StringComparison.Ordinal)), ("X-Forwarded-Proto", claimed));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using HttpResponseMessage own = await PostAsync(browser, url + "/signout", session, ("Origin", url));
        Assert.Equal(HttpStatusCode.SeeOther, own.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/", 308)]
    [InlineData("GET", "/signin?next=x", 308)]
    [InlineData("POST", "/signin", 308)]
    [InlineData("GET", "/api/v1/latest", 308)]
    [InlineData("POST", "/SQL_API", 401)]
    [InlineData("POST", "/SQL_API/", 401)]
    [InlineData("POST", "/api/v1/reports", 401)]
    [InlineData("POST", "/api/v1/reports/", 401)]
    public async Task On_port_80_people_are_sent_to_https_and_boards_are_not(string method, string path, int status)
    {
        RawAnswer answer = await RawHttp.SendAsync(
            site.Nginx.At(NginxServer.PlainPort), RawHttp.Request(method, path, method == "POST" ? "a=1" : null), RawHttp.NewAddress());

        Assert.Equal((status, status == 308 ? "https://localhost" + path : null), (answer.Status, answer.Header("Location")));
    }

    private static string SignInForm => $"name={Owner.Name}&password={Uri.EscapeDataString(Owner.Password)}";

    private static string[] Claims(IPAddress address) =>
        [$"X-Forwarded-For: {address}", $"Forwarded: for={address}", $"X-Real-IP: {address}", $"X-Original-For: {address}"];

    private HttpClient Browser()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == site.Nginx.Thumbprint;
        return new HttpClient(handler);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string url, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new StringContent(SignInForm, Encoding.UTF8, "application/x-www-form-urlencoded");
        foreach ((string name, string value) in headers)
            request.Headers.Add(name, value);
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // A token and not a password: refusing one takes no time.
    private static Task<RawAnswer> TryAsync(EndPoint target, IPAddress? from, params string[] headers) => RawHttp.SendAsync(target,
        RawHttp.Request("POST", "/api/v1/reports", """{"location":"x","a":1}""", ["Authorization: Bearer bgwrong", .. headers]), from);

    private static async Task<int> CountUntil429Async(Func<int, Task<RawAnswer>> tryWrong)
    {
        for (int i = 0; i <= 2 * AllowedPerMinute; i++)
        {
            RawAnswer answer = await tryWrong(i);
            if (answer.Status == 429)
                return i;
            Assert.True(answer.Status == 401, answer.ToString());
        }
        return int.MaxValue;
    }
}
