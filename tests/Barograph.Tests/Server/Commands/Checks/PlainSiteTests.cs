using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Barograph.Server.Commands.Checks;
using Barograph.Storage;

namespace Barograph.Tests.Server.Commands.Checks;

/// <summary>Boards without TLS cannot follow a redirect, so the doctor posts as they do.</summary>
public sealed class PlainSiteTests
{
    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized", FindingLevel.Fine, "They can post to")]
    [InlineData("HTTP/1.1 301 Moved Permanently\r\nLocation: https://x/", FindingLevel.Warning, "is redirected, which old boards cannot follow")]
    [InlineData("HTTP/1.1 308 Permanent Redirect\r\nLocation: https://x/", FindingLevel.Warning, "is redirected, which old boards cannot follow")]
    [InlineData("HTTP/1.1 404 Not Found", FindingLevel.Warning, "answers 404")]
    public async Task What_a_board_would_meet_is_told(string answer, FindingLevel level, string words)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> asked = AnswerAsync(listener, answer, 2);

        IReadOnlyList<Finding> findings = await VisitAsync(((IPEndPoint)listener.LocalEndpoint).Port);

        Finding finding = Assert.Single(findings, finding => finding.Subject == "boards without TLS");
        Assert.Equal(level, finding.Level);
        Assert.Contains(words, finding.Text, StringComparison.Ordinal);
        // It asks as a board does, and without anything secret.
        string request = await asked;
        Assert.StartsWith("POST /api/v1/reports HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_without_a_plain_port_is_no_trouble()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        IReadOnlyList<Finding> findings = await VisitAsync(port);

        Assert.Equal(FindingLevel.Notice, Assert.Single(findings, finding => finding.Subject == "boards without TLS").Level);
        Assert.Contains(findings, finding => finding is { Subject: "public URL", Level: FindingLevel.Fault });
        // The site that was named is plain itself.
        Assert.Contains(findings, finding => finding is { Subject: "public URL", Level: FindingLevel.Warning } && finding.Text.Contains("has no TLS", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://sensors.example.org", "http://sensors.example.org/")]
    [InlineData("https://sensors.example.org:8443", null)]
    [InlineData("http://sensors.example.org", null)]
    public void Only_a_site_at_the_usual_port_has_a_plain_one_beside_it(string url, string? plain) =>
        Assert.Equal(plain, new PublicSite(new Uri(url), TimeProvider.System).Plain?.ToString());

    private static Task<IReadOnlyList<Finding>> VisitAsync(int port)
    {
        var url = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        return new PublicSite(url, TimeProvider.System) { Plain = url }.ExamineAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Answers so many requests alike, each on a connection of its own, and returns the last.</summary>
    private static async Task<string> AnswerAsync(TcpListener listener, string answer, int times)
    {
        string request = "";
        for (int i = 0; i < times; i++)
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            byte[] buffer = new byte[4096];
            request = "";
            while (!request.Contains("\r\n\r\n", StringComparison.Ordinal))
                request += Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        }
        return request;
    }
}
