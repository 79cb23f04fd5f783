namespace Barograph.Server.Commands.Control;

/// <summary>Asks the running server to do an admin command.</summary>
public static class ControlSocketClient
{
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The server's reply, or null if no server answers; then it is certain that nothing was done.</summary>
    /// <exception cref="CommandFailedException">A server is there but cannot be asked, or it broke off and nobody knows whether it was done.</exception>
    public static async Task<ControlReply?> TryAskAsync(string path, ControlRequest request, TimeProvider clock, CancellationToken cancel)
    {
        await using ControlConnection? connection = await ControlConnection.TryOpenAsync(path, clock, cancel);
        if (connection is null)
            return null;
        ControlReply reply = await AskAsync(connection.Stream, request, clock, cancel);
        return reply.NotDone ? null : reply;
    }

    private static async Task<ControlReply> AskAsync(Stream stream, ControlRequest request, TimeProvider clock, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(ReplyTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            await ControlLine.WriteAsync(stream, request, ControlJson.Default.ControlRequest, either.Token);
            return await ControlLine.ReadAsync(stream, ControlLine.MaxReplyBytes, ControlJson.Default.ControlReply, either.Token)
                ?? throw Unknown("ended the connection");
        }
        catch (IOException)
        {
            throw Unknown("ended the connection");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unknown("did not answer in 60 s");
        }
    }

    private static CommandFailedException Unknown(string what) =>
        new($"The server took the command but {what}: it may have been done or not; look with a list command before you repeat it.");
}
