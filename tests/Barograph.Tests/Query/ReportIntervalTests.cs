using Barograph.Model;
using Barograph.Query;

namespace Barograph.Tests.Query;

public sealed class ReportIntervalTests
{
    public static readonly TheoryData<string, int[], int, int> Habits = new()
    {
        { "each 20 s", Every(20, 100), 20, 60 },
        { "each 10 min", Every(600, 100), 600, 1500 },
        { "twice a day", Every(43_200, 28), 43_200, 108_000 },
        { "each second", Every(1, 100), 1, 60 },
        { "ten reports and an hour of sleep", [.. Every(3600, 10).SelectMany(wake => Every(2, 10).Select(t => wake + t))], 2, 8955 },
        { "each 20 s, and one night without power", [.. Every(20, 60), .. Every(20, 40).Select(t => t + 40_000)], 20, 60 },
    };

    [Theory]
    [MemberData(nameof(Habits))]
    public void A_series_is_stale_when_it_is_silent_for_longer_than_is_its_habit(string habit, int[] times, int usual, int staleAfter)
    {
        ReportInterval learned = ReportInterval.Of([.. times.Select(seconds => Instant.FromUnixSeconds(seconds))])!.Value;
        Assert.Equal((habit, TimeSpan.FromSeconds(usual), TimeSpan.FromSeconds(staleAfter)), (habit, learned.Usual, learned.StaleAfter));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Few_readings_are_no_habit(int count) => Assert.Null(ReportInterval.Of([.. Every(20, count).Select(seconds => Instant.FromUnixSeconds(seconds))]));

    private static int[] Every(int seconds, int count) => [.. Enumerable.Range(0, count).Select(i => i * seconds)];
}
