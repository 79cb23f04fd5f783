using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Barograph.Server.Commands.Control;
using Barograph.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Barograph.Tests.Server.Commands;

[UnsupportedOSPlatform("windows")]
public sealed class ControlSocketTests : IAsyncDisposable
{
    private readonly CommandRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Beside_a_server_the_server_does_it_with_the_same_result()
    {
        await _rig.WithServerAsync();
        Assert.Equal("board", (await _rig.JsonAsync("device", "add", "board")).GetProperty("name").GetString());
        CommandRig.Outcome taken = await _rig.RunAsync("device", "add", "board");
        Assert.Equal((1, "error: The name \"board\" is taken; a revoked device keeps its name. Choose another.\n"), (taken.Exit, taken.Error));
        string withServer = (await _rig.RunAsync("device", "list")).Out;
        Assert.Equal(3, _rig.HandledByServer);

        await _rig.StopServerAsync();
        Assert.Equal(withServer, (await _rig.RunAsync("device", "list")).Out);
        Assert.Equal(3, _rig.HandledByServer);
    }

    [Fact]
    public async Task A_password_reaches_the_server()
    {
        await _rig.WithServerAsync();
        CommandRig.Outcome outcome = await _rig.RunWithInputAsync("correct horse\n", "account", "set-password", "anna", "--password-stdin");
        Assert.Equal(0, outcome.Exit);
        Assert.Equal(1, _rig.HandledByServer);
        Assert.Equal("anna", Assert.Single(await _rig.LookAsync(store => store.Accounts.ListAsync(CancellationToken.None))).Name);
    }

