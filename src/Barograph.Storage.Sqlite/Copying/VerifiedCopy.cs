using Barograph.Query;

namespace Barograph.Storage.Sqlite.Copying;

/// <summary>Copies a store into a part file and compares the two, before the part gets its name.</summary>
internal static class VerifiedCopy
{
    /// <returns>Every series, the same in both.</returns>
    /// <exception cref="StoreRefusedException">The source is damaged, or the copy is not like it.</exception>
    public static async Task<IReadOnlyList<ComparedSeries>> MakeAsync(string source, PartFile part, CancellationToken cancel)
    {
        IReadOnlyList<DigestedSeries> expected;
        using (var snapshot = new StoreSnapshot(source))
        {
            snapshot.CopyTo(part.Path, cancel);
            // Of the same moment as the copy, and read from the store and not from the copy.
            expected = await snapshot.DigestAsync(cancel);
        }
        using var copy = new StoreSnapshot(part.Path);
        string check = copy.QuickCheck();
        if (check != "ok")
            throw new StoreRefusedException(
                $"{source} is damaged: {check.ReplaceLineEndings("; ")}. Nothing was made of it. Save what is readable with: sqlite3 {source} .recover");
        IReadOnlyList<ComparedSeries> compared = ComparedSeries.Compare(expected, await copy.DigestAsync(cancel));
        ComparedSeries? different = compared.FirstOrDefault(series => !series.IsSame);
        return different is null
            ? compared
            : throw new StoreRefusedException(
                $"The copy of {source} is not like it ({different.Key.Metric} at {different.Key.Location} differs) and was removed. "
                + "Try again; if it happens again, check the disk and the memory of this machine.");
    }
}
