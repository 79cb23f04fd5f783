using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Running;

/// <summary>
/// What runs beside the requests: opening the store (again and again while its database is away), following the catalog, flushing what was learned
/// about devices, and upkeep.
/// </summary>
public sealed class Background(
    IStore store, ServerPart part, IngestPipeline ingest, CredentialSource credentials, TimeProvider clock, ILogger<Background> log)
{
    private static readonly TimeSpan OpenEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UpkeepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan RollUpEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LearnEvery = TimeSpan.FromSeconds(20);

    /// <summary>A report may be 30 days old (age) and still be retried; its receipt stays a little longer.</summary>
    private static readonly TimeSpan ReceiptsKept = TimeSpan.FromDays(35);

    private static readonly TimeSpan ActivityKept = TimeSpan.FromDays(1);

    /// <summary>Run beside the rest, until cancelled.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Beside { get; init; } = [];

    private readonly Retention _retention = new(store, clock, log);

    /// <summary>How often each series has news; in the part that serves people.</summary>
    public ReportIntervals Intervals { get; init; } = new(store, clock);

    /// <summary>Opens the store and reads the catalog. False if it is away just now.</summary>
    /// <exception cref="StoreRefusedException">It must not be used; do not go on.</exception>
    public async Task<bool> TryOpenAsync(CancellationToken cancel)
    {
        try
        {
            await store.OpenAsync(cancel);
            await credentials.ReadAsync(cancel);
            return true;
        }
        catch (StorageUnavailableException away)
        {
            log.LogWarning("The store cannot be opened yet: {Reason}. Reports are answered with 503 until it can.", away.Message);
            return false;
        }
    }

    /// <summary>Tries until it is open.</summary>
    public async Task OpenAsync(CancellationToken cancel)
    {
        while (!await TryOpenAsync(cancel))
            await Task.Delay(OpenEvery, clock, cancel);
    }

    /// <summary>Does <paramref name="work"/>, again if the store goes away meanwhile.</summary>
    public async Task UntilAvailableAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await work(cancel);
                return;
            }
            catch (StorageUnavailableException away)
            {
                log.LogWarning("The store went away at the start: {Reason}. Trying again.", away.Message);
                await Task.Delay(OpenEvery, clock, cancel);
            }
        }
    }

    /// <summary>Runs until cancelled; the store must be open.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        // None of them ends by itself: the first that does has a defect, and that must not stay silent.
        List<Task> works = [credentials.FollowAsync(cancel), .. Beside.Select(work => work(cancel))];
        if (part.TakesReports())
            works.Add(RepeatAsync("Writing down the boards' activity", FlushEvery, FlushAsync, cancel));
        if (part.ServesPeople())
            works.AddRange([.. Upkeep(cancel), RepeatAsync("Learning how often boards report", LearnEvery, Intervals.LearnAsync, cancel)]);
        await Together.RunAsync(works, cancel);
    }

    /// <summary>Appends what was learned about devices since the last time; at a stop it is tried once.</summary>
    public async Task FlushLastAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (StorageUnavailableException away)
        {
            log.LogWarning("The boards' last activity was not written down: {Reason}", away.Message);
        }
    }

    private Task[] Upkeep(CancellationToken cancel) =>
    [
        RepeatAsync("Rolling up", RollUpEvery, stop => store.Upkeep.RollUpAsync(Now, stop), cancel),
        RepeatAsync("Dropping old readings", UpkeepEvery, _retention.RunAsync, cancel),
        RepeatAsync("Making partitions", UpkeepEvery, stop => store.Upkeep.PrepareAsync(Now, stop), cancel),
        RepeatAsync("Forgetting old receipts", UpkeepEvery, async stop => await store.Upkeep.PruneReceiptsAsync(Now - ReceiptsKept, stop), cancel),
        RepeatAsync("Folding the boards' activity", UpkeepEvery, stop => store.Upkeep.CompactActivityAsync(Now - ActivityKept, stop), cancel),
    ];

    private Instant Now => Instant.Now(clock);

    private async ValueTask FlushAsync(CancellationToken cancel) => await ingest.Activity.FlushAsync(store.Activity, cancel);

    private async Task RepeatAsync(string what, TimeSpan every, Func<CancellationToken, ValueTask> work, CancellationToken cancel)
    {
        using PeriodicTimer timer = new(every, clock);
        do
        {
            try
            {
                await work(cancel);
            }
            catch (StorageUnavailableException away)
            {
                log.LogWarning("{What} has to wait: {Reason}", what, away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }
}
