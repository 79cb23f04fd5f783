using System.Globalization;
using Barograph.Model;
using Barograph.Server.Commands;
using Barograph.Server.Commands.Import;
using CsCheck;

namespace Barograph.Tests.Server.Import;

public sealed class LocalClockTests
{
    private static readonly string[] Zones =
    [
        "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Beirut", "Africa/Casablanca",
        "America/Sao_Paulo", "Pacific/Auckland", "Atlantic/Azores", "Antarctica/Troll", "UTC", "Asia/Pyongyang", "America/Havana",
    ];

    // 2015 to 2040, to the second.
    private static readonly Gen<Instant> AnyTime = Gen.Long[1_420_070_400, 2_208_988_800].Select(Instant.FromUnixSeconds);

    private static readonly Gen<TimeZoneInfo> AnyZone = Gen.Int[0, Zones.Length - 1].Select(i => TimeZoneInfo.FindSystemTimeZoneById(Zones[i]));

    [Theory]
    [InlineData("Europe/Berlin", "2022-01-15T12:00:00", "2022-01-15T11:00:00")]
    [InlineData("Europe/Berlin", "2022-07-15T12:00:00", "2022-07-15T10:00:00")]
    [InlineData("Europe/Berlin", "2022-03-27T01:59:59", "2022-03-27T00:59:59")]
    [InlineData("Europe/Berlin", "2022-03-27T03:00:00", "2022-03-27T01:00:00")]
    [InlineData("Europe/Berlin", "2022-10-30T01:59:59", "2022-10-29T23:59:59")]
    [InlineData("Europe/Berlin", "2022-10-30T03:00:00", "2022-10-30T02:00:00")]
    [InlineData("Europe/Dublin", "2022-07-15T12:00:00", "2022-07-15T11:00:00")]
    [InlineData("Australia/Lord_Howe", "2022-01-15T12:00:00", "2022-01-15T01:00:00")]
    [InlineData("Australia/Lord_Howe", "2022-07-15T12:00:00", "2022-07-15T01:30:00")]
    [InlineData("UTC", "2022-07-15T12:00:00", "2022-07-15T12:00:00")]
    public void A_local_time_is_turned_into_UTC(string zone, string local, string expected)
    {
        LocalClock clock = LocalClock.Of(zone);
        Assert.Equal([expected], Convert(clock, local));
        Assert.Equal((0, 0), (clock.Ambiguous, clock.Missing));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2022-03-27T02:30:00", "2022-03-27T01:30:00")]
    [InlineData("Australia/Lord_Howe", "2022-10-02T02:15:00", "2022-10-01T15:45:00")]
    public void A_time_that_is_missing_in_spring_is_moved_on_by_the_gap(string zone, string local, string expected)
    {
        LocalClock clock = LocalClock.Of(zone);
        Assert.Equal([expected], Convert(clock, local));
        Assert.Equal(1, clock.Missing);
    }

    [Fact]
    public void The_hour_that_comes_twice_is_told_apart_by_the_clock_going_back()
    {
        LocalClock clock = LocalClock.Of("Europe/Berlin");
        Assert.Equal(
            ["2022-10-30T00:00:00", "2022-10-30T00:40:00", "2022-10-30T01:20:00", "2022-10-30T01:59:00", "2022-10-30T02:39:00"],
            Convert(clock, "2022-10-30T02:00:00", "2022-10-30T02:40:00", "2022-10-30T02:20:00", "2022-10-30T02:59:00", "2022-10-30T03:39:00"));
        Assert.Equal((4, 2), (clock.Ambiguous, clock.SecondPass));
    }

    [Fact]
    public void Rows_that_are_a_moment_out_of_order_are_of_the_same_pass()
    {
        LocalClock clock = LocalClock.Of("Europe/Berlin");
        Assert.Equal(
            ["2022-10-30T00:30:00", "2022-10-30T00:29:30", "2022-10-30T00:31:00"],
            Convert(clock, "2022-10-30T02:30:00", "2022-10-30T02:29:30", "2022-10-30T02:31:00"));
        Assert.Equal(0, clock.SecondPass);
    }

    [Fact]
    public void The_autumn_of_the_next_year_begins_anew()
    {
        LocalClock clock = LocalClock.Of("Europe/Berlin");
        Assert.Equal(
            ["2022-10-30T00:50:00", "2022-10-30T01:10:00", "2023-10-29T00:05:00"],
            Convert(clock, "2022-10-30T02:50:00", "2022-10-30T02:10:00", "2023-10-29T02:05:00"));
    }

    [Fact]
    public void Readings_of_a_whole_year_keep_their_times()
    {
        // Every 20 minutes, by a clock that shows local time: nothing but the order tells the two passes apart.
        foreach (TimeZoneInfo zone in Zones.Select(TimeZoneInfo.FindSystemTimeZoneById))
        {
            var clock = new LocalClock(zone);
            LocalTrace trace = default;
            Instant time = Of("2022-01-01T00:00:00");
            for (int i = 0; i < 366 * 72; i++, time += TimeSpan.FromMinutes(20))
                Assert.Equal(time, clock.ToUtc(Local(time, zone), ref trace));
            Assert.Equal(0, clock.Missing);
        }
    }

    [Fact]
    public void Any_time_comes_back_in_the_first_pass_or_in_the_second() =>
        Gen.Select(AnyTime, AnyZone).Sample((time, zone) =>
        {
            Instant local = Local(time, zone);
            var clock = new LocalClock(zone);
            LocalTrace fresh = default;
            Instant first = clock.ToUtc(local, ref fresh);
            LocalTrace later = new(local + TimeSpan.FromMinutes(2), IsSecondPass: false);
            Instant second = clock.ToUtc(local, ref later);
            return clock.Missing == 0 && first <= second && (time == first || time == second);
        });

    [Fact]
    public void What_comes_out_is_that_local_time_unless_it_is_missing() =>
        Gen.Select(AnyTime, AnyZone).Sample((local, zone) =>
        {
            var clock = new LocalClock(zone);
            LocalTrace trace = default;
            Instant utc = clock.ToUtc(local, ref trace);
            return Local(utc, zone) == local || (clock.Missing == 1 && Local(utc, zone) > local);
        });

    [Fact]
    public void A_zone_that_is_not_known_is_refused_with_a_sentence() =>
        Assert.Contains("Europe/Berlin", Assert.Throws<CommandFailedException>(() => LocalClock.Of("Berlin")).Message, StringComparison.Ordinal);

    private static Instant Local(Instant utc, TimeZoneInfo zone) => utc + zone.GetUtcOffset(utc.ToDateTime());

    private static Instant Of(string text) => Instant.FromDateTime(DateTime.ParseExact(
        text, "s", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    private static string[] Convert(LocalClock clock, params string[] locals)
    {
        LocalTrace trace = default;
        var times = new List<string>();
        foreach (string local in locals)
            times.Add(clock.ToUtc(Of(local), ref trace).ToDateTime().ToString("s", CultureInfo.InvariantCulture));
        return [.. times];
    }
}