    [Fact]
    public async Task Only_its_owner_can_open_the_socket_and_a_stop_removes_it()
    {
        await _rig.WithServerAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_rig.SocketPath));
        await _rig.StopServerAsync();
        Assert.False(File.Exists(_rig.SocketPath));
    }

    [Fact]
    public async Task A_socket_left_by_a_killed_server_is_no_hindrance()
    {
        await _rig.WithStoreAsync();
        LeaveSocket(_rig.SocketPath);
        Assert.Equal(0, (await _rig.RunAsync("device", "add", "one")).Exit);
        await _rig.WithServerAsync();
        Assert.Equal(0, (await _rig.RunAsync("device", "add", "two")).Exit);
        Assert.Equal(1, _rig.HandledByServer);
    }

    [Fact]
    public async Task A_file_in_the_sockets_place_is_never_removed()
    {
        await _rig.WithStoreAsync();
        await File.WriteAllTextAsync(_rig.SocketPath, "mine", TestContext.Current.CancellationToken);
        StoreRefusedException refusal = Assert.Throws<StoreRefusedException>(Listen);
        Assert.Contains("in the way", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_rig.SocketPath));
    }

    [Fact]
    public async Task A_second_listener_is_refused_while_the_first_answers()
    {
        await _rig.WithServerAsync();
        Assert.Contains("Another server answers", Assert.Throws<StoreRefusedException>(Listen).Message, StringComparison.Ordinal);
        Assert.Equal(0, (await _rig.RunAsync("device", "list")).Exit);
    }

    [Fact]
    public async Task A_socket_that_others_could_have_made_is_not_told_anything()
    {
        await _rig.WithStoreAsync();
        using var impostor = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        impostor.Bind(new UnixDomainSocketEndPoint(_rig.SocketPath));
        impostor.Listen();
        File.SetUnixFileMode(_rig.SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Equal(0, (await _rig.RunAsync("device", "add", "board")).Exit);
        Assert.False(impostor.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task Sixty_commands_at_once_are_all_done_once()
    {
        await _rig.WithServerAsync();
        CommandRig.Outcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => _rig.RunAsync("device", "add", $"board{i}")));
        Assert.All(outcomes, outcome => Assert.Equal((0, ""), (outcome.Exit, outcome.Error)));
        Assert.Equal(60, (await _rig.TokensAsync()).Count);
    }

    [Fact]
    public async Task No_more_than_eight_run_at_once()
    {
        int running = 0, most = 0;
        TaskCompletionSource eight = new(), release = new();
        _rig.BeforeEach = async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            if (running == ControlSocketListener.MaxConcurrent)
                eight.TrySetResult();
            await release.Task;
            Interlocked.Decrement(ref running);
        };
        await _rig.WithServerAsync();
        Task<CommandRig.Outcome>[] commands = [.. Enumerable.Range(0, 20).Select(_ => _rig.RunAsync("token", "list"))];
        await eight.Task;
        release.SetResult();
        Assert.All(await Task.WhenAll(commands), outcome => Assert.Equal(0, outcome.Exit));
        Assert.Equal(ControlSocketListener.MaxConcurrent, most);
    }

    [Fact]
    public async Task A_stop_waits_for_a_running_command_and_its_answer_arrives()
    {
        TaskCompletionSource entered = new(), release = new();
        _rig.BeforeEach = () =>
        {
            entered.SetResult();
            return release.Task;
        };
        await _rig.WithServerAsync();
        Task<CommandRig.Outcome> command = _rig.RunAsync("device", "add", "board");
        await entered.Task;
        Task stop = _rig.StopServerAsync();
        // Time to go wrong: a right stop never ends here, however long this waits.
        await Task.WhenAny(stop, Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken));
        Assert.False(stop.IsCompleted);
        release.SetResult();
        Assert.Equal(0, (await command).Exit);
        await stop;
        Assert.Equal(1, _rig.HandledByServer);
        Assert.Single(await _rig.TokensAsync());
    }

    [Fact]
    public async Task A_client_that_was_greeted_and_then_meets_the_stop_hears_that_nothing_was_done()
    {
        await _rig.WithServerAsync();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(_rig.SocketPath), TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        Assert.Equal("""{"control":1}""", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await _rig.StopServerAsync();
        Assert.Equal("""{"exit":1,"out":"","err":"","not_done":true}""", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("not json\n")]
    [InlineData("null\n")]
    [InlineData("{\"args\":null,\"input\":\"\",\"width\":80}\n")]
    [InlineData("{}\n")]
    public async Task Nonsense_ends_its_connection_and_harms_no_other(string line)
    {
        await _rig.WithServerAsync();
        Assert.Null(await SayAsync(Encoding.UTF8.GetBytes(line)));
        Assert.Equal(0, (await _rig.RunAsync("device", "list")).Exit);
    }

    [Fact]
    public async Task A_request_without_end_is_cut_off()
    {
        await _rig.WithServerAsync();
        Assert.Null(await SayAsync(new byte[200_000]));
        Assert.Equal(0, _rig.HandledByServer);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("postgres", "setup", "--admin", "Host=x")]
    [InlineData("device", "list", "--help")]
    [InlineData("device", "frobnicate")]
    [InlineData()]
    public async Task Nothing_but_admin_commands_is_done_in_the_server(params string[] args)
    {
        await _rig.WithServerAsync();
        ControlReply? reply = await ControlSocketClient.TryAskAsync(
            _rig.SocketPath, new ControlRequest(args, "", 80), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.NotNull(reply);
        Assert.Equal((2, ""), (reply.Exit, reply.Out));
    }

    [Fact]
    public void No_secret_shows_in_a_messages_text_form()
    {
        Assert.DoesNotContain("geheim", new ControlRequest(["geheim"], "geheim", 1).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", new ControlReply(0, "geheim", "geheim").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_absolute_path_is_reached_from_the_working_directory_or_refused()
    {
        Assert.Equal("/srv/b.db-control", ControlSocketPath.For("/srv/b.db"));
        string below = Path.Combine(Directory.GetCurrentDirectory(), new string('d', 90), "b.db");
        Assert.Equal(Path.Combine(new string('d', 90), "b.db-control"), ControlSocketPath.For(below));
        Assert.Null(ControlSocketPath.For("/" + new string('d', 120) + "/b.db"));
    }

    private ControlSocketListener Listen() => ControlSocketListener.Start(
        _rig.StorePath, (_, _) => Task.FromResult(new ControlReply(0, "", "")), TimeProvider.System, NullLogger.Instance);

    /// <summary>Sends bytes after the greeting and gives the server's answer, null if it ended the connection.</summary>
    private async Task<string?> SayAsync(byte[] bytes)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(_rig.SocketPath), TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        try
        {
            await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
            return await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The server closed with bytes still unread, which the system reports as a reset.
            return null;
        }
    }

    // Bound and closed without being removed, as after kill -9: the listening end is gone, the file stays.
    private static void LeaveSocket(string path)
    {
        string moved = path + ".moved";
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move(path, moved);
        }
        File.Move(moved, path);
    }
}
