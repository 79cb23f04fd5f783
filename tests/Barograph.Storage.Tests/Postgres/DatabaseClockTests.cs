using Barograph.Storage.Postgres;

namespace Barograph.Storage.Tests;

/// <summary>The database reckons partitions and expiries with its own clock; the doctor says when that is another than this machine's.</summary>
public sealed class DatabaseClockTests() : PostgresTest(SharedCluster.GetAsync)
{
    // seconds by which this machine's clock is wrong
    [Theory]
    [InlineData(0, FindingLevel.Fine)]
    [InlineData(-40, FindingLevel.Fine)]
    [InlineData(90, FindingLevel.Warning)]
    [InlineData(-7200, FindingLevel.Warning)]
    public async Task A_clock_that_is_a_minute_away_is_told(int wrong, FindingLevel level)
    {
        await using var store = new PostgresStore(new PostgresOptions(Place.ConnectionString), new WrongClock(TimeSpan.FromSeconds(wrong)));

        Finding finding = Assert.Single(await store.ExamineAsync(Cancel), finding => finding.Subject == "database clock");

        Assert.Equal(level, finding.Level);
    }

    private sealed class WrongClock(TimeSpan wrong) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + wrong;
    }
}
