using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class LatestContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : LatestContract(Engine.Sqlite);

    public sealed class Postgres() : LatestContract(Engine.Postgres);

    [Fact]
    public async Task The_latest_sample_is_the_one_with_the_greatest_time_not_the_last_to_arrive()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(Batches.Of(new Sample(series[0], At(5), 5), new Sample(series[1], At(1), 10)));
        await AppendAsync(Batches.Of(new Sample(series[0], At(2), 2), new Sample(series[0], At(-1e8), 0)));

        IReadOnlyList<LatestSample> latest = await Store.Reader.LatestAsync(null, Cancel);

        Assert.Equal([(series[0], At(5), 5.0), (series[1], At(1), 10.0)], latest.Select(s => (s.Series.Id, s.Time, s.Value)));
    }

    [Fact]
    public async Task A_series_without_samples_has_no_latest()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(Batches.Of(new Sample(series[1], At(0), 1)));

        Assert.Equal(series[1], Assert.Single(await Store.Reader.LatestAsync(null, Cancel)).Series.Id);
    }

    [Fact]
    public async Task Old_and_new_samples_alike_are_found()
    {
        SeriesId[] series = await NewSeriesAsync(3);
        Instant tomorrow = Instant.Now(TimeProvider.System) + TimeSpan.FromDays(1);
        Instant[] times = [Instant.FromUnixSeconds(1_420_070_400), At(0), tomorrow];
        await AppendAsync(Batches.Of([.. series.Select((id, i) => new Sample(id, times[i], i))]));

        Assert.Equal(times, (await Store.Reader.LatestAsync(null, Cancel)).Select(s => s.Time));
    }

    [Fact]
    public async Task One_location_can_be_asked_for_and_nothing_else_is_answered()
    {
        SeriesId[] series = await NewSeriesAsync(
            new SeriesKey("desk", "temperature"), new SeriesKey("Desk", "temperature"), new SeriesKey("desk/left", "temperature"), new SeriesKey("desk", "humidity"));
        await AppendAsync(Batches.Of([.. series.Select((id, i) => new Sample(id, At(0), i))]));

        Assert.Equal([3.0, 0.0], (await Store.Reader.LatestAsync("desk", Cancel)).Select(s => s.Value));
        Assert.Equal([1.0], (await Store.Reader.LatestAsync("Desk", Cancel)).Select(s => s.Value));
        Assert.Empty(await Store.Reader.LatestAsync("%", Cancel));
        Assert.Empty(await Store.Reader.LatestAsync("nowhere", Cancel));
    }

    /// <remarks>The cluster of the tests collates as a German dictionary does, where b comes before Z and ä before b.</remarks>
    [Fact]
    public async Task The_order_is_that_of_the_characters_numbers_on_both_engines()
    {
        string[] locations = ["zoo", "Zebra", "ähre", "apple", "Ärger", "desk", "desk 2", "desk-1", "desk/a", "desk_1", "Desk", "10", "9", "ß"];
        string[] metrics = ["temperature", "a_b", "ab", "a1"];
        SeriesKey[] keys = [.. locations.SelectMany(location => metrics.Select(metric => new SeriesKey(location, metric)))];
        SeriesId[] series = await NewSeriesAsync(keys);
        await AppendAsync(Batches.Of([.. series.Select(id => new Sample(id, At(0), id.Value))]));

        IReadOnlyList<LatestSample> latest = await Store.Reader.LatestAsync(null, Cancel);

        SeriesKey[] expected = [.. keys.OrderBy(k => k.Location, StringComparer.Ordinal).ThenBy(k => k.Metric, StringComparer.Ordinal)];
        Assert.Equal(expected, latest.Select(s => s.Series.Key));
        Assert.Equal(expected, (await Store.Series.ListAsync(null, Cancel)).Select(s => s.Key));
        Assert.Equal(locations.Order(StringComparer.Ordinal), (await Store.Locations.ListAsync(Cancel)).Select(l => l.Key));
        Assert.All(latest, sample => Assert.Equal(sample.Series.Id.Value, sample.Value));
    }

    [Fact]
    public async Task The_latest_sample_carries_the_unit()
    {
        var wish = new SeriesWish(new SeriesKey("desk", "temperature"), "Cel");
        SeriesInfo series = (await Store.Series.FindOrCreateAsync([wish], await NewTokenIdAsync(), 10, Cancel))[0]!;
        await AppendAsync(Batches.Of(new Sample(series.Id, At(0), 21)));

        Assert.Equal(new LatestSample(series, At(0), 21), Assert.Single(await Store.Reader.LatestAsync("desk", Cancel)));
        Assert.Equal("Cel", series.Unit);
    }
}
