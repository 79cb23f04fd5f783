namespace Barograph.SystemTests.Load;

/// <summary>Boards of a ledger at work until this is disposed.</summary>
public sealed class Work : IAsyncDisposable
{
    private const int Boards = 8;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    private Work(BarographServer server, string token, Ledger ledger, int firstBoard) =>
        _work = Task.WhenAll(Enumerable.Range(firstBoard, Boards).Select(board => Task.Run(() => ledger.WorkAsync(server.Target, token, board, _stop.Token))));

    /// <param name="server">Where they report.</param>
    /// <param name="token">Their token.</param>
    /// <param name="ledger">What they write down.</param>
    /// <param name="firstBoard">Their numbers begin with it: boards of two ledgers must not have the same.</param>
    public static Work Start(BarographServer server, string token, Ledger ledger, int firstBoard = 0) => new(server, token, ledger, firstBoard);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }
}
