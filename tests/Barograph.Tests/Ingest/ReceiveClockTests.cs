using Barograph.Ingest;
using Barograph.Model;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Ingest;

public sealed class ReceiveClockTests
{
    [Fact]
    public void No_two_receive_times_are_equal_however_many_threads_ask()
    {
        ReceiveClock clock = new(new FakeTimeProvider(IngestBench.Noon));
        Instant[] given = new Instant[80_000];
        Parallel.For(0, given.Length, i => given[i] = clock.Next());
        Assert.Equal(given.Length, given.Distinct().Count());
    }

    [Fact]
    public void Times_go_on_when_the_wall_clock_is_set_back()
    {
        FakeTimeProvider wall = new(IngestBench.Noon) { AutoAdvanceAmount = TimeSpan.Zero };
        ReceiveClock clock = new(wall);
        Instant before = clock.Next();
        ReceiveClock back = new(new BackwardsClock(IngestBench.Noon));
        Instant first = back.Next();
        Assert.True(back.Next() > first);
        Assert.Equal(Instant.FromDateTime(IngestBench.Noon.UtcDateTime), before);
    }

    /// <summary>Each look is an hour earlier than the last.</summary>
    private sealed class BackwardsClock(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _next = start;

        public override DateTimeOffset GetUtcNow() => _next = _next.AddHours(-1);
    }
}
