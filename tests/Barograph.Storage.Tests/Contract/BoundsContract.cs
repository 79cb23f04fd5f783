using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>The edges of what may be stored: numbers bit by bit, times to the microsecond.</summary>
public abstract class BoundsContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : BoundsContract(Engine.Sqlite);

    public sealed class Postgres() : BoundsContract(Engine.Postgres);

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    [InlineData(0.1)]
    [InlineData(-273.15)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(double.Epsilon)]
    [InlineData(-double.Epsilon)]
    [InlineData(2.2250738585072009e-308)]
    [InlineData(2.2250738585072014e-308)]
    [InlineData(9007199254740993.0)]
    [InlineData(9223372036854775807.0)]
    [InlineData(-9223372036854775808.0)]
    [InlineData(1e300)]
    [InlineData(0.30000000000000004)]
    public async Task A_number_comes_back_bit_by_bit_and_its_retry_is_a_duplicate(double value)
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        SampleBatch batch = Batches.Of(new Sample(series, At(0), value));
        await AppendAsync(batch);

        Assert.Equal("D", (await AppendAsync(batch)).Letters(batch));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Assert.Single(await ContentsAsync(series)).Value));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Assert.Single(await Store.Reader.LatestAsync(null, Cancel)).Value));
    }

    [Fact]
    public async Task Negative_zero_comes_back_as_the_engine_declares_and_its_retry_is_a_duplicate()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        SampleBatch batch = Batches.Of(new Sample(series, At(0), -0.0));
        await AppendAsync(batch);

        Assert.Equal("D", (await AppendAsync(batch)).Letters(batch));
        double stored = Assert.Single(await ContentsAsync(series)).Value;
        Assert.Equal(0.0, stored);
        Assert.Equal(Engine.KeepsNegativeZero, double.IsNegative(stored));
    }

    [Fact]
    public async Task Both_zeros_are_the_same_value()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of(new Sample(series, At(0), 0.0), new Sample(series, At(1), -0.0)));
        SampleBatch swapped = Batches.Of(new Sample(series, At(0), -0.0), new Sample(series, At(1), 0.0), new Sample(series, At(1), -0.0));

        Assert.Equal("DDD", (await AppendAsync(swapped)).Letters(swapped));
    }

    [Fact]
    public async Task Times_from_2015_to_tomorrow_are_taken()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        Instant tomorrow = Instant.Now(TimeProvider.System) + TimeSpan.FromDays(1);
        Instant[] times = [Instant.FromUnixSeconds(1_420_070_400), .. TurnsOfTheMonths(tomorrow), tomorrow];
        SampleBatch batch = Batches.Of([.. times.Select((time, i) => new Sample(series, time, i))]);

        Assert.Null((await AppendAsync(batch)).Outcomes);

        Assert.Equal(times, (await ContentsAsync(series)).Select(v => v.Time));
    }

    [Fact]
    public async Task Times_are_kept_to_the_microsecond()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        long second = At(0).Microseconds;
        // The last one is the last microsecond before a new year, where a rounding would change the partition.
        Instant[] times =
        [
            new(second), new(second + 1), new(second + 2), new(second + 999_999), new(second + 1_000_000),
            new(Instant.FromUnixSeconds(1_735_689_600).Microseconds - 1), Instant.FromUnixSeconds(1_735_689_600),
        ];
        await AppendAsync(Batches.Of([.. times.Select((time, i) => new Sample(series, time, i))]));

        Assert.Equal(times.Select((time, i) => new TimedValue(time, i)), await ContentsAsync(series));
    }

    /// <summary>The last microsecond of each month since 2015 and the first of the next: where partitions meet.</summary>
    private static IEnumerable<Instant> TurnsOfTheMonths(Instant end)
    {
        var month = new DateTime(2015, 2, 1, 0, 0, 0, DateTimeKind.Utc);
        for (; Instant.FromDateTime(month) < end; month = month.AddMonths(1))
        {
            Instant first = Instant.FromDateTime(month);
            yield return new Instant(first.Microseconds - 1);
            yield return first;
        }
    }
}
