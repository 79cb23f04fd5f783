using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>The receipts of a batch, as the three columns that go to the database. Belongs to one <see cref="AppendSession"/>.</summary>
internal sealed class ReceiptRows
{
    private readonly List<Receipt> _receipts = [];
    private readonly List<int> _devices = [];
    private readonly List<string> _ids = [];
    private readonly List<long> _times = [];

    public int Count => _receipts.Count;

    /// <summary>The columns as parameters: always these same buffers, read when a command is executed.</summary>
    public NpgsqlParameter[] Columns() => [Sql.Ints(_devices), Sql.Texts(_ids), Sql.RawTimes(_times)];

    public void Fill(SampleBatch batch)
    {
        _receipts.Clear();
        _devices.Clear();
        _ids.Clear();
        _times.Clear();
        foreach (ref readonly BatchReport report in batch.Reports)
            if (report.Receipt is { } receipt)
                _receipts.Add(receipt);
        // The same order in every process, so that two appends cannot deadlock.
        _receipts.Sort(static (a, b) => a.DeviceId != b.DeviceId ? a.DeviceId.CompareTo(b.DeviceId) : string.CompareOrdinal(a.Id, b.Id));
        foreach (Receipt receipt in _receipts)
        {
            _devices.Add(receipt.DeviceId);
            _ids.Add(receipt.Id);
            _times.Add(PgTime.ToRaw(receipt.ReceivedAt));
        }
    }
}
