using System.Text;
using Barograph.SystemTests.Nginx;

namespace Barograph.SystemTests;

/// <summary>The tutorial's board behind the real nginx and the files of deploy/nginx: what it reads is what Barograph wrote, byte for byte.</summary>
public sealed class NginxBoardTests(NginxSite site) : IClassFixture<NginxSite>
{
    private const string Good = "201\n";
    private const string Credential = "Authorization: Basic dXNlcjpwYXNz";
    private const string Form = "Content-Type: application/x-www-form-urlencoded";
    private const string Usual = "temperature=71.3&humidity=40.1&wetness=0&pressure=1013.2&location=desk";

    /// <summary>Of the connection and not of the answer.</summary>
    private static readonly string[] Nginx = ["Server", "Date", "Connection"];

    private static readonly int[] Ports = [NginxServer.SitePort, NginxServer.SqlApiPort, NginxServer.PlainPort];

    public static readonly TheoryData<string> Requests = new()
    {
        // As the board of 2020 sends it, and as the firmware of 2026 does.
        $"POST /SQL_API/ HTTP/1.0\nHost: www.scratchwork.xyz\n{Credential}\n{Form}\nConnection: close\nContent-Length: 70\n\n{Usual}",
        $"POST /SQL_API/ HTTP/1.1\n{Credential}\n{Form}\nConnection: close\nHost: www.scratchwork.xyz\nContent-Length: 70\n\n{Usual}",
        $"POST /SQL_API HTTP/1.0\nHost: www.scratchwork.xyz\n{Credential}\n{Form}\nConnection: close\nContent-Length: 70\n\n{Usual}",
        $"POST /SQL_API HTTP/1.1\n{Credential}\n{Form}\nConnection: close\nHost: www.scratchwork.xyz\nContent-Length: 70\n\n{Usual}",
        $"POST /SQL_API/ HTTP/1.0\n{Credential}\n{Form}\nContent-Length: 70\n\n{Usual}",
        $"POST /SQL_API/ HTTP/1.0\nHost: example.net\nAccept-Encoding: gzip\n{Credential}\n{Form}\nContent-Length: 70\n\n{Usual}",
        $"POST /SQL_API/ HTTP/1.1\nHost: example.net\nAccept-Encoding: gzip\nConnection: close\n{Credential}\n{Form}\nContent-Length: 70\n\n{Usual}",
        // All that it says stands in the query: no body, no length.
        $"POST /SQL_API/?{Usual} HTTP/1.0\nHost: example.net\n{Credential}\n\n",
        $"POST /SQL_API?{Usual} HTTP/1.0\nHost: example.net\n{Credential}\n\n",
        $"POST /SQL_API/?{Usual} HTTP/1.1\nHost: example.net\n{Credential}\nConnection: close\n\n",
        $"POST /SQL_API?{Usual} HTTP/1.1\nHost: example.net\n{Credential}\nConnection: close\n\n",
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task The_boards_exact_bytes_are_taken(string text)
    {
        byte[] request = RawHttp.FromText(text);
        foreach (int port in Ports)
        {
            int before = (await site.Server.Api(site.Reader).ValuesAsync("desk", "wetness")).Count;

            RawAnswer answer = await ExchangeAndCloseAsync(port, request);

            Assert.True((200, Good) == (answer.Status, answer.Text), answer.ToString());
            BoardRules.AssertReadable(answer);
            Assert.Equal(before + 1, (await site.Server.Api(site.Reader).ValuesAsync("desk", "wetness")).Count);
        }
    }

    public static TheoryData<string> Golden =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "spec", "payloads", "seed"), "*.http").Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file))];

    [Theory, MemberData(nameof(Golden))]
    public async Task A_golden_request_is_answered_as_without_nginx(string file)
    {
        byte[] request = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "spec", "payloads", "seed", file), TestContext.Current.CancellationToken);
        RawAnswer direct = await RawHttp.SendAsync(site.Server.Target, request);
        foreach (int port in Ports)
        {
            RawAnswer answer = await RawHttp.SendAsync(site.Nginx.At(port), request);

            Assert.Equal(Significant(direct), Significant(answer));
            Assert.Equal(direct.Body, answer.Body);
            BoardRules.AssertReadable(answer);
        }
    }

    [Theory]
    [InlineData("GET", "", 201)]
    [InlineData("PUT", Credential, 405)]
    [InlineData("POST", "", 401)]
    [InlineData("POST", Credential, 400)]
    public async Task Refusals_too_are_the_old_programs(string method, string header, int status)
    {
        string credential = status == 201 ? Credential : header;
        byte[] request = RawHttp.Request(method, "/SQL_API", method == "GET" ? null : "temperature=x&location=desk", credential.Length == 0 ? "X-None: 1" : credential, Form);
        RawAnswer direct = await RawHttp.SendAsync(site.Server.Target, request);
        foreach (int port in Ports)
        {
            RawAnswer answer = await RawHttp.SendAsync(site.Nginx.At(port), request);

            Assert.Equal(status, answer.Status);
            Assert.Equal(Significant(direct), Significant(answer));
            Assert.Equal(direct.Body, answer.Body);
        }
    }

    [Fact]
    public async Task What_is_too_much_is_said_in_our_own_words()
    {
        string body = new('x', (1 << 20) + 1);

        RawAnswer answer = await RawHttp.SendAsync(
            site.Nginx.Site, RawHttp.Request("POST", "/api/v1/reports", body, "Authorization: Bearer " + site.Board));

        Assert.Equal((413, "body_too_large"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_seeds_file_leaves_the_rest_of_the_site_alone()
    {
        RawAnswer home = await RawHttp.SendAsync(site.Nginx.At(NginxServer.SqlApiPort), RawHttp.Request("GET", "/api/v1/latest", (byte[]?)null));

        Assert.Equal((200, "the owner's own page"), (home.Status, home.Text));
    }

    private static string[] Significant(RawAnswer answer) =>
        [.. answer.Head.Split("\r\n").Where(line => !Nginx.Contains(line.Split(':')[0], StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];

    private async Task<RawAnswer> ExchangeAndCloseAsync(int port, byte[] request)
    {
        using RawConnection connection = await RawConnection.OpenAsync(site.Nginx.At(port));
        RawAnswer answer = await connection.ExchangeAsync(request);
        Assert.True(await connection.ClosesCleanlyAsync(), "not closed after the answer, or broken off: " + Encoding.Latin1.GetString(request));
        return answer;
    }
}
