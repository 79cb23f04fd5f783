using Barograph.Model;
using Barograph.Rollups;

namespace Barograph.Storage.Tests;

/// <summary>Raw samples go only when their rollups are safe, rollups never go, and what is dropped cannot come back as something else.</summary>
public abstract class RetentionContract(Engine engine) : StoreContract(engine)
{
    private const int OldSamples = 720;

    /// <summary>Two years before the start: in PostgreSQL another partition.</summary>
    private static readonly Instant Old = At(-650 * 86_400.0).Floor(Tiers.HourWidth);
    private static readonly Instant Now = At(6 * 3600);

    public sealed class Sqlite() : RetentionContract(Engine.Sqlite);

    public sealed class Postgres() : RetentionContract(Engine.Postgres);

    [Fact]
    public async Task Everything_is_kept_until_a_plan_says_otherwise()
    {
        Assert.Equal(RetentionPlan.KeepAll, await Store.Retention.ReadAsync(Cancel));
        await Store.Retention.SetAsync(new RetentionPlan(90), Cancel);
        Assert.Equal(new RetentionPlan(90), await Store.Retention.ReadAsync(Cancel));
        await Store.Retention.SetAsync(RetentionPlan.KeepAll, Cancel);
        Assert.Equal(RetentionPlan.KeepAll, await Store.Retention.ReadAsync(Cancel));
    }

    [Fact]
    public async Task The_watermark_is_told()
    {
        Assert.Null(await Store.Retention.RolledUpToAsync(Cancel));
        await FilledAsync();
        await Store.Upkeep.RollUpAsync(Now, Cancel);
        Assert.Equal(Tiers.Due(Now), await Store.Retention.RolledUpToAsync(Cancel));
        await Store.Upkeep.RollUpAsync(Now + TimeSpan.FromHours(5), Cancel);
        Assert.Equal(Tiers.Due(Now + TimeSpan.FromHours(5)), await Store.Retention.RolledUpToAsync(Cancel));
    }

    [Fact]
    public async Task Old_raw_samples_go_and_all_that_was_known_of_them_stays()
    {
        (SeriesId both, SeriesId silent) = await FilledAsync();
        await Store.Upkeep.RollUpAsync(Now, Cancel);
        List<Rollup>[] windows = await WindowsAsync(both, silent);
        IReadOnlyList<LatestSample> latest = await Store.Reader.LatestAsync(null, Cancel);
        TimedValue? last = await Store.Reader.LastBeforeAsync(both, Start, Cancel);

        await Store.Upkeep.DropRawAsync(Start, Cancel);

        Assert.Empty(await ContentsAsync(silent));
        List<TimedValue> left = await ContentsAsync(both);
        Assert.Equal(OldSamples, left.Count);
        Assert.Equal(Start, left[0].Time);
        Assert.Equal(windows, await WindowsAsync(both, silent));
        Assert.Equal(latest, await Store.Reader.LatestAsync(null, Cancel));
        Assert.Equal(last, await Store.Reader.LastBeforeAsync(both, Start, Cancel));
        Assert.NotNull(last);
    }

    [Fact]
    public async Task A_forecast_says_what_goes_and_changes_nothing()
    {
        (SeriesId both, SeriesId silent) = await FilledAsync();
        await Store.Upkeep.RollUpAsync(Now, Cancel);
        int before = (await ContentsAsync(both)).Count + (await ContentsAsync(silent)).Count;

        RetentionForecast forecast = await Store.Upkeep.ForecastAsync(Start, Cancel);

        Assert.Equal(before, (await ContentsAsync(both)).Count + (await ContentsAsync(silent)).Count);
        Assert.Equal("N", await AppendOldAsync(both, 1.5));
        await Store.Upkeep.RollUpAsync(Now, Cancel);
        await Store.Upkeep.DropRawAsync(Start, Cancel);
        Assert.Equal(forecast.Samples, before - (await ContentsAsync(both)).Count);
        Assert.InRange(forecast.Bytes, 1, forecast.StoreBytes);
        Assert.Equal(0, (await Store.Upkeep.ForecastAsync(Start, Cancel)).Samples);
    }

    [Fact]
    public async Task What_is_not_rolled_up_is_not_dropped()
    {
        (SeriesId both, SeriesId silent) = await FilledAsync();

        await Store.Upkeep.DropRawAsync(Start, Cancel);

        Assert.Equal(2 * OldSamples, (await ContentsAsync(both)).Count);
        Assert.Equal(OldSamples, (await ContentsAsync(silent)).Count);
    }

    [Fact]
    public async Task A_late_sample_holds_its_hour_back_until_it_is_rolled_up()
    {
        (SeriesId both, _) = await FilledAsync();
        await Store.Upkeep.RollUpAsync(Now, Cancel);
        Assert.Equal("N", await AppendOldAsync(both, 0.5));

        await Store.Upkeep.DropRawAsync(Start, Cancel);
        Assert.Equal(2 * OldSamples + 1, (await ContentsAsync(both)).Count);

        await Store.Upkeep.RollUpAsync(Now, Cancel);
        List<Rollup>[] windows = await WindowsAsync(both);
        await Store.Upkeep.DropRawAsync(Start, Cancel);
        Assert.Equal(OldSamples, (await ContentsAsync(both)).Count);
        Assert.Equal(windows, await WindowsAsync(both));
        Assert.Equal(2 * OldSamples + 1, windows[1].Sum(window => window.Count));
    }

