using System.Diagnostics;
using System.Text;

namespace Barograph.SystemTests;

/// <summary>SIGTERM: what is in flight is answered, and it ends with 0 within ten seconds.</summary>
public sealed class StoppingTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_is_in_flight_is_answered(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        string token = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");
        byte[] half = RawHttp.Request("POST", "/api/v1/reports", """{"location":"half","a":1}""", "Authorization: Bearer " + token);
        using RawConnection slow = await RawConnection.OpenAsync(server.Target);
        await slow.WriteAsync(half.AsMemory(0, half.Length - 5));
        var ledger = new Ledger();
        Task[] workers = [.. Enumerable.Range(0, 16).Select(i => Task.Run(() => ledger.WorkAsync(server.Target, token, i, CancellationToken.None)))];
        await Patience.UntilAsync("the load runs", () => ledger.Acknowledged > 200);

        var watch = Stopwatch.StartNew();
        await server.SignalAsync("TERM");
        await Patience.UntilAsync("it takes no more connections", () => !Accepts(server));
        await slow.WriteAsync(half.AsMemory(half.Length - 5));
        RawAnswer answer = await slow.ReadAnswerAsync();
        int exitCode = await server.EndAsync();
        TimeSpan took = watch.Elapsed;
        await Task.WhenAll(workers);

        output.WriteLine($"{engine}: stopped after {took.TotalMilliseconds:F0} ms; {ledger.Acknowledged} acknowledged before");
        Assert.Equal(200, answer.Status);
        Assert.Equal(0, exitCode);
        Assert.True(took < Limit, took.ToString());
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
        await server.StartAsync();
        Assert.Equal([1], await server.Api(reader).ValuesAsync("half", "a"));
        LedgerFindings findings = await ledger.CompareAsync(server.Api(reader));
        Assert.True(findings.IsClean, findings.ToString());
    }

    [Fact]
    public async Task Idle_connections_do_not_hold_it_back()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        using RawConnection idle = await RawConnection.OpenAsync(server.Target);
        Assert.Equal(200, (await idle.ExchangeAsync(Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"))).Status);
        using RawConnection silent = await RawConnection.OpenAsync(server.Target);

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await server.StopAsync());

        Assert.True(watch.Elapsed < Limit, watch.Elapsed.ToString());
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_hold_it_back()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string token = await server.AddDeviceAsync("board", "--any-location");
        byte[] whole = RawHttp.Request("POST", "/api/v1/reports", """{"location":"half","a":1}""", "Authorization: Bearer " + token);
        using RawConnection half = await RawConnection.OpenAsync(server.Target);
        await half.WriteAsync(whole.AsMemory(0, whole.Length - 5));
        // Whatever is answered later was read later.
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","a":1}""")).Status);

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await server.StopAsync());

        output.WriteLine($"a stop with a request that never ends: {watch.Elapsed}");
        Assert.True(watch.Elapsed < Limit, watch.Elapsed.ToString());
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    private static bool Accepts(BarographServer server)
    {
        try
        {
            using var probe = new global::System.Net.Sockets.TcpClient("127.0.0.1", server.Port);
            return true;
        }
        catch (global::System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
