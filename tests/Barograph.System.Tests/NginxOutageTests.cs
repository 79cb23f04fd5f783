using Barograph.SystemTests.Nginx;

namespace Barograph.SystemTests;

/// <summary>nginx without its server, with a new one, and itself renewed: boards are told to come again, and nothing that was acknowledged is lost.</summary>
[Trait("Category", "Slow")]
public sealed class NginxOutageTests(ITestOutputHelper output)
{
    private const int Workers = 8;
    private const UnixFileMode SocketMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    // connect(2) as another user, by what is on every Debian; prints 0 or errno.
    private const string Connect = "use Socket; socket(S, PF_UNIX, SOCK_STREAM, 0) or die; print connect(S, sockaddr_un($ARGV[0])) ? 0 : 0 + $!";
    private const string Connected = "0";
    private const string PermissionDenied = "13";

    [Fact]
    public async Task A_missing_a_stale_and_an_unreadable_socket_give_502_until_the_server_is_there()
    {
        await using NginxSite site = await NginxSite.StartAsync();
        string socket = site.Server.Place.SocketPath;
        Assert.Equal(200, (await site.ReportAsync()).Status);

        await site.Server.StopAsync();
        Assert.False(File.Exists(socket));
        AssertAway(await site.ReportAsync());
        await site.Server.StartAsync();
        Assert.Equal(200, (await site.ReportAsync()).Status);

        await site.Server.KillAsync();
        Assert.True(File.Exists(socket));
        AssertAway(await site.ReportAsync());
        await site.Server.StartAsync();
        Assert.Equal(200, (await site.ReportAsync()).Status);

        // Connections that nginx keeps would still work; new workers have none.
        File.SetUnixFileMode(socket, UnixFileMode.None);
        await site.Nginx.ReloadAsync();
        await Patience.UntilAsync("the old workers are gone", async () => (await site.ReportAsync()).Status != 200);
        AssertAway(await site.ReportAsync());
        File.SetUnixFileMode(socket, SocketMode);
        Assert.Equal(200, (await site.ReportAsync()).Status);
    }

    [Fact]
    public async Task Reloads_and_restarts_under_load_lose_nothing_that_was_acknowledged()
    {
        await using NginxSite site = await NginxSite.StartAsync();
        var ledger = new Ledger();
        using var stop = new CancellationTokenSource();
        Task[] workers = [.. Enumerable.Range(0, Workers).Select(i => Task.Run(() => ledger.WorkAsync(site.Nginx.Site, site.Board, i, stop.Token)))];

        for (int round = 0; round < 3; round++)
        {
            await GoOnAsync(ledger, workers);
            await site.Nginx.ReloadAsync();
            await GoOnAsync(ledger, workers);
            await site.Server.StopAsync();
            await site.Server.StartAsync();
            await GoOnAsync(ledger, workers);
            await Task.WhenAll(site.Nginx.ReloadAsync(), site.Server.KillAsync());
            await site.Server.StartAsync();
        }
        await GoOnAsync(ledger, workers);
        await stop.CancelAsync();
        await Task.WhenAll(workers);

        LedgerFindings findings = await ledger.CompareAsync(site.Server.Api(site.Reader));
        output.WriteLine($"6 reloads, 3 stops, 3 kills: {findings}");
        Assert.True(findings.IsClean, findings.ToString());
        Assert.DoesNotContain(site.Server.AllErrors, SharedServers.IsDefect);
    }

    [Fact]
    public async Task Only_owner_and_group_reach_the_socket()
    {
        await using NginxSite site = await NginxSite.StartAsync();
        string socket = site.Server.Place.SocketPath;

        Assert.Equal(SocketMode, File.GetUnixFileMode(socket));
        if (!Shell.IsRoot)
            return;
        Assert.Equal(PermissionDenied, await ConnectAsAsync("games", socket));
        Assert.Equal(Connected, await ConnectAsAsync(NginxServer.Group, socket));
        // The socket's own mode holds even where the folder lets everybody in.
        await Shell.RunAsync("chmod", "0755", site.Server.Place.Folder);
        Assert.Equal(PermissionDenied, await ConnectAsAsync("games", socket));
        Assert.Equal(Connected, await ConnectAsAsync(NginxServer.Group, socket));
    }

    private static Task<string> ConnectAsAsync(string user, string socket) =>
        Shell.RunAsync("setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "perl", "-e", Connect, socket);

    private static async Task GoOnAsync(Ledger ledger, Task[] workers)
    {
        int before = ledger.Acknowledged;
        await Patience.UntilAsync("the load goes on", () => ledger.Acknowledged > before + 5 * Workers || Array.Exists(workers, worker => worker.IsFaulted));
        if (Array.Find(workers, worker => worker.IsFaulted) is { } broken)
            await broken;
    }

    private static void AssertAway(RawAnswer answer)
    {
        Assert.True(answer.Status == 502, answer.ToString());
        Assert.NotNull(answer.Header("Retry-After"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        BoardRules.AssertReadable(answer);
    }
}
