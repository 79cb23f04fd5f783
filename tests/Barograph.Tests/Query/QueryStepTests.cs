using Barograph.Model;
using Barograph.Query;

namespace Barograph.Tests.Query;

public sealed class QueryStepTests
{
    [Theory]
    [InlineData("30s", 30_000_000, StepUnit.Microseconds)]
    [InlineData("250ms", 250_000, StepUnit.Microseconds)]
    [InlineData("5m", 300_000_000, StepUnit.Microseconds)]
    [InlineData("1h30m", 5_400_000_000, StepUnit.Microseconds)]
    [InlineData("24h", 86_400_000_000, StepUnit.Microseconds)]
    [InlineData("1d", 1, StepUnit.Days)]
    [InlineData("2w", 2, StepUnit.Weeks)]
    [InlineData("1mo", 1, StepUnit.Months)]
    [InlineData("3mo", 3, StepUnit.Months)]
    [InlineData("1y", 1, StepUnit.Years)]
    public void Durations_are_read_and_written(string text, long count, StepUnit unit)
    {
        Assert.True(QueryStep.TryParse(text, out QueryStep step));
        Assert.Equal(new QueryStep(count, unit), step);
        Assert.True(QueryStep.TryParse(step.ToString(), out QueryStep again));
        Assert.Equal(step, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("0s")]
    [InlineData("-5m")]
    [InlineData("+5m")]
    [InlineData("5 m")]
    [InlineData("5M")]
    [InlineData("1.5h")]
    [InlineData("1d12h")]
    [InlineData("1h1d")]
    [InlineData("0d")]
    [InlineData("5x")]
    [InlineData("٣h")]
    [InlineData("99999999999999999999s")]
    [InlineData("9223372036854775807h")]
    [InlineData("9223372036854775807d")]
    // 7 times this is a small number again in 64 bits.
    [InlineData("2635249153387078802w")]
    [InlineData("36501d")]
    [InlineData("101y")]
    // Times 366 it would be small again.
    [InlineData("9223372036854775807y")]
    [InlineData("595056260442243601mo")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(QueryStep.TryParse(text, out _));

    [Theory]
    [InlineData("1d", "UTC", 86_400.0)]
    [InlineData("1w", "Etc/UTC", 604_800.0)]
    [InlineData("1d", "Europe/Berlin", null)]
    [InlineData("1mo", "UTC", null)]
    [InlineData("90s", "Europe/Berlin", 90.0)]
    public void Only_windows_of_equal_width_have_a_width(string text, string zone, double? seconds)
    {
        Assert.True(QueryStep.TryParse(text, out QueryStep step));
        Assert.Equal(seconds, step.Seconds(TimeZoneInfo.FindSystemTimeZoneById(zone)));
    }

    [Theory]
    [InlineData(3600, 800, 1, "5s")]
    [InlineData(24 * 3600, 800, 1, "2m")]
    [InlineData(365 * 86_400, 1461, 1, "6h")]
    [InlineData(365 * 86_400, 1462, 1, "6h")]
    [InlineData(10, 800, 1, "1s")]
    [InlineData(10, 800, 300, "5m")]
    [InlineData(30L * 365 * 86_400, 2, 1, "262800h")]
    public void For_so_many_windows_the_narrowest_round_step_is_taken(long seconds, int windows, long least, string expected)
    {
        TimeRange range = new(Instant.FromUnixSeconds(1_700_000_001), Instant.FromUnixSeconds(1_700_000_001 + seconds));
        QueryStep step = QueryStep.ForWindows(range, windows, least);
        Assert.Equal(expected, step.ToString());
        Assert.InRange(SteppedQuery.Of(step, TimeZoneInfo.Utc, range)!.Count, 1, windows);
    }
}
