using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary>One of the two engines, and the differences between them that are declared: whatever is not declared here, the suite holds both to.</summary>
public abstract class Engine
{
    public static readonly Engine Sqlite = new SqliteEngine();
    public static readonly Engine Postgres = new PostgresEngine(SharedCluster.GetAsync);

    /// <summary>
    /// SQLite turns -0.0 into 0.0 when it writes a row, because it keeps whole numbers of a REAL column as integers. Both are equal numbers,
    /// and a retry of either is a duplicate.
    /// </summary>
    public abstract bool KeepsNegativeZero { get; }

    /// <summary>Several stores may be open on one place at the same time; the other engine refuses the second.</summary>
    public abstract bool SharesPlace { get; }

    /// <summary>Makes an empty place for a store.</summary>
    public abstract Task<StorePlace> MakePlaceAsync();
}
