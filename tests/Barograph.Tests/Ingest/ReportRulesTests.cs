using Barograph.Ingest;
using Barograph.Model;

namespace Barograph.Tests.Ingest;

public sealed class ReportRulesTests
{
    private static readonly Instant Noon = Instant.FromDateTime(IngestBench.Noon.UtcDateTime);

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", true)]
    [InlineData("2000-01-01T00:00:00Z", true)]
    [InlineData("2014-12-31T23:59:59.999999Z", true)]
    [InlineData("2015-01-01T00:00:00Z", false)]
    [InlineData("2026-06-01T11:59:00Z", false)]
    [InlineData("2026-06-02T12:00:00Z", false)]
    [InlineData("2026-06-02T12:00:01Z", true)]
    [InlineData("2038-01-19T03:14:08Z", true)]
    public async Task A_time_that_only_a_wrong_clock_can_say_is_taken_with_the_receive_time(string said, bool isFault)
    {
        await using IngestBench bench = new();
        Assert.True(Instant.TryParse(said, out Instant time));
        IngestVerdict verdict = await bench.SendAsync(IngestBench.Device(), IngestBench.Report(time: time));
        Assert.Equal((1, isFault ? 1 : 0), (verdict.Stored, verdict.ClockFaults));
        Assert.Equal(isFault ? Noon : time, Assert.Single(bench.Store.Of("desk", "temperature")).Time);
    }

    [Fact]
    public async Task An_age_counts_from_the_receipt()
    {
        await using IngestBench bench = new();
        Report report = IngestBench.Report();
        report.Age = TimeSpan.FromSeconds(340);
        await bench.SendAsync(IngestBench.Device(), report);
        Assert.Equal(Noon - TimeSpan.FromSeconds(340), Assert.Single(bench.Store.Of("desk", "temperature")).Time);
    }

