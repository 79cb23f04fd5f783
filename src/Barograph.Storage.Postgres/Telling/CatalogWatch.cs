using System.Runtime.CompilerServices;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Hears of changes of the catalog.</summary>
internal sealed class CatalogWatch(NpgsqlDataSource source)
{
    /// <summary>Changes that come within this time are one; at most ten a second are told.</summary>
    private static readonly TimeSpan Fold = TimeSpan.FromMilliseconds(100);

    private readonly NoticeWatch _watch = new(source, "barograph_catalog", Fold);

    public async IAsyncEnumerable<CatalogChange> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        // What the notices say does not matter: they are equal.
        await foreach (IReadOnlyList<string>? _ in _watch.ReadAsync(cancel))
            yield return default;
    }
}
