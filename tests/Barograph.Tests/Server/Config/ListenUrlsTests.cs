using Barograph.Server.Config;

namespace Barograph.Tests.Server.Config;

public sealed class ListenUrlsTests
{
    [Theory]
    [InlineData("http://*:8013", "http://localhost:8013/x")]
    [InlineData("http://+:80", "http://localhost:80/x")]
    [InlineData("http://0.0.0.0:1", "http://localhost:1/x")]
    [InlineData("http://[::]:1", "http://localhost:1/x")]
    [InlineData("http://[::1]:1", "http://[::1]:1/x")]
    [InlineData("http://192.168.1.7:8013", "http://192.168.1.7:8013/x")]
    [InlineData("http://unix:/run/b.sock", "--unix-socket '/run/b.sock' http://localhost/x")]
    [InlineData("http://unix:/it's/b.sock", @"--unix-socket '/it'\''s/b.sock' http://localhost/x")]
    [InlineData("http://unix:/run/b.sock ; http://*:9 ;", "http://localhost:9/x")]
    public void Good_urls_are_reached_from_this_machine(string text, string curl)
    {
        IReadOnlyList<string> urls = ListenUrls.Parse(text, out string? problem);
        Assert.Null(problem);
        Assert.Equal(curl, ListenUrls.CurlTarget(urls, "/x"));
    }

    [Theory]
    [InlineData("", "at least one URL")]
    [InlineData(" ; ", "at least one URL")]
    [InlineData("https://*:8013", "asks for TLS")]
    [InlineData("ftp://x", "must start with http://")]
    [InlineData("http://", "not a URL")]
    [InlineData("http://*:65536", "outside 0 to 65535")]
    [InlineData("http://*:8013/sub", "has a path")]
    [InlineData("http://a b:1", "no valid host")]
    [InlineData("http://*:1;http://*:70000", "outside 0 to 65535")]
    [InlineData("http://unix:relative.sock", "no valid host and port")]
    [InlineData("http://*:port", "no valid host and port")]
    public void Bad_urls_are_refused(string text, string expected)
    {
        ListenUrls.Parse(text, out string? problem);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_path_may_have_107_bytes_and_no_more()
    {
        ListenUrls.Parse("http://unix:/" + new string('a', 106), out string? fits);
        ListenUrls.Parse("http://unix:/" + new string('a', 107), out string? tooLong);
        Assert.Null(fits);
        Assert.Contains("longer than 107 bytes", tooLong, StringComparison.Ordinal);
    }
}
