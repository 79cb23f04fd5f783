using System.Globalization;
using Barograph.Model;
using Barograph.Query;
using Barograph.Storage.Sqlite;
using Barograph.Storage.Sqlite.Copying;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Tests;

/// <summary>Copies of a SQLite store: of one moment, compared with it, and never half of one in the place of another.</summary>
public sealed class SqliteCopyTests : IAsyncLifetime
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int PageSize = 4096;
    private const int LengthOfFreeList = 36; // in the header: fileformat2, section 1.3
    private static readonly Instant Start = Instant.FromUnixSeconds(1_700_000_000);
    private readonly SqlitePlace _place = new();
    private SeriesId[] _series = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Folder => Path.GetDirectoryName(_place.File)!;

    private string Copy => Path.Combine(Folder, "copy.db");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task A_copy_beside_a_busy_writer_is_of_one_moment_and_holds_what_was_acknowledged_before()
    {
        IStore store = await FilledAsync(1);
        using var stop = new CancellationTokenSource();
        int written = 1;
        // Each batch adds one sample to both series at the same time: a copy of one moment has as many of the one as of the other.
        Task writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await AppendAsync(store, Interlocked.Increment(ref written));
        }, Cancel);
        for (int i = 0; i < 20; i++)
        {
            string file = Path.Combine(Folder, i.ToString(CultureInfo.InvariantCulture));
            int before = Volatile.Read(ref written) - 1;
            StoreCopy copy = await SqliteBackup.RunAsync(_place.File, file, Cancel);
            long[] counts = [.. copy.Series.Select(series => series.Copy!.Digest.Count)];
            Assert.Equal(counts[0], counts[1]);
            Assert.InRange(counts[0], before, int.MaxValue);
        }
        int atTheEnd = Volatile.Read(ref written);
        await stop.CancelAsync();
        await writing;
        Assert.True(atTheEnd > 20, "the writer was held up");
    }

    [Fact]
    public async Task A_copy_is_one_private_file_that_needs_nothing_beside_it()
    {
        await FilledAsync(1000);

        StoreCopy copy = await SqliteBackup.RunAsync(_place.File, Copy, Cancel);

        Assert.Equal(Copy, copy.Path);
        Assert.Equal(new FileInfo(Copy).Length, copy.Bytes);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Copy));
        Assert.Equal([Copy], Directory.GetFiles(Folder, "copy*"));
        // 1 and not 2: no write-ahead log belongs to it (fileformat2, section 1.3.3).
        Assert.Equal([1, 1], (await File.ReadAllBytesAsync(Copy, Cancel))[18..20]);
        Assert.Equal("delete", await SqlAsync(Copy, "PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_single_changed_value_shows_in_the_comparison()
    {
        await (await FilledAsync(5000)).DisposeAsync();
        StoreCopy sound = await SqliteBackup.RunAsync(_place.File, Copy, Cancel);
        await SqlAsync(Copy, "UPDATE sample SET value = -1 WHERE time = (SELECT max(time) FROM sample) AND series_id = 1");
        StoreCopy changed = await SqliteBackup.RunAsync(Copy, Copy + "2", Cancel);

        IReadOnlyList<ComparedSeries> compared = ComparedSeries.Compare(
            sound.Series.Select(series => series.Source!), changed.Series.Select(series => series.Source!));

        Assert.Equal([false, true], compared.Select(series => series.IsSame));
    }

    // The last two have nothing to do with series, and are found by SQLite's check of the copy.
    [Theory]
    [InlineData("a page of samples")]
    [InlineData("a page of rejections")]
    [InlineData("the list of free pages")]
    public async Task A_damaged_store_gives_no_backup(string what)
    {
        await (await FilledAsync(5000)).DisposeAsync();
        if (what == "the list of free pages")
            await OverwriteAsync(_place.File, LengthOfFreeList, 4);
        else
        {
            string table = what == "a page of samples" ? "sample" : "rejection";
            long page = (long)(await SqlAsync(_place.File, $"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'"))!;
            await OverwriteAsync(_place.File, (page - 1) * PageSize, PageSize);
        }

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(() => SqliteBackup.RunAsync(_place.File, Copy, Cancel));

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder, "copy*"));
    }

    [Fact]
    public async Task A_store_that_was_left_in_the_middle_of_a_change_is_put_right_by_the_next_start_and_the_refusal_says_so()
    {
        await (await FilledAsync(1000)).DisposeAsync();
        await LeaveInTheMiddleAsync();

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(() => SqliteBackup.RunAsync(_place.File, Copy, Cancel));

        Assert.Contains("Start it once", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("user", error.Message, StringComparison.Ordinal);
        await (await _place.OpenAsync(Cancel)).DisposeAsync();
        Assert.Equal([1000, 1000], (await SqliteBackup.RunAsync(_place.File, Copy, Cancel)).Series.Select(series => series.Copy!.Digest.Count));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("empty")]
    [InlineData("another program's")]
    [InlineData("newer")]
    [InlineData("missing")]
    public async Task What_is_no_store_is_not_restored_and_nothing_is_touched(string kind)
    {
        await (await FilledAsync(3)).DisposeAsync();
        byte[] before = await File.ReadAllBytesAsync(_place.File, Cancel);
        switch (kind)
        {
            case "text": await File.WriteAllTextAsync(Copy, new string('x', 5000), Cancel); break;
            case "empty": await File.WriteAllBytesAsync(Copy, [], Cancel); break;
            case "another program's": await SqlAsync(Copy, "CREATE TABLE SchemaVersions (ScriptName TEXT)"); break;
            case "newer":
                await SqliteBackup.RunAsync(_place.File, Copy, Cancel);
                await SqlAsync(Copy, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_of_the_future.sql', '2099-01-01')");
                break;
        }

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(() => RestoreAsync(replace: true));

        Assert.Contains(kind == "newer" ? "newer Barograph" : Copy, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_place.File, Cancel));
        Assert.Empty(Directory.GetFiles(Folder, "*.part*").Concat(Directory.GetFiles(Folder, "*before*")));
    }

    [Fact]
    public async Task The_store_that_is_kept_aside_has_what_was_still_in_its_log()
    {
        IStore store = await FilledAsync(10);
        await SqliteBackup.RunAsync(_place.File, Copy, Cancel);
        await AppendAsync(store, 11);
        // As after kill -9: the last commits are in the log alone.
        string killed = Path.Combine(Folder, "killed.db");
        foreach (string suffix in (string[])["", "-wal"])
            File.Copy(_place.File + suffix, killed + suffix);
        Assert.True(new FileInfo(killed + "-wal").Length > 0);

        StoreCopy restored = await SqliteRestore.RunAsync(Copy, killed, replace: true, TimeProvider.System, Cancel);

        Assert.Equal(10, await CountAsync(killed));
        Assert.Equal(11, await CountAsync(restored.KeptAside!));
        Assert.Equal([10, 10], restored.Series.Select(series => series.Copy!.Digest.Count));
    }

    [Fact]
    public async Task A_log_that_cannot_be_folded_in_goes_aside_too_and_never_into_the_new_store()
    {
        IStore store = await FilledAsync(10);
        await SqliteBackup.RunAsync(_place.File, Copy, Cancel);
        string ruined = Path.Combine(Folder, "ruined.db");
        await File.WriteAllTextAsync(ruined, new string('x', 8192), Cancel);
        // Closing folds the log in, so that the next one holds the page of the last sample and not the file's first page.
        await store.DisposeAsync();
        store = await _place.OpenAsync(Cancel);
        await AppendAsync(store, 11);
        // A sound log: SQLite would play it into whatever file it lies beside.
        File.Copy(_place.File + "-wal", ruined + "-wal");
        await store.DisposeAsync();

        StoreCopy restored = await SqliteRestore.RunAsync(Copy, ruined, replace: true, TimeProvider.System, Cancel);

        Assert.Equal(10, await CountAsync(ruined));
        Assert.True(File.Exists(restored.KeptAside + "-wal"));
        Assert.StartsWith("xxxx", await File.ReadAllTextAsync(restored.KeptAside!, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_a_server_or_another_program_nothing_is_restored()
    {
        IStore server = await FilledAsync(3);
        await SqliteBackup.RunAsync(_place.File, Copy, Cancel);
        await Assert.ThrowsAsync<StoreRefusedException>(() => RestoreAsync(replace: true));
        await server.DisposeAsync();
        await using var other = new SqliteConnection($"Data Source={_place.File};Pooling=False;Default Timeout=1");
        await other.OpenAsync(Cancel);
        await using SqliteCommand reading = other.CreateCommand();
        reading.CommandText = "BEGIN; SELECT * FROM sample";
        await using (SqliteDataReader rows = await reading.ExecuteReaderAsync(Cancel))
            Assert.True(await rows.ReadAsync(Cancel));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => RestoreAsync(replace: true));

        await other.CloseAsync();
        await RestoreAsync(replace: true);
    }

    [Fact]
    public async Task A_stray_log_does_not_get_into_a_new_store()
    {
        await FilledAsync(3);
        await SqliteBackup.RunAsync(_place.File, Copy, Cancel);
        string target = Path.Combine(Folder, "new.db");
        await File.WriteAllTextAsync(target + "-wal", "x", Cancel);

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(
            () => SqliteRestore.RunAsync(Copy, target, replace: false, TimeProvider.System, Cancel));

        Assert.Contains("-wal", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task Two_processes_do_not_make_one_file()
    {
        await FilledAsync(3);
        using var other = new PartFile(Copy);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => SqliteBackup.RunAsync(_place.File, Copy, Cancel));

        Assert.True(File.Exists(other.Path));
    }

    [Fact]
    public async Task A_backup_that_is_given_up_leaves_nothing()
    {
        await FilledAsync(3);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SqliteBackup.RunAsync(_place.File, Copy, new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFiles(Folder, "copy*"));
    }

    private Task<StoreCopy> RestoreAsync(bool replace) => SqliteRestore.RunAsync(Copy, _place.File, replace, TimeProvider.System, Cancel);

    /// <summary>An open store with two series of so many samples.</summary>
    private async Task<IStore> FilledAsync(int count)
    {
        IStore store = await _place.OpenAsync(Cancel);
        SeriesWish[] wishes = [new(new SeriesKey("desk", "a"), null), new(new SeriesKey("desk", "b"), "Cel")];
        _series = [.. (await store.Series.FindOrCreateAsync(wishes, 1, 10, Cancel)).Select(series => series!.Id)];
        for (int from = 1; from <= count; from += 1000)
            await AppendAsync(store, [.. Enumerable.Range(from, Math.Min(1000, count - from + 1))]);
        return store;
    }

    private async Task AppendAsync(IStore store, params int[] numbers) =>
        await store.Writer.AppendAsync(
            Batches.Of([.. numbers.SelectMany(n => _series.Select(series => new Sample(series, Start + TimeSpan.FromSeconds(n), n + 0.5)))]), Cancel);

    /// <summary>The store and its rollback journal as a killed process leaves them: some changed pages are in the file already.</summary>
    private async Task LeaveInTheMiddleAsync()
    {
        await using (var connection = new SqliteConnection($"Data Source={_place.File};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN IMMEDIATE; CREATE TABLE big (x); "
                + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO big SELECT zeroblob(4000) FROM n;";
            await command.ExecuteNonQueryAsync(Cancel);
            File.Copy(_place.File, Copy);
            File.Copy(_place.File + "-journal", Copy + "-journal");
        }
        File.Move(Copy, _place.File, overwrite: true);
        File.Move(Copy + "-journal", _place.File + "-journal", overwrite: true);
    }

    private static async Task<long> CountAsync(string file) => (long)(await SqlAsync(file, "SELECT count(*) FROM sample WHERE series_id = 1"))!;

    private static async Task OverwriteAsync(string path, long from, int length)
    {
        await using FileStream file = File.OpenWrite(path);
        file.Position = from;
        await file.WriteAsync(Enumerable.Repeat((byte)0x2A, length).ToArray(), Cancel);
    }

    private static async Task<object?> SqlAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Cancel);
    }
}
