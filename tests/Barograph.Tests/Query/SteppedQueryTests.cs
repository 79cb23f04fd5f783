using Barograph.Model;
using Barograph.Query;

namespace Barograph.Tests.Query;

public sealed class SteppedQueryTests
{
    [Theory]
    [InlineData("1h", "UTC", Resolution.Hour)]
    [InlineData("6h", "UTC", Resolution.Hour)]
    [InlineData("5m", "UTC", Resolution.FiveMinutes)]
    [InlineData("1h30m", "UTC", Resolution.FiveMinutes)]
    [InlineData("30m", "UTC", Resolution.FiveMinutes)]
    [InlineData("1m", "UTC", null)]
    [InlineData("7m", "UTC", null)]
    [InlineData("1d", "UTC", Resolution.Hour)]
    [InlineData("1d", "Europe/Berlin", Resolution.Hour)]
    [InlineData("1mo", "America/New_York", Resolution.Hour)]
    [InlineData("1d", "Asia/Kathmandu", Resolution.FiveMinutes)]
    [InlineData("1d", "Australia/Lord_Howe", Resolution.FiveMinutes)]
    public void The_widest_tier_that_fits_into_every_window_is_taken(string step, string zone, Resolution? expected) =>
        Assert.Equal(expected, Query(step, zone, "2026-03-01T10:11:12Z", "2026-04-20T10:11:12Z")?.Resolution ?? Query(step, zone, "2026-03-01T10:11:12Z", "2026-03-02T10:11:12Z")!.Resolution);

    [Fact]
    public void The_range_is_widened_to_whole_windows()
    {
        SteppedQuery query = Query("1d", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T22:00:00.000001Z")!;
        Assert.Equal(new TimeRange(Parse("2026-03-27T23:00:00Z"), Parse("2026-03-30T22:00:00Z")), query.Range);
        Assert.Equal(3, query.Count);
    }

    [Theory]
    [InlineData("1m", 10_000 * 60, true)]
    [InlineData("1m", 10_000 * 60 + 1, false)]
    [InlineData("1d", 10_000L * 86_400, true)]
    [InlineData("1d", 10_000L * 86_400 + 1, false)]
    public void More_than_ten_thousand_windows_are_refused(string step, long seconds, bool taken)
    {
        Instant from = Parse("2000-01-01T00:00:00Z");
        Assert.True(QueryStep.TryParse(step, out QueryStep parsed));
        Assert.Equal(taken, SteppedQuery.Of(parsed, TimeZoneInfo.Utc, new TimeRange(from, from + TimeSpan.FromSeconds(seconds))) is not null);
    }

    [Fact]
    public void All_of_time_is_refused_and_no_time_is_empty()
    {
        Assert.True(QueryStep.TryParse("1h", out QueryStep step));
        Assert.Null(SteppedQuery.Of(step, TimeZoneInfo.Utc, TimeRange.All));
        Assert.True(QueryStep.TryParse("1d", out QueryStep day));
        Assert.Null(SteppedQuery.Of(day, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu"), TimeRange.All));
        Assert.Equal(0, SteppedQuery.Of(step, TimeZoneInfo.Utc, new TimeRange(Instant.MaxValue, Instant.MinValue))!.Count);
    }

    private static SteppedQuery? Query(string step, string zone, string from, string to)
    {
        Assert.True(QueryStep.TryParse(step, out QueryStep parsed));
        return SteppedQuery.Of(parsed, TimeZoneInfo.FindSystemTimeZoneById(zone), new TimeRange(Parse(from), Parse(to)));
    }

    private static Instant Parse(string text)
    {
        Assert.True(Instant.TryParse(text, out Instant time));
        return time;
    }
}
