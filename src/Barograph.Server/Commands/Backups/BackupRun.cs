using System.Globalization;
using Barograph.Server.Config;
using Barograph.Storage.Sqlite.Copying;

namespace Barograph.Server.Commands;

/// <summary>Makes a backup or goes back to one, and shows what was compared.</summary>
public sealed class BackupRun(CommandHost host, Settings settings, bool json)
{
    private const int HashLettersShown = 12;

    /// <param name="file">The backup to make; null for one in the folder of the settings, of which the oldest are then removed.</param>
    /// <param name="cancel">Ends it; nothing is left behind.</param>
    public async Task<int> BackUpAsync(string? file, CancellationToken cancel)
    {
        string store = SqlitePath("backed up by pg_dump, or by archiving its write-ahead log");
        if (!File.Exists(store))
            throw new CommandFailedException(
                $"There is no store at {settings.Store}. Looked at: {string.Join("; ", settings.StoreSearch)}. Name the store with --store.");
        using var signals = new TerminationSignals(cancel);
        if (file is not null)
            return Show(await SqliteBackup.RunAsync(store, file, signals.Token), []);
        var folder = new BackupFolder(settings.Backups);
        StoreCopy made = await SqliteBackup.RunAsync(store, folder.NewFile(host.Clock), signals.Token);
        // Only now: until the new one is whole, the old ones are all there is.
        return Show(made, folder.Prune(settings.BackupsKept, made.Path));
    }

    public async Task<int> RestoreAsync(string file, bool replace, CancellationToken cancel)
    {
        string store = SqlitePath("restored by pg_restore, or from its archived write-ahead log");
        using var signals = new TerminationSignals(cancel);
        StoreCopy restored = await SqliteRestore.RunAsync(file, store, replace, host.Clock, signals.Token);
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            host.Error.Write(
                $"This ran as root, so the store belongs to root. If the server runs as another user: chown --reference={Path.GetDirectoryName(restored.Path)} "
                + $"{restored.Path} {restored.Path}-lock\n");
        return Show(restored, []);
    }

    private string SqlitePath(string otherwise) => settings.Store.Kind == StoreKind.Sqlite
        ? settings.Store.Value
        : throw new CommandFailedException(
            $"This command is for SQLite stores; a PostgreSQL database is {otherwise}: docs/backup.md has the commands to copy.");

    private int Show(StoreCopy copy, IReadOnlyList<string> removed)
    {
        IReadOnlyList<SeriesCopied> series =
            [.. copy.Series.Select(one => new SeriesCopied(one.Key.Location, one.Key.Metric, one.Source!.Digest.Count, one.Source.Digest.Hash))];
        if (json)
        {
            CommandJson.Write(host.Out, new StoreCopied(copy.Path, copy.Bytes, series, copy.KeptAside, removed), CommandJson.Default.StoreCopied);
            return ExitCode.Success;
        }
        PrintSeries(series);
        host.Out.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{copy.Path}: {copy.Bytes} bytes, {series.Count} series, {series.Sum(one => one.Samples)} samples; source and copy have equal counts and hashes.\n"));
        if (copy.KeptAside is not null)
            host.Out.Write($"The store that was there is kept as {copy.KeptAside}\n");
        foreach (string old in removed)
            host.Out.Write($"removed {old}\n");
        return ExitCode.Success;
    }

    private void PrintSeries(IReadOnlyList<SeriesCopied> series)
    {
        if (series.Count == 0)
            return;
        var table = new TextTable("LOCATION", "METRIC", "SAMPLES", "HASH");
        foreach (SeriesCopied one in series)
            table.Add(TerminalText.Clean(one.Location), one.Metric, TerminalText.Of(one.Samples), one.Hash[..HashLettersShown]);
        table.WriteTo(host.Out, host.Width);
    }
}
