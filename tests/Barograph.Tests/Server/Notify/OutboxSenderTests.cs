using Barograph.Model;
using Barograph.Server.Notify;
using Barograph.Storage;
using Barograph.Tests.Server.Commands;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Notify;

public sealed class OutboxSenderTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly CommandRig _rig;

    public OutboxSenderTests() => _rig = new CommandRig { Clock = _clock };

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task What_arrives_between_the_reading_of_the_outbox_and_the_sending_is_not_sent_again()
    {
        await _rig.WithStoreAsync();
        await _rig.LookAsync(async store =>
        {
            // No version reaches this kind, so an attempt is over at once and nothing listens anywhere.
            AlertTarget target = await store.Targets.AddAsync(
                new AlertTarget(0, "later", (TargetKind)99, "{}", null, AllowsLan: false, IsEnabled: true, Instant.Now(_clock)), CancellationToken.None);
            await new Drill(store, _clock).BeginAsync([target], CancellationToken.None);
            SlowOutbox outbox = new(store.Outbox);
            using HttpSending http = new();
            using CancellationTokenSource stop = new();
            OutboxSender sender = new(
                new StoreWithOutbox(store, outbox), new Notifiers(http, _clock), new SecretBox(_rig.StorePath + ".key"), null, _clock, NullLogger<OutboxSender>.Instance);

            Task sending = sender.RunAsync(stop.Token);
            // The clock stands still: the sender looks only when it is woken, and a second attempt is never due.
            while (outbox.Looks < 4)
            {
                sender.Wake();
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

            Assert.Equal([1], outbox.Attempts);
            return 0;
        });
    }

    /// <summary>The first attempt is noted only while the second look is under way, whose list still has it.</summary>
    private sealed class SlowOutbox(IOutbox inner) : IOutbox
    {
        private readonly TaskCompletionSource _isListed = new(), _isNoted = new();
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public List<int> Attempts { get; } = [];

        public async ValueTask<IReadOnlyList<Notice>> ListPendingAsync(int atMostEach, CancellationToken cancel)
        {
            int look = Interlocked.Increment(ref _looks);
            IReadOnlyList<Notice> pending = await inner.ListPendingAsync(atMostEach, cancel);
            if (look != 2)
                return pending;
            Assert.Single(pending);
            _isListed.SetResult();
            await _isNoted.Task;
            // Until the loop of the target has ended, which nobody outside can see.
            await Task.Delay(100, cancel);
            return pending;
        }

        public async ValueTask NoteAttemptAsync(Notice tried, Instant at, CancellationToken cancel)
        {
            Attempts.Add(tried.Attempts);
            await _isListed.Task;
            await inner.NoteAttemptAsync(tried, at, cancel);
            _isNoted.TrySetResult();
        }

        public ValueTask AddAsync(IReadOnlyList<Notice> notices, CancellationToken cancel) => inner.AddAsync(notices, cancel);

        public ValueTask<IReadOnlyList<Notice>> ListAsync(int? targetId, int atMost, CancellationToken cancel) => inner.ListAsync(targetId, atMost, cancel);
    }

    /// <summary>A store, with another outbox.</summary>
    private sealed class StoreWithOutbox(IStore store, IOutbox outbox) : IStore
    {
        public string Description => store.Description;
        public ISampleWriter Writer => store.Writer;
        public ISampleReader Reader => store.Reader;
        public IUpkeep Upkeep => store.Upkeep;
        public ISeriesCatalog Series => store.Series;
        public ILocationCatalog Locations => store.Locations;
        public IDeviceCatalog Devices => store.Devices;
        public ITokenCatalog Tokens => store.Tokens;
        public IAccountCatalog Accounts => store.Accounts;
        public ISessionCatalog Sessions => store.Sessions;
        public IActivityLog Activity => store.Activity;
        public IRetentionCatalog Retention => store.Retention;
        public ISiteCatalog Site => store.Site;
        public IAlertRuleCatalog AlertRules => store.AlertRules;
        public ITargetCatalog Targets => store.Targets;
        public IEpisodeLog Episodes => store.Episodes;
        public IOutbox Outbox => outbox;

        public ValueTask OpenAsync(CancellationToken cancel) => store.OpenAsync(cancel);

        public IAsyncEnumerable<CatalogChange> CatalogChangesAsync(CancellationToken cancel) => store.CatalogChangesAsync(cancel);

        public IAsyncEnumerable<SampleNews> SampleNewsAsync(Func<SeriesId, bool> isWanted, CancellationToken cancel) => store.SampleNewsAsync(isWanted, cancel);

        public ValueTask<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel) => store.ExamineAsync(cancel);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
