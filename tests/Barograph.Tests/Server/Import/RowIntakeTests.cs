using System.Buffers;
using Barograph.Model;
using Barograph.Server.Commands.Import;

namespace Barograph.Tests.Server.Import;

public sealed class RowIntakeTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_795_000_000);
    private static readonly TableShape Shape = TableShape.Of("t",
    [
        new("time", "timestamp", "timestamp", "time", false), new("location", "text", "text", "location", false),
        new("a", "float8", "float8", "a", false), new("b", "float8", "float8", "b", false),
    ]);

    private readonly ArrayBufferWriter<SinkSample> _samples = new();

    [Fact]
    public void A_row_becomes_a_sample_for_each_value_that_it_has()
    {
        RowIntake intake = Intake();
        Take(intake, Now, " desk ", 1, 2);
        Take(intake, Now + TimeSpan.FromSeconds(1), "desk", null, 3);
        Take(intake, Now + TimeSpan.FromSeconds(2), "desk", null, null);
        Assert.Equal(["desk a 1", "desk b 2", "desk b 3"], _samples.WrittenSpan.ToArray().Select(s => FormattableString.Invariant($"{s.Key.Location} {s.Key.Metric} {s.Value}")));
        Assert.Equal(3, intake.Tally.RowsRead);
        Assert.Empty(intake.Tally.LeftOut);
    }

    [Theory]
    [InlineData(LeftOutReason.TimeMissing, null, "desk")]
    [InlineData(LeftOutReason.TimeTooEarly, 0L, "desk")]
    [InlineData(LeftOutReason.TimeTooEarly, 1_420_070_399L, "desk")]
    [InlineData(null, 1_420_070_400L, "desk")]
    [InlineData(null, 1_795_086_400L, "desk")]
    [InlineData(LeftOutReason.TimeAhead, 1_795_086_401L, "desk")]
    [InlineData(LeftOutReason.TimeAhead, 250_000_000_000L, "desk")]
    [InlineData(LeftOutReason.LocationMissing, 1_795_000_000L, null)]
    [InlineData(LeftOutReason.LocationMissing, 1_795_000_000L, "  ")]
    [InlineData(LeftOutReason.LocationInvalid, 1_795_000_000L, "desk/#")]
    public void A_row_is_taken_or_left_out_and_counted(LeftOutReason? reason, long? time, string? location)
    {
        RowIntake intake = Intake();
        intake.Expect([new LocationCount(location, 1, [1, 1])]);
        Take(intake, time is { } seconds ? Instant.FromUnixSeconds(seconds) : null, location, 1, 2);
        Assert.Equal(reason is null ? 2 : 0, _samples.WrittenCount);
        Assert.Equal(reason is null ? [] : [reason.Value], intake.Tally.LeftOut.Keys);
        Assert.Equal(1, intake.Tally.RowsInTable);
        // Nothing was answered yet, so it agrees only where all is accounted for as left out.
        Assert.Equal(reason is not null, intake.Tally.Agrees);
    }

    [Fact]
    public void Infinite_times_are_left_out()
    {
        RowIntake intake = Intake();
        Take(intake, Instant.MaxValue, "desk", 1, 1);
        Take(intake, Instant.MinValue, "desk", 1, 1);
        Assert.Equal([LeftOutReason.TimeTooEarly, LeftOutReason.TimeAhead], intake.Tally.LeftOut.Keys);
        Assert.Equal("infinity at desk", intake.Tally.LeftOut[LeftOutReason.TimeAhead].Example);
    }

    [Fact]
    public void A_value_that_is_no_number_does_not_lose_the_others_of_its_row()
    {
        RowIntake intake = Intake();
        Take(intake, Now, "desk", double.NaN, 2);
        Take(intake, Now, "desk", double.PositiveInfinity, null);
        Assert.Equal(1, _samples.WrittenCount);
        Assert.Equal(2, intake.Tally.LeftOut[LeftOutReason.ValueNotFinite].Count);
        Assert.Equal(2, intake.Tally.Of(new SeriesKey("desk", "a")).LeftOut);
    }

    [Fact]
    public void Rows_without_a_location_go_to_the_one_that_is_named()
    {
        RowIntake intake = Intake(location: "attic");
        Take(intake, Now, null, 1, null);
        Take(intake, Now, "desk", 1, null);
        Assert.Equal(["attic", "desk"], _samples.WrittenSpan.ToArray().Select(sample => sample.Key.Location));
    }

    [Fact]
    public void Only_the_locations_that_are_named_are_taken()
    {
        RowIntake intake = Intake(only: ["desk"]);
        Take(intake, Now, "attic", 1, null);
        Take(intake, Now, "desk", 1, null);
        Assert.Equal("desk", Assert.Single(_samples.WrittenSpan.ToArray()).Key.Location);
        Assert.Equal(1, intake.Tally.LeftOut[LeftOutReason.LocationNotWanted].Count);
    }

    [Fact]
    public void The_counts_differ_when_the_store_says_less_than_was_sent()
    {
        RowIntake intake = Intake();
        intake.Expect([new LocationCount("desk", 2, [2, 0])]);
        Take(intake, Now, "desk", 1, null);
        Take(intake, Now + TimeSpan.FromSeconds(1), "desk", 1, null);
        SeriesTally series = intake.Tally.Of(new SeriesKey("desk", "a"));
        intake.Tally.Settle(_samples.WrittenSpan, null);
        series.InStore = 2;
        Assert.True(intake.Tally.Agrees);
        series.InStore = 1;
        Assert.False(intake.Tally.Agrees);
        series.InStore = 2;
        series.New--;
        Assert.False(intake.Tally.Agrees);
    }

    private static RowIntake Intake(string? location = null, string[]? only = null) => new(
        new ImportWish { TimeZone = null, Location = location, OnlyLocations = only ?? [], Json = false }, Shape, new ImportTimes(clock: null, Now));

    private void Take(RowIntake intake, Instant? time, string? location, double? a, double? b)
    {
        var row = new SourceRow(2) { Time = time, Location = location };
        (row.Values[0], row.Values[1]) = (a, b);
        intake.Take(row, _samples);
    }
}
