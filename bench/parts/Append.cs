using Barograph.Model;
using Barograph.Storage;
using Barograph.Storage.Sqlite;
using BenchmarkDotNet.Attributes;

namespace Barograph.Parts;

/// <summary>A batch into SQLite, on disk when it returns. The fsync is in it.</summary>
[MemoryDiagnoser]
public class Append
{
    private readonly string _folder = Path.Combine(Environment.GetEnvironmentVariable("TMPDIR") ?? "/var/tmp", Path.GetRandomFileName());
    private ISampleWriter _writer = null!;
    private Func<ValueTask> _close = null!;
    private SeriesId[] _series = [];
    private int _turn;
    private Instant _time = Instant.Now(TimeProvider.System);

    [Params(256, 20_000)]
    public int Samples { get; set; }

    [Params(400, 4000)]
    public int Series { get; set; }

    [GlobalSetup]
    public async Task OpenAsync()
    {
        Directory.CreateDirectory(_folder);
        var store = new SqliteStore(Path.Combine(_folder, "barograph.db"), SqliteAccess.Serve, TimeProvider.System);
        await store.OpenAsync(default);
        (_writer, _close) = (store.Writer, store.DisposeAsync);
        SeriesWish[] wishes = [.. Enumerable.Range(0, Series).Select(i => new SeriesWish(new SeriesKey($"place{i}", "temperature"), null))];
        _series = [.. (await store.Series.FindOrCreateAsync(wishes, 1, Series, default)).Select(series => series!.Id)];
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _close();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public async Task<AppendResult> BatchAsync()
    {
        SampleBatch batch = new();
        for (int i = 0; i < Samples; i += 4)
        {
            _time += TimeSpan.FromMicroseconds(1);
            // Boards report in any order: each takes its turn, by a step that meets all.
            int board = _turn = (_turn + 37) % (Series / 4);
            batch.Add([Of(board, 0), Of(board, 1), Of(board, 2), Of(board, 3)]);
        }
        return await _writer.AppendAsync(batch, default);
    }

    private Sample Of(int board, int metric) => new(_series[board * 4 + metric], _time, 20 + metric);
}
