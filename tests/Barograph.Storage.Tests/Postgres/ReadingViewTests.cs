using System.Globalization;
using System.Text.Json;
using Barograph.Model;
using Barograph.Rollups;
using CsCheck;
using Npgsql;

namespace Barograph.Storage.Tests;

/// <summary>The views reading, reading_5m and reading_1h: what Grafana is told is what the server answers, at every moment.</summary>
public sealed class ReadingViewTests() : StoreContract(Engine.Postgres)
{
    private const int Hours = 7;
    private int _run;

    private new PostgresPlace Place => (PostgresPlace)base.Place;

    /// <summary>What happens, in order: samples arrive (early, late, again), or upkeep runs at a time.</summary>
    private sealed record Step(int? UpkeepMinute, TrialSample[] Samples)
    {
        public override string ToString() => UpkeepMinute is { } minute
            ? string.Create(CultureInfo.InvariantCulture, $"upkeep at minute {minute}")
            : string.Join(", ", Samples.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Second} s = {s.Value}")));
    }

    private static readonly Gen<TrialSample> Samples = Gen.Select(
        Gen.Int[0, 1], Gen.Int[0, Hours * 3600], Gen.Int[-50, 50], (series, second, value) => new TrialSample(series, second, value));

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, (Hours + 2) * 60], Samples.Array[1, 60], (kind, minute, samples) => new Step(kind == 0 ? minute : null, samples));

    [Fact]
    public async Task After_every_step_of_any_story_the_views_say_what_the_server_answers() =>
        await Steps.Array[1, 8].SampleAsync(RunAsync, iter: 25, threads: 1, print: steps => string.Join("; ", steps.Select(s => s.ToString())));

    private async Task RunAsync(Step[] steps)
    {
        Instant day = Start + TimeSpan.FromDays(2 * ++_run);
        string location = FormattableString.Invariant($"run {_run}");
        SeriesId[] series = await NewSeriesAsync(new SeriesKey(location, "m0"), new SeriesKey(location, "m1"));
        foreach (Step step in steps)
        {
            if (step.UpkeepMinute is { } minute)
                await Store.Upkeep.RollUpAsync(day + TimeSpan.FromMinutes(minute), Cancel);
            else
                await AppendAsync(Batches.Of([.. step.Samples.Select(s => new Sample(series[s.Series], day + TimeSpan.FromSeconds(s.Second), s.Value / 7.0))]));
            for (int i = 0; i < series.Length; i++)
                await AssertSameAsync(series[i], location, $"m{i}");
        }
    }

    [Fact]
    public async Task Values_at_the_ends_of_what_a_double_can_say_end_no_query()
    {
        SeriesId series = (await NewSeriesAsync(new SeriesKey("desk", "odd")))[0];
        double[] values = [double.MaxValue, double.MaxValue, double.MinValue, double.Epsilon, -0.0, 1e-310, -double.Epsilon];
        await AppendAsync(Batches.Of([.. values.Select((value, i) => new Sample(series, At(i * 100), value)), new Sample(series, At(7200), double.Epsilon), new Sample(series, At(7201), double.Epsilon)]));

        for (int upkeep = 0; upkeep < 2; upkeep++)
        {
            foreach (string view in (string[])["reading_5m", "reading_1h"])
            {
                List<(Instant Start, long Count, double Min, double Max, double First, double Last, double Mean)> rows = await RowsAsync(view, "desk", "odd", "");
                Assert.Equal(9, rows.Sum(row => row.Count));
                Assert.Equal((double.MinValue, double.MaxValue), (rows.Min(row => row.Min), rows.Max(row => row.Max)));
            }
            await Store.Upkeep.RollUpAsync(At(5 * 3600), Cancel);
        }
    }

    [Fact]
    public async Task Single_readings_come_with_their_names_and_unit()
    {
        SeriesId id = (await Store.Series.FindOrCreateAsync([new SeriesWish(new SeriesKey("Küche", "temperature"), "Cel")], await NewTokenIdAsync(), 10, Cancel))[0]!.Id;
        await AppendAsync(Batches.Of(new Sample(id, At(1), 21.5), new Sample((await NewSeriesAsync(new SeriesKey("desk", "dust")))[0], At(2), 3)));

        Assert.Equal("Küche|temperature|Cel|1709251201|21.5 desk|dust|-|1709251202|3", await Place.SqlAsync(
            "SET ROLE barograph_read; SELECT string_agg(location || '|' || metric || '|' || coalesce(unit, '-') || '|' || extract(epoch FROM time)::int || '|' || value, ' ' ORDER BY time) FROM reading"));
    }

    /// <summary>Of 86,400 samples: those that are asked for; in windows those of the marked ones, and the hour of the series that is not rolled up yet.</summary>
    [Theory]
    [InlineData("reading", 60)]
    [InlineData("reading_5m", 360 + 2 * 31)]
    [InlineData("reading_1h", 360 + 361)]
    public async Task A_condition_reaches_the_keys_of_the_tables(string view, int mostSamples)
    {
        SeriesId[] series = await NewSeriesAsync(20);
        foreach (SeriesId id in series)
            await AppendAsync(Batches.Of([.. Enumerable.Range(0, 12 * 360).Select(i => new Sample(id, At(i * 10), Math.Sin(i)))]));
        await Store.Upkeep.RollUpAsync(At(11 * 3600 + 600), Cancel);
        // Marks, also where the query does not look.
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, 9).Select(hour => new Sample(series[3], At(hour * 3600 + 1), hour))]));
        await Place.SqlAsync("ANALYZE");

        string plan = (string)(await Place.SqlAsync(
            $"SET jit = off; EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, FORMAT JSON) SELECT time, value FROM {view} WHERE location = 'desk' AND metric = 'metric3' "
            + $"AND time BETWEEN '{At(2 * 3600)}' AND '{At(2 * 3600 + 599)}'"))!;

        Assert.InRange(ReadRows(plan, "sample_"), 1, mostSamples + 1);
    }

    /// <summary>How many rows the plan's scans gave, of tables whose name begins so.</summary>
    private static int ReadRows(string plan, string prefix)
    {
        int rows = 0;
        void Walk(JsonElement node)
        {
            if (node.TryGetProperty("Relation Name", out JsonElement name) && name.GetString()!.StartsWith(prefix, StringComparison.Ordinal))
                rows += (int)((node.GetProperty("Actual Rows").GetDouble() + (node.TryGetProperty("Rows Removed by Filter", out JsonElement removed) ? removed.GetDouble() : 0))
                    * node.GetProperty("Actual Loops").GetDouble());
            if (node.TryGetProperty("Plans", out JsonElement plans))
                foreach (JsonElement child in plans.EnumerateArray())
                    Walk(child);
        }

        Walk(JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan"));
        return rows;
    }

    private async Task AssertSameAsync(SeriesId series, string location, string metric)
    {
        List<TimedValue> raw = await ContentsAsync(series);
        if (raw.Count == 0)
            return;
        var all = new TimeRange(raw[0].Time.Floor(Tiers.HourWidth), raw[^1].Time + TimeSpan.FromHours(1));
        var some = new TimeRange(all.From + TimeSpan.FromHours(1), all.From + TimeSpan.FromHours(3));
        foreach ((string view, Resolution resolution) in ((string, Resolution)[])[("reading_5m", Resolution.FiveMinutes), ("reading_1h", Resolution.Hour)])
        {
            Assert.Equal(await AnswerAsync(series, resolution, all), await RowsAsync(view, location, metric, ""));
            Assert.Equal(await AnswerAsync(series, resolution, some), await RowsAsync(view, location, metric, $"AND time >= '{some.From}' AND time < '{some.To}'"));
        }
    }

    private async Task<List<(Instant, long, double, double, double, double, double)>> AnswerAsync(SeriesId series, Resolution resolution, TimeRange range)
    {
        List<(Instant, long, double, double, double, double, double)> windows = [];
        await foreach (ReadOnlyMemory<Rollup> block in Store.Reader.ReadRollupsAsync(series, range, resolution, long.MaxValue / 2, Cancel))
            foreach (Rollup window in block.Span)
                windows.Add((window.Start, window.Count, window.Min, window.Max, window.First.Value, window.Last.Value, window.Mean));
        return windows;
    }

    private async Task<List<(Instant Start, long Count, double Min, double Max, double First, double Last, double Mean)>> RowsAsync(string view, string location, string metric, string more)
    {
        await using var connection = new NpgsqlConnection(Place.Cluster.ConnectionString(Place.Database));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(
            $"SET ROLE barograph_read; SELECT (extract(epoch FROM time) * 1000000)::bigint, count, min, max, first, last, value FROM {view} "
            + $"WHERE location = '{location}' AND metric = '{metric}' {more} ORDER BY time", connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(Cancel);
        List<(Instant, long, double, double, double, double, double)> rows = [];
        while (await row.ReadAsync(Cancel))
            rows.Add((new Instant(row.GetInt64(0)), row.GetInt64(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5), row.GetDouble(6)));
        return rows;
    }
}
