using Barograph.Query;

namespace Barograph.Storage.Sqlite.Copying;

/// <summary><c>barograph backup</c>: a copy of a store of one moment, made beside the server that uses it, or without one.</summary>
public static class SqliteBackup
{
    /// <param name="store">The store; it is only read.</param>
    /// <param name="file">The copy to make, with mode 0600; its folder must be there. It is named so only when it is whole, compared and on disk.</param>
    /// <param name="cancel">Ends it; nothing is left behind.</param>
    /// <exception cref="StoreRefusedException"><paramref name="store"/> is not a sound store of this version or an earlier one, or
    /// <paramref name="file"/> exists.</exception>
    /// <exception cref="StorageUnavailableException">It could not be read or written just now.</exception>
    public static async Task<StoreCopy> RunAsync(string store, string file, CancellationToken cancel)
    {
        string source = Path.GetFullPath(store);
        string target = Path.GetFullPath(file);
        try
        {
            if (Path.Exists(target))
                throw new StoreRefusedException($"{target} exists already and is left as it is. Give another name.");
            using var part = new PartFile(target);
            IReadOnlyList<ComparedSeries> series = await VerifiedCopy.MakeAsync(source, part, cancel);
            part.Place();
            return new StoreCopy(target, part.Length, series, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"{target} could not be written: {e.Message}", e);
        }
    }
}
