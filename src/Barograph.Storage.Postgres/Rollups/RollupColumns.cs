using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Rows of a tier on their way to the database, as columns.</summary>
internal sealed class RollupColumns
{
    private readonly List<int> _series = [];
    private readonly List<long> _starts = [];
    private readonly List<long> _counts = [];
    private readonly List<double> _mins = [];
    private readonly List<double> _maxes = [];
    private readonly List<double> _sums = [];
    private readonly List<double> _firsts = [];
    private readonly List<long> _firstTimes = [];
    private readonly List<double> _lasts = [];
    private readonly List<long> _lastTimes = [];
    private readonly List<double> _increases = [];

    public static string TableOf(Resolution resolution) => resolution == Resolution.Hour ? "rollup_1h" : "rollup_5m";

    public void Add(int series, in Rollup rollup)
    {
        _series.Add(series);
        _starts.Add(PgTime.ToRaw(rollup.Start));
        _counts.Add(rollup.Count);
        _mins.Add(rollup.Min);
        _maxes.Add(rollup.Max);
        _sums.Add(rollup.Sum);
        _firsts.Add(rollup.First.Value);
        _firstTimes.Add(PgTime.ToRaw(rollup.First.Time));
        _lasts.Add(rollup.Last.Value);
        _lastTimes.Add(PgTime.ToRaw(rollup.Last.Time));
        _increases.Add(rollup.Increase);
    }

    /// <summary>Stores them in place of what is there.</summary>
    public async ValueTask PutAsync(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        if (_series.Count == 0)
            return;
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                $"""
                INSERT INTO {table}
                SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::bigint[], $4::float8[], $5::float8[], $6::float8[],
                    $7::float8[], $8::timestamptz[], $9::float8[], $10::timestamptz[], $11::float8[])
                ON CONFLICT (series_id, time) DO UPDATE SET
                    count = excluded.count, min = excluded.min, max = excluded.max, sum = excluded.sum, first = excluded.first,
                    first_time = excluded.first_time, last = excluded.last, last_time = excluded.last_time, increase = excluded.increase
                """,
                Sql.Ints(_series), Sql.RawTimes(_starts), Sql.Longs(_counts), Sql.Doubles(_mins), Sql.Doubles(_maxes), Sql.Doubles(_sums),
                Sql.Doubles(_firsts), Sql.RawTimes(_firstTimes), Sql.Doubles(_lasts), Sql.RawTimes(_lastTimes), Sql.Doubles(_increases)),
            cancel);
    }
}
