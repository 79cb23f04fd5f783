using Barograph.Model;
using Barograph.Server.Notify;
using Barograph.Tests.Server.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Notify;

/// <summary>Every month each target gets a test.</summary>
public sealed class MonthlyDrillTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly CommandRig _rig;

    public MonthlyDrillTests() => _rig = new CommandRig { Clock = _clock };

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_target_that_had_none_for_a_month_gets_one()
    {
        await _rig.WithStoreAsync();
        await _rig.LookAsync(async store =>
        {
            Drill drill = new(store, _clock);
            AlertTarget target = await store.Targets.AddAsync(new AlertTarget(0, "phone", TargetKind.Webhook, "{}", null, false, true, Instant.Now(_clock)), CancellationToken.None);
            await store.Targets.AddAsync(target with { Name = "off", IsEnabled = false }, CancellationToken.None);
            Assert.False(await drill.BeginDueAsync(CancellationToken.None));

            for (int month = 1; month <= 2; month++)
            {
                _clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromHours(1));
                Assert.False(await drill.BeginDueAsync(CancellationToken.None));
                _clock.Advance(TimeSpan.FromHours(1));
                Assert.True(await drill.BeginDueAsync(CancellationToken.None));
                Assert.False(await drill.BeginDueAsync(CancellationToken.None));
            }
            IReadOnlyList<Notice> drills = await store.Outbox.ListAsync(null, 10, CancellationToken.None);
            Assert.Equal([target.Id, target.Id], drills.Select(notice => notice.TargetId));
            Assert.All(drills, notice => Assert.Equal(NoticeKind.Drill, notice.Kind));
            return 0;
        });
    }
}
