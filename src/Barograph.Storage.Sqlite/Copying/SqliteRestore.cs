using System.Globalization;
using Barograph.Query;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Copying;

/// <summary>
/// <c>barograph restore</c>: puts a copy of a store into a store's place. Killed at any moment, it leaves the old store or the new one there.
/// </summary>
public static class SqliteRestore
{
    // Without a write-ahead log and a journal, the file alone is the store.
    private static readonly string[] PartsOfAStore = ["-wal", "-shm", "-journal"];

    /// <param name="file">The backup; it is only read, and stays.</param>
    /// <param name="store">The store to make.</param>
    /// <param name="replace">A store that is there already is kept aside, beside it, and the new one takes its place.</param>
    /// <param name="clock">Names what is kept aside.</param>
    /// <param name="cancel">Ends it; the old store is then left as it was.</param>
    /// <exception cref="StoreRefusedException">A server uses the store, or one is there and shall not be replaced, or <paramref name="file"/> is not a
    /// sound store of this version or an earlier one.</exception>
    /// <exception cref="StorageUnavailableException">It could not be read or written just now.</exception>
    public static async Task<StoreCopy> RunAsync(string file, string store, bool replace, TimeProvider clock, CancellationToken cancel)
    {
        string source = Path.GetFullPath(file);
        string target = Path.GetFullPath(store);
        if (source == target)
            throw new StoreRefusedException($"{source} is the store itself. Name the backup to restore from.");
        try
        {
            PrivateFile.CreateFolderIfMissing(target);
            using StoreLock held = StoreLock.TryTake(target) ?? throw new StoreRefusedException(
                $"A server is using {target}. Stop it first, for example with: systemctl stop barograph.socket barograph.service");
            bool exists = File.Exists(target);
            if (exists && !replace)
                throw new StoreRefusedException(
                    $"There is a store at {target} already, and it is left as it is. With --replace it is kept aside and the backup takes its place.");
            using var part = new PartFile(target);
            IReadOnlyList<ComparedSeries> series = await VerifiedCopy.MakeAsync(source, part, cancel);
            string? aside = exists ? PutInsteadOf(target, part, clock) : null;
            if (!exists)
                PutInto(target, part);
            return new StoreCopy(target, part.Length, series, aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"{target} could not be written: {e.Message}", e);
        }
    }

    private static void PutInto(string target, PartFile part)
    {
        // Left from a store that somebody removed; SQLite would take them for the new one's.
        string? stray = PartsOfAStore.Select(suffix => target + suffix).FirstOrDefault(File.Exists);
        if (stray is not null)
            throw new StoreRefusedException($"{stray} belongs to a store that is no longer there. Move it away first.");
        part.Place();
    }

    private static string PutInsteadOf(string target, PartFile part, TimeProvider clock)
    {
        string time = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string aside = $"{target}.before-restore-{time}";
        if (PartsOfAStore.Append("").Any(suffix => Path.Exists(aside + suffix)))
            throw new StoreRefusedException($"{aside} exists already; try again in a second.");
        FoldIn(target);
        // Only a file that SQLite cannot open still has any of these. It is no store, so nothing is lost by parting them for a moment.
        foreach (string suffix in PartsOfAStore.Where(suffix => File.Exists(target + suffix)))
            File.Move(target + suffix, aside + suffix);
        part.PlaceInsteadOf(aside);
        return aside;
    }

    /// <summary>
    /// Brings everything of the old store into its one file: a log that stayed behind would be taken for the new store's, and the old one would lack
    /// what was acknowledged last. Does nothing to a file that is too damaged for that.
    /// </summary>
    private static void FoldIn(string target)
    {
        try
        {
            bool isBusy;
            using (SqliteConnection old = new SqliteConnections(target).OpenAsItIs())
                isBusy = (long)old.Scalar("PRAGMA wal_checkpoint(TRUNCATE)")! != 0;
            // Whoever closes a store last removes its log. Not by journal_mode = DELETE: killed in it, that leaves a file that cannot be opened for reading.
            if (isBusy || File.Exists(target + "-wal"))
                throw new StorageUnavailableException($"Another program is using {target}. End it first.");
        }
        catch (SqliteException e) when (SqliteErrors.IsDamage(e))
        {
            // It is kept aside as it is.
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
    }
}
