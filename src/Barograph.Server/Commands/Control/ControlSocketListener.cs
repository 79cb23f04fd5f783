using System.Net.Sockets;
using Barograph.Server.Commands.Import;
using Barograph.Storage;

namespace Barograph.Server.Commands.Control;

/// <summary>
/// The server's side of the control socket. Who can open the socket may do everything, so its mode is 0600. A few commands run at once; further
/// connections wait in the kernel's queue, unread.
/// </summary>
public sealed class ControlSocketListener : IAsyncDisposable
{
    /// <summary>How many commands run at once.</summary>
    public const int MaxConcurrent = 8;

    /// <summary>How many of them may be imports, which last: the others stay free for commands.</summary>
    public const int MaxImports = 4;

    // Longer than any burst of a script; beyond it the kernel lets further clients wait.
    private const int Backlog = 128;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly Func<ControlRequest, CancellationToken, Task<ControlReply>> _handle;
    private readonly Func<ISampleSink>? _openSink;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _places = new(MaxConcurrent);
    private readonly SemaphoreSlim _imports = new(MaxImports);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    private ControlSocketListener(
        Socket socket, Func<ControlRequest, CancellationToken, Task<ControlReply>> handle, Func<ISampleSink>? openSink, TimeProvider clock, ILogger logger)
    {
        _socket = socket;
        _handle = handle;
        _openSink = openSink;
        _clock = clock;
        _logger = logger;
        _accepting = AcceptAsync();
    }

    /// <summary>Listens beside the SQLite file at <paramref name="storePath"/>, which this process must have opened and locked already.</summary>
    /// <param name="storePath">The file; the socket is <c>PATH-control</c>.</param>
    /// <param name="handle">Does a command. It is not cancelled when the listener stops.</param>
    /// <param name="clock">For time limits.</param>
    /// <param name="logger">For what goes wrong with a connection.</param>
    /// <param name="openSink">Gives an import the way into the store; without it there are no imports.</param>
    /// <exception cref="StoreRefusedException">The socket cannot be made there.</exception>
    public static ControlSocketListener Start(
        string storePath, Func<ControlRequest, CancellationToken, Task<ControlReply>> handle, TimeProvider clock, ILogger logger,
        Func<ISampleSink>? openSink = null)
    {
        string path = ControlSocketPath.For(storePath) ?? throw new StoreRefusedException(ControlSocketPath.TooLong(storePath));
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            RemoveStale(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Nobody can connect between these lines, whatever the umask: until it listens, the kernel refuses.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            return new ControlSocketListener(socket, handle, openSink, clock, logger);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException or IOException or UnauthorizedAccessException)
                throw new StoreRefusedException($"The control socket {path} cannot be made ({e.Message}); the folder must belong to the user of the server.", e);
            throw;
        }
    }

    /// <summary>Takes no further command, lets the running ones end, and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        for (int i = 0; i < MaxConcurrent; i++)
            await _places.WaitAsync();
        // This also removes the file. The store's lock is still held, so it cannot be the socket of a next server.
        _socket.Dispose();
        _stopping.Dispose();
        _places.Dispose();
        _imports.Dispose();
    }

    // kill -9 leaves the socket behind. Nothing else is ever removed: a file with content is somebody's.
    private static void RemoveStale(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists && file.LinkTarget is null)
            return;
        if (file.LinkTarget is not null || file.Length > 0)
            throw new StoreRefusedException($"{path} is in the way: it is not a socket of Barograph. Move it away.");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            file.Delete();
            return;
        }
        throw new StoreRefusedException($"Another server answers on {path}; stop it first.");
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_stopping.Token);
                _ = ServeAsync(await AcceptOneAsync());
            }
        }
        catch (OperationCanceledException)
        {
            // The listener stops.
        }
    }

    /// <summary>The next connection. Gives the place back if there will be none.</summary>
    private async Task<Socket> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                return await _socket.AcceptAsync(_stopping.Token);
            }
            catch (OperationCanceledException)
            {
                _places.Release();
                throw;
            }
            catch (SocketException e)
            {
                // Out of file descriptors, most likely. It passes, but not faster by trying without a pause.
                _logger.LogWarning(e, "The control socket could not take a connection.");
                await PauseAsync();
            }
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _clock, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            _places.Release();
            throw;
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            await ControlLine.WriteAsync(stream, new ControlGreeting(ControlGreeting.Version), ControlJson.Default.ControlGreeting, CancellationToken.None);
            ControlReply? reply = await ReplyAsync(stream);
            if (reply is not null)
                await WriteReplyAsync(stream, reply);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidDataException or OperationCanceledException)
        {
            // The client is gone or does not speak our form. What it asked for is done or was never begun; it knows that it has no reply.
            _logger.LogInformation("A connection to the control socket ended early: {Reason}", e.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<ControlReply?> ReplyAsync(NetworkStream stream)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, timeout.Token);
        try
        {
            ControlRequest? request = await ControlLine.ReadAsync(stream, ControlLine.MaxRequestBytes, ControlJson.Default.ControlRequest, either.Token);
            if (request is null)
                return null;
            if (_openSink is null || request.Args is not [SinkRequest.Word])
                return await _handle(request, CancellationToken.None);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return new ControlReply(ExitCode.Failure, "", "", NotDone: true);
        }
        return await ImportAsync(stream, _openSink());
    }

    /// <summary>The reply if it is refused; null after an import, which had replies of its own.</summary>
    private async Task<ControlReply?> ImportAsync(NetworkStream stream, ISampleSink sink)
    {
        await using ISampleSink disposed = sink;
        if (!_imports.Wait(0, CancellationToken.None))
            return new ControlReply(ExitCode.Failure, "", $"{TerminalText.Of(MaxImports)} imports are running already; wait for one of them to end.\n");
        try
        {
            await WriteReplyAsync(stream, new ControlReply(ExitCode.Success, "", ""));
            await new SinkSession(stream, sink).RunAsync(_stopping.Token);
            return null;
        }
        finally
        {
            _imports.Release();
        }
    }

    private async Task WriteReplyAsync(NetworkStream stream, ControlReply reply)
    {
        // A client that stops reading must not keep its place for ever.
        using var timeout = new CancellationTokenSource(RequestTimeout, _clock);
        await ControlLine.WriteAsync(stream, reply, ControlJson.Default.ControlReply, timeout.Token);
    }
}
