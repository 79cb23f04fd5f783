using System.Net.Sockets;

namespace Barograph.Server.Commands.Control;

/// <summary>A connection to the running server that has been greeted.</summary>
internal sealed class ControlConnection : IAsyncDisposable
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Includes the wait for a free place among the server's commands.</summary>
    private static readonly TimeSpan GreetingTimeout = TimeSpan.FromSeconds(10);

    private ControlConnection(NetworkStream stream) => Stream = stream;

    public NetworkStream Stream { get; }

    /// <summary>Null if no server answers; then it is certain that nothing was done.</summary>
    /// <exception cref="CommandFailedException">A server is there but cannot be asked.</exception>
    public static async Task<ControlConnection?> TryOpenAsync(string path, TimeProvider clock, CancellationToken cancel)
    {
        if (!IsTrustworthy(path))
            return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        ControlConnection? connection = null;
        try
        {
            if (!await TryConnectAsync(socket, path, cancel))
                return null;
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (await IsGreetedAsync(stream, path, clock, cancel))
                connection = new ControlConnection(stream);
            return connection;
        }
        finally
        {
            if (connection is null)
                socket.Dispose();
        }
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    /// <summary>
    /// A socket that only its owner can connect to is ours, or we are root. One with wider rights is not the server's: somebody may have put it there
    /// to be told a password. (The server sets the mode before it listens, so it is never seen half made.)
    /// </summary>
    private static bool IsTrustworthy(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.Exists(path);
        try
        {
            return (File.GetUnixFileMode(path) & Others) == 0 && !IsOpenToAll(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            throw NotAllowed(path);
        }
    }

    // In a folder like /tmp everybody can add files but not replace those of others; in one without the sticky bit even that.
    private static bool IsOpenToAll(string folder)
    {
        UnixFileMode mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(folder);
        return mode.HasFlag(UnixFileMode.OtherWrite) && !mode.HasFlag(UnixFileMode.StickyBit);
    }

    private static async Task<bool> TryConnectAsync(Socket socket, string path, CancellationToken cancel)
    {
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw NotAllowed(path);
        }
        catch (SocketException)
        {
            // Refused: the server was killed and its socket is left over. Gone: it has just stopped.
            return false;
        }
    }

    private static async Task<bool> IsGreetedAsync(NetworkStream stream, string path, TimeProvider clock, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(GreetingTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            ControlGreeting? greeting = await ControlLine.ReadAsync(stream, ControlLine.MaxRequestBytes, ControlJson.Default.ControlGreeting, either.Token);
            if (greeting is { Control: not ControlGreeting.Version })
                throw new CommandFailedException("The running server is of another version of Barograph; use the same version for both.");
            return greeting is not null;
        }
        catch (IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailedException($"The server behind {path} is busy with other commands and did not answer in 10 s; nothing was done, try again.");
        }
    }

    private static CommandFailedException NotAllowed(string path) =>
        new($"The server's control socket {path} belongs to another user; run this as the user of the server, for example with: sudo -u barograph barograph …");
}
