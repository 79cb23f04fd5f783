using System.Runtime.InteropServices;
using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// The samples to be inserted, as the three columns that go to the database. Belongs to one <see cref="AppendSession"/>, which fills it
/// again and again.
/// </summary>
internal sealed class SampleRows
{
    /// <summary>
    /// Beyond this many rows the buffers are given back after use (48 bytes a row), so that one huge batch does not stay in memory.
    /// </summary>
    private const int KeptRows = 65_536;

    private readonly List<SampleRow> _rows = [];
    private readonly List<int> _series = [];
    private readonly List<long> _times = [];
    private readonly List<double> _values = [];
    private readonly List<long> _earliest = [];
    private readonly List<int> _tooOld = [];

    public int Count => _rows.Count;

    /// <summary>Indices of the samples that were left out, because they are from before the raw samples that are kept.</summary>
    public IReadOnlyList<int> TooOld => _tooOld;

    /// <summary>Sorted as <see cref="SampleRow.CompareTo"/> says.</summary>
    public ReadOnlySpan<SampleRow> Sorted => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The columns as parameters: always these same buffers, read when a command is executed.</summary>
    public NpgsqlParameter[] Columns() => [Sql.Ints(_series), Sql.RawTimes(_times), Sql.Doubles(_values)];

    /// <summary>Series, times, and an array with the earliest time.</summary>
    public NpgsqlParameter[] MarkColumns() => [Sql.Ints(_series), Sql.RawTimes(_times), Sql.RawTimes(_earliest)];

    /// <summary>Takes the samples of all reports but those marked as retries, and none from before <paramref name="rawFrom"/>.</summary>
    public void Fill(SampleBatch batch, HashSet<int> retries, Instant rawFrom)
    {
        Clear();
        ReadOnlySpan<Sample> samples = batch.Samples;
        ReadOnlySpan<BatchReport> reports = batch.Reports;
        for (int report = 0; report < reports.Length; report++)
        {
            if (retries.Contains(report))
                continue;
            int end = reports[report].Start + reports[report].Count;
            for (int i = reports[report].Start; i < end; i++)
            {
                if (samples[i].Time < rawFrom)
                    _tooOld.Add(i);
                else
                    _rows.Add(new SampleRow(samples[i], i, report));
            }
        }
        CollectionsMarshal.AsSpan(_rows).Sort();
        long earliest = long.MaxValue;
        foreach (SampleRow row in Sorted)
        {
            _series.Add(row.Sample.Series.Value);
            _times.Add(PgTime.ToRaw(row.Sample.Time));
            _values.Add(row.Sample.Value);
            earliest = Math.Min(earliest, _times[^1]);
        }
        if (_rows.Count > 0)
            _earliest.Add(earliest);
    }

    private void Clear()
    {
        bool huge = _rows.Capacity > KeptRows;
        _rows.Clear();
        _series.Clear();
        _times.Clear();
        _values.Clear();
        _earliest.Clear();
        _tooOld.Clear();
        if (!huge)
            return;
        _rows.Capacity = 0;
        _series.Capacity = 0;
        _times.Capacity = 0;
        _values.Capacity = 0;
    }
}
