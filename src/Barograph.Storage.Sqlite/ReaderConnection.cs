using Barograph.Model;
using Barograph.Storage.Sqlite.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>A connection that only reads, with its prepared statement for samples. For one thread at a time.</summary>
internal sealed class ReaderConnection(SqliteConnection connection) : IDisposable
{
    private RawStatement? _block;
    private RollupReader? _rollups;

    public SqliteConnection Connection => connection;

    public RollupReader Rollups => _rollups ??= new RollupReader(connection);

    /// <summary>
    /// Fills <paramref name="block"/> with the first samples of the range, ascending. Returns how many; fewer than asked means that there
    /// are no more.
    /// </summary>
    public int ReadBlock(SeriesId series, TimeRange range, Span<TimedValue> block)
    {
        _block ??= new RawStatement(
            connection, "SELECT time, value FROM sample WHERE series_id = ?1 AND time >= ?2 AND time < ?3 ORDER BY time LIMIT ?4");
        _block.Bind(1, series.Value);
        _block.Bind(2, range.From.Microseconds);
        _block.Bind(3, range.To.Microseconds);
        _block.Bind(4, block.Length);
        int count = 0;
        while (_block.Step())
            block[count++] = new TimedValue(new Instant(_block.Integer(0)), _block.Real(1));
        return count;
    }

    public void Dispose()
    {
        _block?.Dispose();
        _rollups?.Dispose();
        connection.Dispose();
    }
}
