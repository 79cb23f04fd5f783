using Barograph.Model;

namespace Barograph.Storage;

/// <summary>
/// One place where readings and the catalog are kept: a SQLite file or a PostgreSQL database. Both engines keep this contract and
/// one suite of tests (tests/Barograph.Storage.Tests) holds them to it.
/// </summary>
/// <remarks>
/// <para>Every member of every interface here may be called from any number of threads, unless it says otherwise.</para>
/// <para>Every member may throw <see cref="StorageUnavailableException"/>: nothing is known to be stored, and the same call may work later.</para>
/// <para>Members may be called only after <see cref="OpenAsync"/> has returned; before, they throw <see cref="StorageUnavailableException"/>.</para>
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>For people: the engine and where the data lies, without any secret.</summary>
    string Description { get; }

    ISampleWriter Writer { get; }
    ISampleReader Reader { get; }
    IUpkeep Upkeep { get; }
    ISeriesCatalog Series { get; }
    ILocationCatalog Locations { get; }
    IDeviceCatalog Devices { get; }
    ITokenCatalog Tokens { get; }
    IAccountCatalog Accounts { get; }
    ISessionCatalog Sessions { get; }
    IActivityLog Activity { get; }
    IRetentionCatalog Retention { get; }
    ISiteCatalog Site { get; }
    IAlertRuleCatalog AlertRules { get; }
    ITargetCatalog Targets { get; }
    IEpisodeLog Episodes { get; }
    IOutbox Outbox { get; }

    /// <summary>
    /// Makes the store ready. Safe to call again after a <see cref="StorageUnavailableException"/>.
    /// </summary>
    /// <exception cref="StoreRefusedException">It must not be used as it is: wrong schema version, locked by another server, too many rights. Trying again does not help.</exception>
    ValueTask OpenAsync(CancellationToken cancel);

    /// <summary>
    /// Yields once at the start, and again after devices, tokens, placements, accounts, units, the site, or what people want to be told of and where, were changed by anyone, in this process or another,
    /// within a second of their commit. Changes may be folded into one. After a lost connection it yields as soon as it has a new one.
    /// Never throws <see cref="StorageUnavailableException"/>; ends only by <paramref name="cancel"/>.
    /// </summary>
    IAsyncEnumerable<CatalogChange> CatalogChangesAsync(CancellationToken cancel);

    /// <summary>
    /// Yields what anyone but this object's own <see cref="Writer"/> has committed, in this process or another or by SQL, within a second of its commit: new samples,
    /// not duplicates, each once. What is too much to be told one by one is told by its series, or as <see cref="SampleNews.Anything"/>; so is, once, the
    /// beginning, and every time that there was no connection to hear of it.
    /// Never throws <see cref="StorageUnavailableException"/>; ends only by <paramref name="cancel"/>.
    /// </summary>
    /// <param name="isWanted">Asked for each sample; those of other series are left out.</param>
    /// <param name="cancel">Ends it.</param>
    IAsyncEnumerable<SampleNews> SampleNewsAsync(Func<SeriesId, bool> isWanted, CancellationToken cancel);

    /// <summary>What <c>barograph doctor</c> prints about this store: its real rights, settings and what to do about them.</summary>
    ValueTask<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel);
}