    [Fact]
    public async Task An_id_makes_the_retry_of_a_clockless_report_safe()
    {
        await using IngestBench bench = new();
        for (int attempt = 0; attempt < 2; attempt++)
        {
            Report report = IngestBench.Report();
            report.Id = "7f3a-17";
            IngestVerdict verdict = await bench.SendAsync(IngestBench.Device(), report);
            Assert.Equal(attempt == 0 ? (1, 0) : (0, 1), (verdict.Stored, verdict.Duplicates));
            bench.Clock.Advance(TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public async Task Two_clockless_readings_of_one_moment_never_merge()
    {
        await using IngestBench bench = new();
        await bench.SendAsync(IngestBench.Device(), IngestBench.Report(value: 5));
        await bench.SendAsync(IngestBench.Device(), IngestBench.Report(value: 5));
        Assert.Equal(2, bench.Store.Of("desk", "temperature").Count);
    }

    [Fact]
    public async Task The_first_value_of_a_time_wins_and_another_one_is_told_as_a_conflict()
    {
        await using IngestBench bench = new();
        await bench.SendAsync(IngestBench.Device(), IngestBench.Report(value: 1, time: Noon));
        IngestVerdict same = await bench.SendAsync(IngestBench.Device(), IngestBench.Report(value: 1, time: Noon));
        IngestVerdict other = await bench.SendAsync(IngestBench.Device(), IngestBench.Report(value: 2, time: Noon));
        Assert.Equal((0, 1, 0), (same.Stored, same.Duplicates, same.Conflicts));
        Assert.Equal((0, 0, 1), (other.Stored, other.Duplicates, other.Conflicts));
        Assert.Equal(1, Assert.Single(bench.Store.Of("desk", "temperature")).Value);
    }

    [Theory]
    [InlineData(TokenReach.Any, null, "anywhere", true)]
    [InlineData(TokenReach.Prefix, "garden", "garden", true)]
    [InlineData(TokenReach.Prefix, "garden", "garden/shed", true)]
    [InlineData(TokenReach.Prefix, "garden", "gardenia", false)]
    [InlineData(TokenReach.Prefix, "garden", "Garden", false)]
    [InlineData(TokenReach.Placement, null, "cellar", true)]
    [InlineData(TokenReach.Placement, null, "desk", false)]
    public async Task A_token_reports_only_for_the_locations_that_it_reaches(TokenReach reach, string? prefix, string location, bool isAllowed)
    {
        await using IngestBench bench = new();
        Reporter reporter = IngestBench.Device(reach, prefix, new Placement("cellar", Instant.MinValue, null));
        IngestVerdict verdict = await bench.SendAsync(reporter, IngestBench.Report(location));
        Assert.Equal(isAllowed ? 1 : 0, verdict.Stored);
        Assert.Equal(isAllowed ? [] : [Errors.LocationForbidden], verdict.Rejections.Select(rejection => rejection.Error));
    }

    [Theory]
    [InlineData("2026-03-31T23:59:59Z", "cellar")]
    [InlineData("2026-04-01T00:00:00Z", "attic")]
    public async Task A_report_without_a_location_goes_to_the_placement_of_its_time(string said, string expected)
    {
        await using IngestBench bench = new();
        Assert.True(Instant.TryParse(said, out Instant time) & Instant.TryParse("2026-04-01T00:00:00Z", out Instant moved));
        Reporter reporter = IngestBench.Device(TokenReach.Placement, null,
            new Placement("cellar", Instant.MinValue, moved), new Placement("attic", moved, null));
        await bench.SendAsync(reporter, IngestBench.Report(null, time: time));
        Assert.Single(bench.Store.Of(expected, "temperature"));
    }

    [Fact]
    public async Task Without_a_placement_the_device_stands_at_its_own_name_and_a_person_nowhere()
    {
        await using IngestBench bench = new();
        await bench.SendAsync(IngestBench.Device(TokenReach.Placement), IngestBench.Report(null));
        Assert.Single(bench.Store.Of("board", "temperature"));
        IngestVerdict verdict = await bench.SendAsync(IngestBench.Person(), IngestBench.Report(null));
        Assert.Equal(Errors.LocationMissing, Assert.Single(verdict.Rejections).Error);
    }

    [Fact]
    public async Task One_bad_value_does_not_lose_the_others_of_its_report()
    {
        await using IngestBench bench = new();
        Report report = new() { Location = "desk" };
        report.Values.AddRange([
            new("Temperature", 21.4), new("temperature", 3), new("humidity", double.NaN), new("pressure", double.PositiveInfinity),
            new("9lives", 1), new("co2", 400, "\u0007"), new("wetness", 0)]);
        IngestVerdict verdict = await bench.SendAsync(IngestBench.Device(), report);
        Assert.Equal(2, verdict.Stored);
        Assert.Equal(
            [("temperature", Errors.KeyDuplicate), ("humidity", Errors.ValueNotFinite), ("pressure", Errors.ValueNotFinite),
             ("9lives", Errors.MetricInvalid), ("co2", Errors.UnitInvalid)],
            verdict.Rejections.Select(rejection => (rejection.Metric!, rejection.Error)));
        Assert.Equal(21.4, Assert.Single(bench.Store.Of("desk", "temperature")).Value);
    }

    [Fact]
    public async Task Another_unit_of_the_same_kind_is_converted_and_an_unlike_one_refused()
    {
        await using IngestBench bench = new();
        async Task<IngestVerdict> SendAsync(double value, string? unit)
        {
            Report report = new() { Location = "desk" };
            report.Values.Add(new ReportValue("temperature", value, unit));
            return await bench.SendAsync(IngestBench.Device(), report);
        }
        await SendAsync(20, "°C");
        await SendAsync(68, "degF");
        await SendAsync(20.5, null);
        Assert.Equal(Errors.UnitMismatch, Assert.Single((await SendAsync(1013, "hPa")).Rejections).Error);
        Assert.Equal([20, 20, 20.5], bench.Store.Of("desk", "temperature").Select(sample => sample.Value));
        Assert.Equal("Cel", (await bench.Store.FindAsync(new SeriesKey("desk", "temperature"), TestContext.Current.CancellationToken))!.Unit);
    }

    [Fact]
    public async Task A_token_cannot_flood_the_catalog()
    {
        await using IngestBench bench = new(new IngestLimits { SeriesPerToken = 3 });
        IngestVerdict verdict = await bench.SendAsync(IngestBench.Device(), Enumerable.Range(0, 5).Select(i => IngestBench.Report($"place{i}")));
        Assert.Equal((3, 2), (verdict.Stored, verdict.Rejections.Count));
        Assert.All(verdict.Rejections, rejection => Assert.Equal(Errors.SeriesLimit, rejection.Error));
        Assert.Equal(1, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report("place0"))).Stored);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("/desk")]
    [InlineData("desk/")]
    [InlineData("a//b")]
    [InlineData("a+b")]
    [InlineData("#")]
    [InlineData("a\u0000b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u200Bb")]
    [InlineData("\uD800")]
    [InlineData("a\uFFFD")]
    public async Task A_location_that_breaks_the_rule_is_refused(string location)
    {
        await using IngestBench bench = new();
        IngestVerdict verdict = await bench.SendAsync(IngestBench.Device(), IngestBench.Report(location));
        Assert.Equal(Errors.LocationInvalid, Assert.Single(verdict.Rejections).Error);
    }

    [Theory]
    [InlineData("desk')); DROP TABLE esp32data;--", "desk')); DROP TABLE esp32data;--")]
    [InlineData("  küche \t", "küche")]
    [InlineData("Keller/Boden 2", "Keller/Boden 2")]
    public async Task Any_other_text_is_a_location(string sent, string key)
    {
        await using IngestBench bench = new();
        Assert.Equal(1, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report(sent))).Stored);
        Assert.Single(bench.Store.Of(key, "temperature"));
    }
}
