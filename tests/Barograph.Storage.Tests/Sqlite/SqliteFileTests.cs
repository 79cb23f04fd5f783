using Barograph.Model;
using Barograph.Storage.Sqlite;

namespace Barograph.Storage.Tests;

/// <summary>What holds for the file: who may open it, what is made and what is left alone.</summary>
public sealed class SqliteFileTests : IAsyncLifetime
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly SqlitePlace _place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task A_second_server_on_the_same_file_is_refused_and_the_first_goes_on()
    {
        IStore first = await _place.OpenAsync(Cancel);
        IStore second = _place.NewStore();

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(async () => await second.OpenAsync(Cancel));

        Assert.Contains(_place.File, error.Message, StringComparison.Ordinal);
        Assert.Empty(await first.Devices.ListAsync(Cancel));
        await first.Accounts.AddFirstOwnerAsync("owner", "hash", Instant.FromUnixSeconds(0), Cancel);
        await first.DisposeAsync();
        await second.OpenAsync(Cancel);
        Assert.Single(await second.Accounts.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_refused_second_server_does_not_drop_the_first_ones_lock()
    {
        await _place.OpenAsync(Cancel);
        for (int i = 0; i < 3; i++)
            await Assert.ThrowsAsync<StoreRefusedException>(async () => await _place.NewStore().OpenAsync(Cancel));
    }

    [Fact]
    public async Task An_admin_command_never_makes_a_store()
    {
        await using SqliteStore store = _place.NewStore(SqliteAccess.Admin);

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(async () => await store.OpenAsync(Cancel));

        Assert.Contains(_place.File, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(_place.File)!));
    }

    [Fact]
    public async Task An_admin_command_does_not_make_a_folder_either()
    {
        string folder = Path.Combine(Path.GetDirectoryName(_place.File)!, "missing");
        await using var store = new SqliteStore(Path.Combine(folder, "barograph.db"), SqliteAccess.Admin, TimeProvider.System);

        await Assert.ThrowsAsync<StoreRefusedException>(async () => await store.OpenAsync(Cancel));

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Beside_a_server_an_admin_command_is_told_to_try_another_way()
    {
        await _place.OpenAsync(Cancel);
        await using SqliteStore admin = _place.NewStore(SqliteAccess.Admin);

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await admin.OpenAsync(Cancel));
    }

    [Fact]
    public async Task Without_a_server_an_admin_command_uses_the_file()
    {
        await (await _place.OpenAsync(Cancel)).DisposeAsync();
        await using (SqliteStore admin = _place.NewStore(SqliteAccess.Admin))
        {
            await admin.OpenAsync(Cancel);
            await admin.Accounts.AddFirstOwnerAsync("owner", "hash", Instant.FromUnixSeconds(0), Cancel);
        }

        Assert.Single(await (await _place.OpenAsync(Cancel)).Accounts.ListAsync(Cancel));
    }

    [Fact]
    public async Task An_admin_command_does_not_migrate_an_older_file()
    {
        await (await _place.OpenAsync(Cancel)).DisposeAsync();
        await _place.SqlAsync("DROP TABLE rejection; DROP TABLE activity; DELETE FROM SchemaVersions WHERE ScriptName LIKE '0003%'");
        await using (SqliteStore admin = _place.NewStore(SqliteAccess.Admin))
        {
            StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(async () => await admin.OpenAsync(Cancel));
            Assert.Contains("barograph serve", error.Message, StringComparison.Ordinal);
        }
        Assert.Null(await _place.SqlAsync("SELECT 1 FROM sqlite_schema WHERE name = 'activity'"));

        IStore server = await _place.OpenAsync(Cancel);
        Assert.Empty(await server.Activity.SumAsync(Cancel));
    }

    [Theory]
    [InlineData(SqliteAccess.Serve)]
    [InlineData(SqliteAccess.Admin)]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone(SqliteAccess access)
    {
        await (await _place.OpenAsync(Cancel)).DisposeAsync();
        await _place.SqlAsync("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_of_the_future.sql', '2099-01-01')");
        byte[] before = await File.ReadAllBytesAsync(_place.File, Cancel);
        await using (SqliteStore store = _place.NewStore(access))
            await Assert.ThrowsAsync<StoreRefusedException>(async () => await store.OpenAsync(Cancel));

        Assert.Equal(before, await File.ReadAllBytesAsync(_place.File, Cancel));
    }

    [Theory]
    [InlineData(SqliteAccess.Serve)]
    [InlineData(SqliteAccess.Admin)]
    public async Task Another_programs_database_is_refused_and_left_alone(SqliteAccess access)
    {
        await File.WriteAllBytesAsync(_place.File, [], Cancel);
        await _place.SqlAsync("CREATE TABLE sample (mine TEXT)");
        byte[] before = await File.ReadAllBytesAsync(_place.File, Cancel);
        await using (SqliteStore store = _place.NewStore(access))
            await Assert.ThrowsAsync<StoreRefusedException>(async () => await store.OpenAsync(Cancel));

        Assert.Equal(before, await File.ReadAllBytesAsync(_place.File, Cancel));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'x', 5000)];
        await File.WriteAllBytesAsync(_place.File, text, Cancel);

        await Assert.ThrowsAsync<StoreRefusedException>(async () => await _place.OpenAsync(Cancel));

        Assert.Equal(text, await File.ReadAllBytesAsync(_place.File, Cancel));
    }

    [Fact]
    public async Task Only_the_owner_can_read_what_is_made()
    {
        IStore store = await _place.OpenAsync(Cancel);
        await store.Accounts.AddFirstOwnerAsync("owner", "hash", Instant.FromUnixSeconds(0), Cancel);

        string[] files = Directory.GetFiles(Path.GetDirectoryName(_place.File)!);

        Assert.Contains(_place.File + "-wal", files);
        Assert.All(files, file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task The_description_names_the_file()
    {
        await using SqliteStore store = _place.NewStore(SqliteAccess.Serve);

        Assert.Contains(_place.File, store.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_a_fault_for_the_doctor()
    {
        IStore store = await _place.OpenAsync(Cancel);
        await FillAsync(store);
        await store.DisposeAsync();
        await using (FileStream file = File.OpenWrite(_place.File))
        {
            // The last pages are samples; the catalog, which opening reads, stays whole.
            file.Position = file.Length - 8192;
            await file.WriteAsync(Enumerable.Repeat((byte)0xAA, 8192).ToArray(), Cancel);
        }
        await using SqliteStore admin = _place.NewStore(SqliteAccess.Admin);
        await admin.OpenAsync(Cancel);

        Assert.Contains(await admin.ExamineAsync(Cancel), finding => finding.Level == FindingLevel.Fault);
    }

    private static async Task FillAsync(IStore store)
    {
        var token = new NewToken(TokenKind.Random, "hash", TokenScope.Report, TokenReach.Any, null, null);
        Device device = await store.Devices.AddAsync(new NewDevice("board", null, null, token, Instant.FromUnixSeconds(0)), Cancel);
        SeriesInfo series = (await store.Series.FindOrCreateAsync([new SeriesWish(new SeriesKey("desk", "m"), null)], device.Id, 1, Cancel))[0]!;
        await store.Writer.AppendAsync(
            Batches.Of([.. Enumerable.Range(0, 5000).Select(i => new Sample(series.Id, Instant.FromUnixSeconds(1_700_000_000 + i), i + 0.5))]), Cancel);
    }
}
