using Barograph.Server.Commands.Import;
using Barograph.Server.Config;
using Barograph.Storage;
using Barograph.Storage.Postgres;
using Barograph.Storage.Sqlite.Moving;

namespace Barograph.Server.Commands;

/// <summary>Opens both stores, moves, and shows what was compared.</summary>
public sealed class MoveRun(CommandHost host)
{
    private static readonly Amounts Steps = new("series, copied and compared", count => TerminalText.Of((long)count));

    public async Task<int> RunAsync(MoveWish wish, CancellationToken cancel)
    {
        await using IStoreContents source = await OpenSourceAsync(wish.From, cancel);
        await using IStoreFilling target = await OpenTargetAsync(wish, cancel);
        var move = new StoreMove(source, target);
        long all = 2L * (await source.SeriesAsync(cancel)).Count;
        StoreMoved? moved = null;
        await ImportProgress.RunAsync(host.Terminal, all, Steps, async tell => moved = await move.RunAsync((done, _) => tell(done), cancel));
        if (wish.Json)
            CommandJson.Write(host.Out, moved!, CommandJson.Default.StoreMoved);
        else
            Print(moved!, wish.To);
        return moved!.Agrees ? ExitCode.Success : ExitCode.Failure;
    }

    private async Task<IStoreContents> OpenSourceAsync(StoreAddress from, CancellationToken cancel)
    {
        if (from.Kind == StoreKind.Sqlite)
            return SqliteContents.Open(from.Value);
        await DemandUsableAsync(from, cancel);
        return await PostgresContents.OpenAsync(from.Value, host.Clock, cancel);
    }

    private async Task<IStoreFilling> OpenTargetAsync(MoveWish wish, CancellationToken cancel)
    {
        if (wish.To.Kind == StoreKind.Sqlite)
            return SqliteFilling.Open(wish.To.Value);
        string admin = wish.Admin ?? throw new CommandFailedException(
            "A PostgreSQL store is filled by an administrator of the database; name the login with --admin (or BAROGRAPH_ADMIN), as for barograph postgres setup.",
            ExitCode.Usage);
        // That the server will be able to use it, too.
        await DemandUsableAsync(wish.To, cancel);
        try
        {
            return await PostgresFilling.OpenAsync(admin, wish.To.Value, host.Clock, cancel);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailedException(e.Message, ExitCode.Usage);
        }
    }

    private async Task DemandUsableAsync(StoreAddress address, CancellationToken cancel)
    {
        await using IStore store = address.OpenForAdmin(allowOverprivileged: false, host.Clock);
        await store.OpenAsync(cancel);
    }

    private void Print(StoreMoved moved, StoreAddress to)
    {
        host.Out.Write($"From {moved.From}\nto   {moved.To}\n\n");
        var series = new TextTable("LOCATION", "METRIC", "READINGS", "DAYS", "SUMMARIES", "COPY");
        foreach (SeriesMoved one in moved.Series)
            series.Add(
                TerminalText.Clean(one.Location), one.Metric, TerminalText.Of(one.Samples), TerminalText.Of(one.Days), TerminalText.Of(one.Summaries),
                one.Agrees ? "same" : $"DIFFERS{(one.Different is null ? "" : $" on {one.Different}")}");
        if (moved.Series.Count > 0)
            series.WriteTo(host.Out, host.Width);
        var tables = new TextTable("TABLE", "ROWS", "COPY");
        foreach (TableMoved table in moved.Tables)
            tables.Add(table.Table, TerminalText.Of(table.Rows), table.Agrees ? "same" : "DIFFERS");
        host.Out.Write("\n");
        tables.WriteTo(host.Out, host.Width);
        if (moved.RawFrom is not null)
            host.Out.Write($"\nOf the time before {moved.RawFrom} only summaries are kept; they moved too.\n");
        host.Out.Write(moved.Agrees
            ? $"\nThe two stores are the same: every table, and every series on every day. Start the server with --store \"{to}\"; devices, tokens and passwords are as they were, "
                + "people sign in once more. The old store is left as it was.\n"
            : "\nThe copy DIFFERS and nothing of it was kept. Try again; if it happens again, check the disk and the memory of this machine.\n");
    }
}
