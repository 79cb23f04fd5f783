using Barograph.Model;
using Barograph.Rollups;
using Barograph.Storage.Sqlite.Rollups;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Barograph.Storage.Sqlite;

/// <summary>Appends batches on the writer's connection. For the writer's thread only; dispose before the connection.</summary>
internal sealed class SampleAppender : IDisposable
{
    private readonly sqlite3 _db;
    private readonly RawStatement _begin;
    private readonly RawStatement _commit;
    private readonly RawStatement _rollback;
    private readonly RawStatement _insertReceipt;
    private readonly RawStatement _insertSample;
    private readonly RawStatement _storedValue;
    private readonly RawStatement _insertMark;
    private readonly SqliteConnection _connection;

    // Of rollup_state. Only the writer's thread changes it, so what is known here holds.
    private Instant _announced;
    private Instant _rawFrom;

    public SampleAppender(SqliteConnection connection)
    {
        _connection = connection;
        _db = connection.Handle!;
        _begin = new RawStatement(connection, "BEGIN IMMEDIATE");
        _commit = new RawStatement(connection, "COMMIT");
        _rollback = new RawStatement(connection, "ROLLBACK");
        // ON CONFLICT DO NOTHING and never OR IGNORE, which would also swallow NOT NULL and CHECK.
        _insertReceipt = new RawStatement(
            connection, "INSERT INTO receipt (device_id, id, time) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
        _insertSample = new RawStatement(
            connection, "INSERT INTO sample (series_id, time, value) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
        _storedValue = new RawStatement(connection, "SELECT value FROM sample WHERE series_id = ?1 AND time = ?2");
        _insertMark = new RawStatement(connection, "INSERT INTO rollup_late (series_id, hour) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        ReadState();
    }

    /// <summary>Must follow every change of rollup_state.</summary>
    public void ReadState()
    {
        RollupState state = RollupStateRow.Read(_connection);
        _announced = state.Announced ?? Instant.MinValue;
        _rawFrom = state.RawFrom ?? Instant.MinValue;
    }

    public AppendResult Append(SampleBatch batch)
    {
        _begin.Run();
        try
        {
            AppendResult result = Insert(batch);
            if (result.Stored)
                _commit.Run();
            else
                _rollback.Run();
            return result;
        }
        catch
        {
            // Some errors end the transaction by themselves.
            if (raw.sqlite3_get_autocommit(_db) == 0)
                _rollback.Run();
            throw;
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _insertReceipt.Dispose();
        _insertSample.Dispose();
        _storedValue.Dispose();
        _insertMark.Dispose();
    }

    private AppendResult Insert(SampleBatch batch)
    {
        ReadOnlySpan<Sample> samples = batch.Samples;
        ReadOnlySpan<BatchReport> reports = batch.Reports;
        bool[]? retries = InsertReceipts(reports);
        SampleOutcome[]? outcomes = null;
        List<int>? collided = null;
        for (int r = 0; r < reports.Length; r++)
        {
            BatchReport report = reports[r];
            if (retries is not null && retries[r])
            {
                outcomes ??= new SampleOutcome[samples.Length];
                outcomes.AsSpan(report.Start, report.Count).Fill(SampleOutcome.Duplicate);
                continue;
            }
            bool collides = false;
            for (int i = report.Start; i < report.Start + report.Count; i++)
            {
                if (samples[i].Time < _rawFrom)
                {
                    (outcomes ??= new SampleOutcome[samples.Length])[i] = SampleOutcome.TooOld;
                    continue;
                }
                // Goes on after a collision, through this report too: later ones may meet its samples.
                if (InsertSample(samples[i]))
                    continue;
                if (report.TimeIsOurs)
                    collides = true;
                else
                    (outcomes ??= new SampleOutcome[samples.Length])[i] = CompareWithStored(samples[i]);
            }
            if (collides)
                (collided ??= []).Add(r);
        }
        if (collided is not null)
            return AppendResult.Collided(collided);
        return outcomes is null ? AppendResult.AllNew : AppendResult.Of(outcomes);
    }

    /// <summary>Which reports are retries; null if none is.</summary>
    private bool[]? InsertReceipts(ReadOnlySpan<BatchReport> reports)
    {
        bool[]? retries = null;
        for (int r = 0; r < reports.Length; r++)
        {
            if (reports[r].Receipt is not { } receipt)
                continue;
            _insertReceipt.Bind(1, receipt.DeviceId);
            _insertReceipt.Bind(2, receipt.Id);
            _insertReceipt.Bind(3, receipt.ReceivedAt.Microseconds);
            if (!_insertReceipt.RunInsert())
                (retries ??= new bool[reports.Length])[r] = true;
        }
        return retries;
    }

    // SQLite writes a whole number in a REAL column as an integer, so -0.0 comes back as 0.0. Every other double comes back bit by bit.
    private bool InsertSample(in Sample sample)
    {
        _insertSample.Bind(1, sample.Series.Value);
        _insertSample.Bind(2, sample.Time.Microseconds);
        _insertSample.Bind(3, sample.Value);
        if (!_insertSample.RunInsert())
            return false;
        if (sample.Time < _announced)
            MarkLate(sample);
        return true;
    }

    private void MarkLate(in Sample sample)
    {
        _insertMark.Bind(1, sample.Series.Value);
        _insertMark.Bind(2, sample.Time.Floor(Tiers.HourWidth).Microseconds);
        _insertMark.Run();
    }

    private SampleOutcome CompareWithStored(in Sample sample)
    {
        _storedValue.Bind(1, sample.Series.Value);
        _storedValue.Bind(2, sample.Time.Microseconds);
        _storedValue.Step();
        double stored = _storedValue.Real(0);
        _storedValue.Reset();
        return stored.Equals(sample.Value) ? SampleOutcome.Duplicate : SampleOutcome.Conflict;
    }
}
