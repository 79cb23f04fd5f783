using System.Globalization;
using Barograph.Model;
using Barograph.Query;
using Barograph.Rollups;
using CsCheck;

namespace Barograph.Storage.Tests;

/// <summary>Windows are what raw says, at every moment; upkeep only makes them cheap.</summary>
public abstract class RollupContract(Engine engine) : StoreContract(engine)
{
    private const int SeriesCount = 3;
    private const int Hours = 7;
    private int _run;

    public sealed class Sqlite() : RollupContract(Engine.Sqlite);

    public sealed class Postgres() : RollupContract(Engine.Postgres);

    /// <summary>What happens, in order: samples arrive (early, late, again), or upkeep runs at a time.</summary>
    private sealed record Step(int? UpkeepMinute, TrialSample[] Samples)
    {
        public override string ToString() => UpkeepMinute is { } minute
            ? string.Create(CultureInfo.InvariantCulture, $"upkeep at minute {minute}")
            : string.Join(", ", Samples.Select(s => string.Create(CultureInfo.InvariantCulture, $"series {s.Series} at {s.Second} s = {s.Value}")));
    }

    // Not whole numbers: their sums depend on the order of the additions.
    private static readonly Gen<TrialSample> Samples = Gen.Select(
        Gen.Int[0, SeriesCount - 1], Gen.Int[0, Hours * 3600], Gen.Int[-50, 50], (series, second, value) => new TrialSample(series, second, value));

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, (Hours + 2) * 60], Samples.Array[1, 60], (kind, minute, samples) => new Step(kind == 0 ? minute : null, samples));

    [Fact]
    public async Task After_every_step_of_any_story_windows_equal_those_computed_from_raw()
    {
        int token = await NewTokenIdAsync();
        await Steps.Array[1, 8].SampleAsync(steps => RunAsync(steps, token), iter: 40, threads: 1, print: steps => string.Join("; ", steps.Select(s => s.ToString())));
    }

    private async Task RunAsync(Step[] steps, int token)
    {
        // A place for each run would take a hundred times as long, but the watermark belongs to the store: so each run is two days later.
        Instant day = Start + TimeSpan.FromDays(2 * _run++);
        SeriesWish[] wishes = [.. Enumerable.Range(0, SeriesCount).Select(i => new SeriesWish(
            new SeriesKey(FormattableString.Invariant($"run {_run}"), FormattableString.Invariant($"m{i}")), null))];
        SeriesId[] series = [.. (await Store.Series.FindOrCreateAsync(wishes, token, int.MaxValue, Cancel)).Select(s => s!.Id)];
        foreach (Step step in steps)
        {
            if (step.UpkeepMinute is { } minute)
                await Store.Upkeep.RollUpAsync(day + TimeSpan.FromMinutes(minute), Cancel);
            else
                await AppendAsync(Batches.Of([.. step.Samples.Select(s => new Sample(series[s.Series], day + TimeSpan.FromSeconds(s.Second), s.Value / 7.0))]));
            foreach (SeriesId id in series)
                await AssertEqualsRawAsync(id);
        }
        foreach ((string step, string zone) in QuerySteps)
            await AssertStepEqualsRawAsync(series[0], step, TimeZoneInfo.FindSystemTimeZoneById(zone), new TimeRange(day, day + TimeSpan.FromHours(Hours)));
    }

    // Tiers of 1 h and of 5 min, and raw; windows that cut hours and cells.
    private static readonly (string Step, string Zone)[] QuerySteps =
        [("1h", "UTC"), ("3h", "UTC"), ("1d", "Europe/Berlin"), ("1d", "Asia/Kathmandu"), ("30m", "UTC"), ("1h30m", "UTC"), ("7m", "UTC"), ("11s", "UTC")];

    private async Task AssertStepEqualsRawAsync(SeriesId series, string text, TimeZoneInfo zone, TimeRange range)
    {
        Assert.True(QueryStep.TryParse(text, out QueryStep step));
        SteppedQuery query = SteppedQuery.Of(step, zone, range)!;
        var expected = new List<Rollup>();
        var fold = new WindowFold(step.Grid(zone), expected);
        fold.AddSamples([.. await ReadAsync(series, query.Range)]);
        fold.Finish();

        SteppedWindows answer = await query.RunAsync(Store.Reader, new SeriesInfo(series, new SeriesKey("desk", "energy"), null), long.MaxValue / 2, Cancel);

        Assert.Equal(expected, answer.Windows);
        Assert.Equal(expected.Count, answer.Rises!.Count);
    }

    [Theory]
    [InlineData(Resolution.FiveMinutes)]
    [InlineData(Resolution.Hour)]
    public async Task Once_rolled_up_no_raw_sample_is_read_and_a_late_one_costs_its_hour(Resolution resolution)
    {
        SeriesId series = await FilledAsync(hours: 5);
        await Store.Upkeep.RollUpAsync(At(5 * 3600 + 600), Cancel);
        await AssertEqualsRawAsync(series, mostSamples: 0);

        await AppendAsync(Batches.Of(new Sample(series, At(3600 + 1), 99)));
        await Assert.ThrowsAsync<TooManySamplesException>(() => ReadAsync(series, resolution, TimeRange.All, mostSamples: 360));
        await AssertEqualsRawAsync(series, mostSamples: 361);

        await Store.Upkeep.RollUpAsync(At(5 * 3600 + 601), Cancel);
        await AssertEqualsRawAsync(series, mostSamples: 0);
    }

    [Fact]
    public async Task The_hour_that_is_not_due_yet_is_read_from_raw()
    {
        SeriesId series = await FilledAsync(hours: 2);
        await Store.Upkeep.RollUpAsync(At(2 * 3600 + 599), Cancel);

        await Assert.ThrowsAsync<TooManySamplesException>(() => ReadAsync(series, Resolution.Hour, TimeRange.All, mostSamples: 359));
        await AssertEqualsRawAsync(series, mostSamples: 360);
    }

    [Theory]
    [InlineData(0, 7200, 24)]
    [InlineData(1, 7200, 23)]
    [InlineData(0, 7199, 24)]
    [InlineData(300, 301, 1)]
    [InlineData(301, 301, 0)]
    [InlineData(7200, 0, 0)]
    public async Task A_range_holds_the_windows_that_begin_in_it(double from, double to, int expected)
    {
        SeriesId series = await FilledAsync(hours: 2);
        for (int upkeep = 0; upkeep < 2; upkeep++)
        {
            List<Rollup> windows = await ReadAsync(series, Resolution.FiveMinutes, new TimeRange(At(from), At(to)));
            Assert.Equal(expected, windows.Count);
            Assert.All(windows, window => Assert.True(new TimeRange(At(from), At(to)).Contains(window.Start)));
            Assert.All(windows, window => Assert.Equal(30, window.Count));
            await Store.Upkeep.RollUpAsync(At(3 * 3600), Cancel);
        }
    }

    [Fact]
    public async Task A_window_says_what_its_samples_were()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        // A rain gauge that is emptied once.
        await AppendAsync(Batches.Of(
            new Sample(series, At(10), 5), new Sample(series, At(20), 7.5), new Sample(series, At(3590), 9), new Sample(series, At(3591), 0.5),
            new Sample(series, At(3599.999999), 2)));
        Rollup expected = new(Start, 5, 0.5, 9, 24, new(At(10), 5), new(At(3599.999999), 2), 6);

        Assert.Equal(expected, Assert.Single(await ReadAsync(series, Resolution.Hour, TimeRange.All)));
        await Store.Upkeep.RollUpAsync(At(5000), Cancel);
        Assert.Equal(expected, Assert.Single(await ReadAsync(series, Resolution.Hour, TimeRange.All, mostSamples: 0)));
        Assert.Equal(24 / 5.0, expected.Mean);
    }

    [Fact]
    public async Task Values_at_the_ends_of_what_a_double_can_say_do_not_stop_upkeep()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        double[] values = [double.MaxValue, double.MaxValue, double.MinValue, double.MinValue, double.Epsilon, -0.0, double.MinValue];
        await AppendAsync(Batches.Of([.. values.Select((value, i) => new Sample(series, At(i * 100), value))]));

        await Store.Upkeep.RollUpAsync(At(2 * 3600), Cancel);

        await AssertEqualsRawAsync(series, mostSamples: 0);
        Rollup window = Assert.Single(await ReadAsync(series, Resolution.Hour, TimeRange.All));
        Assert.True(double.IsFinite(window.Sum) && double.IsFinite(window.Increase));
    }

    [Fact]
    public async Task Readings_from_long_before_the_first_rolling_up_are_rolled_up_too()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        foreach (double day in (double[])[-1000, -999.5, -400, 0])
            await AppendAsync(Batches.Of(new Sample(series[0], At(day * 86_400 + 5), day), new Sample(series[1], At(day * 86_400 + 6), -day)));

        await Store.Upkeep.RollUpAsync(At(2 * 3600), Cancel);

        await AssertEqualsRawAsync(series[0], mostSamples: 0);
        await AssertEqualsRawAsync(series[1], mostSamples: 0);
        Assert.Equal(4, (await ReadAsync(series[1], Resolution.Hour, TimeRange.All)).Count);
    }

    [Fact]
    public async Task A_clock_that_was_years_ahead_and_is_put_right_does_no_harm()
    {
        SeriesId series = await FilledAsync(hours: 3);
        await Store.Upkeep.RollUpAsync(At(400 * 86_400.0), Cancel);
        await AppendAsync(Batches.Of(new Sample(series, At(4 * 3600), 1)));
        await AssertEqualsRawAsync(series);

        await Store.Upkeep.RollUpAsync(At(4 * 3600 + 700), Cancel);
        await AppendAsync(Batches.Of(new Sample(series, At(4 * 3600 + 720), 2)));
        await AssertEqualsRawAsync(series);
        await Store.Upkeep.RollUpAsync(At(6 * 3600), Cancel);
        await AssertEqualsRawAsync(series, mostSamples: 0);
    }

    [Fact]
    public async Task Upkeep_that_is_cut_off_anywhere_is_completed_by_the_next()
    {
        SeriesId[] series = await NewSeriesAsync(20);
        var random = new Random(5);
        for (int round = 0; round < 12; round++)
        {
            await AppendAsync(Batches.Of([.. Enumerable.Range(0, 400).Select(_ => new Sample(
                series[random.Next(20)], At(random.Next(40 * 3600 * (round + 1))), random.NextDouble()))]));
            using var cut = new CancellationTokenSource();
            ValueTask upkeep = Store.Upkeep.RollUpAsync(At(40 * 3600.0 * (round + 1)), cut.Token);
            await Task.Delay(random.Next(30), Cancel);
            await cut.CancelAsync();
            await upkeep.AsTask().ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (SeriesId id in series)
                await AssertEqualsRawAsync(id);
        }
        await Store.Upkeep.RollUpAsync(At(40 * 3600.0 * 13), Cancel);
        foreach (SeriesId id in series)
            await AssertEqualsRawAsync(id, mostSamples: 0);
    }

    [Fact]
    public async Task Reports_that_arrive_while_upkeep_moves_the_watermark_over_them_are_never_lost_from_their_windows()
    {
        // Where a place may be shared, upkeep is another process's work.
        IStore upkeeper = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;
        SeriesId[] series = await NewSeriesAsync(4);
        int minute = 0;
        using var done = new CancellationTokenSource();
        Task[] boards = [.. Enumerable.Range(0, 4).Select(board => Task.Run(async () =>
        {
            var random = new Random(board);
            while (!done.IsCancellationRequested)
            {
                // Around the watermark, where both sides decide: some of them are just not late, some just are.
                double second = (Volatile.Read(ref minute) - 10 + random.NextDouble() * 4 - 2) * 60;
                await AppendAsync(Batches.Of(new Sample(series[board], At(second), random.NextDouble())));
            }
        }))];
        for (; minute < 40 * 60; minute += 60)
        {
            await upkeeper.Upkeep.RollUpAsync(At(minute * 60), Cancel);
            foreach (SeriesId id in series)
                await AssertNothingIsMissingAsync(id);
        }
        await done.CancelAsync();
        await Task.WhenAll(boards);
        await upkeeper.Upkeep.RollUpAsync(At((minute + 60) * 60), Cancel);
        foreach (SeriesId id in series)
            await AssertEqualsRawAsync(id, mostSamples: 0);
    }

    /// <summary>Steady state: what was there before the windows were read is in them.</summary>
    private async Task AssertNothingIsMissingAsync(SeriesId series)
    {
        int before = (await ContentsAsync(series)).Count;
        long inWindows = (await ReadAsync(series, Resolution.Hour, TimeRange.All)).Sum(window => window.Count);
        Assert.InRange(inWindows, before, long.MaxValue);
    }

    /// <summary>A sample every 10 s.</summary>
    private async Task<SeriesId> FilledAsync(int hours)
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, hours * 360).Select(i => new Sample(series, At(i * 10), Math.Sin(i)))]));
        return series;
    }

    private async Task AssertEqualsRawAsync(SeriesId series, long mostSamples = long.MaxValue / 2)
    {
        List<TimedValue> raw = await ContentsAsync(series);
        foreach (Resolution resolution in (Resolution[])[Resolution.FiveMinutes, Resolution.Hour])
        {
            var expected = new List<Rollup>();
            var fold = new WindowFold(new FixedGrid(resolution.Width()), expected);
            fold.AddSamples([.. raw]);
            fold.Finish();
            Assert.Equal(expected, await ReadAsync(series, resolution, TimeRange.All, mostSamples));
        }
    }

    private async Task<List<Rollup>> ReadAsync(SeriesId series, Resolution resolution, TimeRange range, long mostSamples = long.MaxValue / 2)
    {
        // All of time would be thousands of empty blocks.
        if (range == TimeRange.All)
            range = await ContentsAsync(series) is { Count: > 0 } raw
                ? new TimeRange(raw[0].Time.Floor(Tiers.HourWidth), raw[^1].Time + TimeSpan.FromHours(1))
                : new TimeRange(At(-86_400), At(86_400));
        var windows = new List<Rollup>();
        await foreach (ReadOnlyMemory<Rollup> block in Store.Reader.ReadRollupsAsync(series, range, resolution, mostSamples, Cancel))
            windows.AddRange(block.Span);
        return windows;
    }
}
