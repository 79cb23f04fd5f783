using System.Net.Sockets;

namespace Barograph.SystemTests.Systemd;

/// <summary>A socket that systemd holds: a restart makes requests wait, and refuses none.</summary>
[Trait("Category", "Slow")]
public sealed class SystemdActivationTests(ITestOutputHelper output)
{
    private const string FirstBoard = "first-board.txt";

    [Fact]
    public async Task A_request_that_comes_during_a_restart_waits_and_is_answered()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await using ActivatedServer server = await ActivatedServer.OpenAsync(place);
        Assert.Equal(0, server.Starts);
        Assert.Equal(200, (await RawHttp.SendAsync(server.Target, RawHttp.Request("GET", "/healthz", (string?)null))).Status);
        string token = await FirstTokenAsync(place, server);
        Assert.Equal(200, (await ReportAsync(server, token, 1)).Status);

        for (int number = 2; number <= 4; number++)
        {
            Assert.Equal(0, await server.StopAsync());
            Task<RawAnswer>[] waiting = [.. Enumerable.Range(0, 20).Select(i => ReportAsync(server, token, number * 100 + i))];
            await server.StartAgainAsync();
            Assert.All(await Task.WhenAll(waiting), answer => Assert.True(answer.Status == 200, answer.ToString()));
        }

        Assert.Equal(4, server.Starts);
        // The option --urls names a port; it is not used.
        Assert.Contains("    http://unix:" + place.SocketPath, server.Printed.Lines);
        Assert.DoesNotContain(server.Printed.Lines, line => line.Contains("http://127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Printed.Errors, SharedServers.IsDefect);
    }

    [Fact]
    public async Task Restarts_under_load_refuse_no_connection()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await using ActivatedServer server = await ActivatedServer.OpenAsync(place);
        Assert.Equal(200, (await RawHttp.SendAsync(server.Target, RawHttp.Request("GET", "/healthz", (string?)null))).Status);
        string token = await FirstTokenAsync(place, server);
        using var stop = new CancellationTokenSource();
        var tally = new Tally();
        Task[] boards = [.. Enumerable.Range(0, 8).Select(board => Task.Run(() => ReportUntilAsync(server, token, board, tally, stop.Token)))];

        for (int restart = 0; restart < 3; restart++)
        {
            int before = tally.Answered;
            await Patience.UntilAsync("the load runs", () => tally.Answered > before + 300);
            Assert.Equal(0, await server.StopAsync());
            await server.StartAgainAsync();
        }
        int last = tally.Answered;
        await Patience.UntilAsync("the load runs again", () => tally.Answered > last + 100);
        await stop.CancelAsync();
        await Task.WhenAll(boards);

        output.WriteLine($"{tally.Answered} answered, {tally.Unavailable} told to come again, {tally.Broken} cut off");
        Assert.Equal(0, tally.Refused);
    }

    private static async Task ReportUntilAsync(ActivatedServer server, string token, int board, Tally tally, CancellationToken stop)
    {
        for (int number = 0; !stop.IsCancellationRequested; number++)
        {
            try
            {
                RawAnswer answer = await ReportAsync(server, token, board * 1_000_000 + number);
                Interlocked.Increment(ref answer.Status == 200 ? ref tally.Answered : ref tally.Unavailable);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                Interlocked.Increment(ref tally.Refused);
            }
            catch (Exception broken) when (broken is IOException or SocketException)
            {
                Interlocked.Increment(ref tally.Broken);
            }
        }
    }

    private static Task<RawAnswer> ReportAsync(ActivatedServer server, string token, int value) =>
        RawHttp.SendAsync(server.Target, RawHttp.Request("POST", "/api/v1/reports", $$"""{"location":"desk","temperature":{{value}}}""", "Authorization: Bearer " + token));

    // The first start leaves a line that posts, with a token in it, in the data folder.
    private static async Task<string> FirstTokenAsync(Place place, ActivatedServer server)
    {
        // The file is written before the device is there, so that its token cannot be lost.
        await Patience.UntilAsync("the server is ready", () => server.Printed.Lines.Any(line => line.StartsWith("Ready", StringComparison.Ordinal)));
        string line = await File.ReadAllTextAsync(Path.Combine(place.Data, FirstBoard));
        return line.Split("Bearer ")[1].Split('\'')[0];
    }

    private sealed class Tally
    {
        public int Answered;
        public int Unavailable;
        public int Refused;

        /// <summary>Connected, and cut off without an answer.</summary>
        public int Broken;
    }
}