    [Fact]
    public async Task Samples_from_before_are_not_taken_any_more_and_others_of_the_batch_are()
    {
        IStore? ignorant = null;
        (SeriesId both, SeriesId silent) = await FilledAsync();
        if (Engine.SharesPlace)
        {
            // It appends before and after, and nobody tells it.
            ignorant = await Place.OpenAsync(Cancel);
            await ignorant.Writer.AppendAsync(Batches.Of(new Sample(silent, new Instant(Old.Microseconds + 1), 1)), Cancel);
        }
        await Store.Upkeep.RollUpAsync(Now, Cancel);
        await Store.Upkeep.DropRawAsync(Start, Cancel);
        await Store.Upkeep.PrepareAsync(Instant.Now(TimeProvider.System), Cancel);
        List<Rollup>[] windows = await WindowsAsync(both);

        foreach (IStore store in ignorant is null ? [Store] : (IStore[])[ignorant, Store])
        {
            int second = store == Store ? 1 : 2;
            SampleBatch batch = Batches.Of(
                new Sample(both, Old, 77), new Sample(both, At(5 * 3600 + second), 1), new Sample(both, At(-86_400 * 400), 1), new Sample(both, At(0), 77));
            Assert.Equal("TNTC", (await store.Writer.AppendAsync(batch, Cancel)).Letters(batch));
            Assert.Equal("T", await AppendOldAsync(both, 3, store));
        }
        // The one that is new has an hour of its own.
        Assert.Equal(windows[1], (await WindowsAsync(both))[1][..^1]);
    }

    [Fact]
    public async Task A_drop_that_is_cut_off_is_completed_by_the_next()
    {
        SeriesId[] series = await NewSeriesAsync(8);
        await AppendAsync(Batches.Of([.. series.SelectMany(id => Enumerable.Range(0, 6000).Select(i =>
            new Sample(id, new Instant(Old.Microseconds + i * Instant.MicrosecondsPerSecond), i / 3.0)))]));
        await Store.Upkeep.RollUpAsync(Now, Cancel);
        List<Rollup>[] windows = await WindowsAsync(series);
        var random = new Random(7);
        for (int i = 0; i < 5; i++)
        {
            using var cut = new CancellationTokenSource();
            Task drop = Store.Upkeep.DropRawAsync(Start, cut.Token).AsTask();
            await Task.Delay(random.Next(6), Cancel);
            await cut.CancelAsync();
            await drop.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
            await Store.Upkeep.RollUpAsync(Now, Cancel);
            Assert.Equal(windows, await WindowsAsync(series));
        }
        await Store.Upkeep.DropRawAsync(Start, Cancel);
        foreach (SeriesId id in series)
            Assert.Empty(await ContentsAsync(id));
        Assert.Equal(windows, await WindowsAsync(series));
    }

    /// <summary>One series with samples two years ago and at the start, and one that has been silent since two years ago.</summary>
    private async Task<(SeriesId Both, SeriesId Silent)> FilledAsync()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, OldSamples).SelectMany(i => (Sample[])
            [
                new Sample(series[0], new Instant(Old.Microseconds + i * 10 * Instant.MicrosecondsPerSecond), i / 7.0),
                new Sample(series[0], At(i * 10), i / 9.0),
                new Sample(series[1], new Instant(Old.Microseconds + i * 10 * Instant.MicrosecondsPerSecond), i / 11.0),
            ])]));
        return (series[0], series[1]);
    }

    /// <summary>Appends a sample between the old ones; the outcome's letter.</summary>
    private async Task<string> AppendOldAsync(SeriesId series, double second, IStore? store = null)
    {
        SampleBatch batch = Batches.Of(new Sample(series, new Instant(Old.Microseconds + (long)(second * Instant.MicrosecondsPerSecond)), 5));
        return (await (store ?? Store).Writer.AppendAsync(batch, Cancel)).Letters(batch);
    }

    /// <summary>Of each series those of 5 min, then those of 1 h.</summary>
    private async Task<List<Rollup>[]> WindowsAsync(params SeriesId[] series)
    {
        List<List<Rollup>> all = [];
        foreach (SeriesId id in series)
            foreach (Resolution resolution in (Resolution[])[Resolution.FiveMinutes, Resolution.Hour])
            {
                List<Rollup> windows = [];
                await foreach (ReadOnlyMemory<Rollup> block in Store.Reader.ReadRollupsAsync(id, new TimeRange(Old, Now), resolution, 1_000_000, Cancel))
                    windows.AddRange(block.Span);
                all.Add(windows);
            }
        return [.. all];
    }
}
