using Barograph.Server.Pull;
using CsCheck;

namespace Barograph.Tests.Server.Pull;

public sealed class PullTimesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 10, 0, TimeSpan.Zero);

    [Fact]
    public void Nobody_is_asked_when_an_hour_begins_nor_before_the_answer_ends() =>
        Gen.Select(Gen.Int[0, 7200], Gen.Int[0, 100_000], Gen.Double[0, 1]).Sample((begin, seconds, random) =>
        {
            DateTimeOffset now = Noon + TimeSpan.FromSeconds(begin);
            TimeSpan holds = TimeSpan.FromSeconds(seconds);
            DateTimeOffset due = new PullTimes(() => random).AfterAnswer(now, holds, TimeSpan.FromMinutes(15));
            Assert.True(due - now >= TimeSpan.FromMinutes(15) && (due - now >= holds || holds > TimeSpan.FromDays(1)));
            Assert.True(due - now <= TimeSpan.FromDays(1) + TimeSpan.FromMinutes(11));
            Assert.InRange(due.Minute + due.Second / 60.0, 1, 59.0001);
        });

    [Fact]
    public void Trouble_is_waited_out_twice_as_long_each_time_up_to_an_hour()
    {
        PullTimes times = new(static () => 0);
        Assert.Equal([1, 2, 4, 8, 16, 32], Enumerable.Range(1, 6).Select(n => (times.AfterFailure(Noon, n, null) - Noon).TotalMinutes));
        Assert.Equal(60, (times.AfterFailure(Noon, 1000, null) - Noon).TotalMinutes);
        Assert.Equal(24 * 60, (times.AfterFailure(Noon, 1, TimeSpan.FromDays(400)) - Noon).TotalMinutes);
        Assert.Equal(24 * 60, (times.AfterRefusal(Noon, 1000) - Noon).TotalMinutes);
    }
}
