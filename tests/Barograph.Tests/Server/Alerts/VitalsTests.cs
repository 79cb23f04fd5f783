using Barograph.Model;
using Barograph.Server.Alerts;
using Barograph.Server.Notify;
using Barograph.Server.Running;
using Barograph.Tests.Server.Commands;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Alerts;

/// <summary>What the heartbeat looks at.</summary>
public sealed class VitalsTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly CommandRig _rig;

    public VitalsTests() => _rig = new CommandRig { Clock = _clock };

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task All_is_well_while_readings_are_committed_judged_and_told()
    {
        await _rig.WithStoreAsync();
        await _rig.LookAsync(async store =>
        {
            using HttpSending http = new();
            using CancellationTokenSource stopJudging = new(), stopSending = new();
            AlertEvaluator evaluator = new(store, new ReportIntervals(store, _clock), _clock, NullLogger<AlertEvaluator>.Instance);
            OutboxSender sender = new(store, new Notifiers(http, _clock), new SecretBox(_rig.StorePath + ".key"), null, _clock, NullLogger<OutboxSender>.Instance);
            long step = 0;
            Vitals vitals = new(store, () => step, evaluator, sender, _clock);
            Assert.False(vitals.AreHere);

            Task judging = evaluator.RunAsync(stopJudging.Token), sending = sender.RunAsync(stopSending.Token);
            await UntilAsync(async () => vitals.AreHere && await vitals.ProblemAsync(CancellationToken.None) is null);

            step = 7;
            Assert.Null(await vitals.ProblemAsync(CancellationToken.None));
            await PassAsync(30, () => sender.LookedAt);
            Assert.Contains("committed", await vitals.ProblemAsync(CancellationToken.None), StringComparison.Ordinal);
            step = 8;
            Assert.Null(await vitals.ProblemAsync(CancellationToken.None));

            await stopSending.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
            await PassAsync(120, () => evaluator.JudgedAt);
            Assert.Contains("sent", await vitals.ProblemAsync(CancellationToken.None), StringComparison.Ordinal);

            await stopJudging.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
            _clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Contains("judged", await vitals.ProblemAsync(CancellationToken.None), StringComparison.Ordinal);
            return 0;
        });
    }

    /// <summary>Lets seconds pass, and what still works come round.</summary>
    private async Task PassAsync(int seconds, Func<Instant?> lives)
    {
        Instant end = Instant.Now(_clock) + TimeSpan.FromSeconds(seconds);
        await UntilAsync(() => Task.FromResult(lives() >= end));
    }

    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
