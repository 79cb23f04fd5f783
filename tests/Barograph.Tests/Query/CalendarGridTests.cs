using Barograph.Model;
using Barograph.Query;
using CsCheck;

namespace Barograph.Tests.Query;

public sealed class CalendarGridTests
{
    /// <summary>Zones with every kind of change: an hour, half an hour, at midnight, over midnight, none, and a day that never was.</summary>
    private static readonly string[] Zones =
        ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Havana", "America/Sao_Paulo", "Asia/Beirut", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns"];

    private static readonly string[] Steps = ["1d", "2d", "1w", "1mo", "5mo", "1y"];

    [Theory]
    // The clocks go forward, and back.
    [InlineData("1d", "Europe/Berlin", "2026-03-29T10:00:00Z", "2026-03-28T23:00:00Z", 23.0)]
    [InlineData("1d", "Europe/Berlin", "2026-10-25T10:00:00Z", "2026-10-24T22:00:00Z", 25.0)]
    [InlineData("1d", "Europe/Berlin", "2026-06-01T21:59:59.999999Z", "2026-05-31T22:00:00Z", 24.0)]
    [InlineData("1d", "Europe/Berlin", "2026-06-01T22:00:00Z", "2026-06-01T22:00:00Z", 24.0)]
    // By half an hour.
    [InlineData("1d", "Australia/Lord_Howe", "2026-04-05T00:00:00Z", "2026-04-04T13:00:00Z", 24.5)]
    [InlineData("1d", "Australia/Lord_Howe", "2026-10-03T20:00:00Z", "2026-10-03T13:30:00Z", 23.5)]
    [InlineData("1d", "Asia/Kathmandu", "2026-01-01T00:00:00Z", "2025-12-31T18:15:00Z", 24.0)]
    // Midnight never was: the day begins at 01:00 local time.
    [InlineData("1d", "America/Havana", "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", 23.0)]
    // Midnight was twice: the day begins at the first.
    [InlineData("1d", "America/Havana", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z", 25.0)]
    // 30 December 2011 never was.
    [InlineData("1d", "Pacific/Apia", "2011-12-30T09:59:00Z", "2011-12-29T10:00:00Z", 24.0)]
    [InlineData("1d", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", 24.0)]
    // Weeks begin on Monday, also before 1970.
    [InlineData("1w", "UTC", "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z", 168.0)]
    [InlineData("1w", "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-18T22:00:00Z", 169.0)]
    [InlineData("1w", "UTC", "1969-12-28T12:00:00Z", "1969-12-22T00:00:00Z", 168.0)]
    [InlineData("1mo", "Europe/Berlin", "2026-03-15T12:00:00Z", "2026-02-28T23:00:00Z", 743.0)]
    [InlineData("1mo", "UTC", "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z", 696.0)]
    [InlineData("3mo", "UTC", "2026-05-05T12:00:00Z", "2026-04-01T00:00:00Z", 2184.0)]
    [InlineData("1y", "Europe/Berlin", "2026-05-05T12:00:00Z", "2025-12-31T23:00:00Z", 8760.0)]
    public void A_window_is_that_of_the_places_calendar(string text, string zone, string time, string start, double hours)
    {
        TimeRange window = Grid(text, zone).WindowAt(Parse(time));
        Assert.Equal(Parse(start), window.From);
        Assert.Equal(TimeSpan.FromHours(hours), window.To - window.From);
    }

    [Fact]
    public void Windows_adjoin_and_hold_their_moments_everywhere_and_always() =>
        Gen.Select(Gen.Int[0, Zones.Length - 1], Gen.Int[0, 5], Gen.Long[Micros("1950-01-01"), Micros("2045-01-01")])
            .Sample((zone, step, time) =>
            {
                CalendarGrid grid = Grid(Steps[step], Zones[zone]);
                Instant moment = new(time);
                TimeRange window = grid.WindowAt(moment);
                Assert.True(window.Contains(moment));
                Assert.Equal(window, grid.WindowAt(window.From));
                Assert.Equal(window, grid.WindowAt(new Instant(window.To.Microseconds - 1)));
                Assert.Equal(window.To, grid.WindowAt(window.To).From);
            }, iter: 20_000);

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void At_the_ends_of_time_a_window_ends_with_it(string day)
    {
        foreach (string zone in Zones)
        {
            TimeRange window = Grid("1y", zone).WindowAt(new Instant(Micros(day)));
            Assert.True(window.From >= Instant.MinValue && window.To <= Instant.MaxValue && window.From < window.To);
        }
    }

    private static CalendarGrid Grid(string step, string zone)
    {
        Assert.True(QueryStep.TryParse(step, out QueryStep parsed));
        return new CalendarGrid(parsed, TimeZoneInfo.FindSystemTimeZoneById(zone));
    }

    private static Instant Parse(string text)
    {
        Assert.True(Instant.TryParse(text, out Instant time));
        return time;
    }

    private static long Micros(string day) => Parse(day + "T00:00:00Z").Microseconds;
}
