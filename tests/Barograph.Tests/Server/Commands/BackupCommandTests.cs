using System.Text.Json;
using Barograph.Model;
using Barograph.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Commands;

/// <summary><c>barograph backup</c> and <c>restore</c> as the person at the terminal sees them.</summary>
public sealed class BackupCommandTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Night = new(2026, 11, 23, 2, 15, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Night);
    private readonly CommandRig _rig;

    public BackupCommandTests() => _rig = new CommandRig { Clock = _clock };

    private string Backups => _folder.PathOf("backups");

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_runs_beside_the_server_and_not_in_it()
    {
        await _rig.WithServerAsync();
        await FillAsync(3);

        JsonElement made = await _rig.JsonAsync("backup", _folder.PathOf("a.db"));

        Assert.Equal(0, _rig.HandledByServer);
        Assert.Equal(_folder.PathOf("a.db"), made.GetProperty("file").GetString());
        Assert.Equal(new FileInfo(_folder.PathOf("a.db")).Length, made.GetProperty("bytes").GetInt64());
        JsonElement series = Assert.Single(made.GetProperty("series").EnumerateArray());
        Assert.Equal(("desk", "m", 3), (series.GetProperty("location").GetString(), series.GetProperty("metric").GetString(), series.GetProperty("samples").GetInt32()));
        Assert.Equal([_folder.PathOf("a.db")], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task It_prints_a_table_and_one_sentence()
    {
        await _rig.WithServerAsync();
        await FillAsync(3);

        CommandRig.Outcome outcome = await _rig.RunAsync("backup", _folder.PathOf("a.db"));

        Assert.Equal((0, ""), (outcome.Exit, outcome.Error));
        string[] lines = outcome.Out.TrimEnd('\n').Split('\n');
        Assert.StartsWith("LOCATION", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("desk      m       3        ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("1 series, 3 samples; source and copy have equal counts and hashes.", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_exists_is_never_overwritten()
    {
        await _rig.WithStoreAsync();
        string file = _folder.Write("a.db", "precious");

        CommandRig.Outcome outcome = await _rig.RunAsync("backup", file);

        Assert.Equal((1, ""), (outcome.Exit, outcome.Out));
        Assert.Contains("exists already", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_name_it_is_called_after_the_time_and_the_newest_are_kept()
    {
        await _rig.WithStoreAsync();
        Directory.CreateDirectory(Backups);
        string[] others = ["notes.txt", "barograph-2020-01-01T000000Z.db.bak", "my-barograph-2020-01-01T000000Z.db", "barograph-2020.db"];
        foreach (string other in others)
            await File.WriteAllTextAsync(Path.Combine(Backups, other), "mine", TestContext.Current.CancellationToken);
        for (int day = 0; day < 5; day++)
        {
            Assert.Equal(0, (await _rig.RunAsync("backup", "--into", Backups, "--keep", "3")).Exit);
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(
            ["barograph-2026-11-25T021500Z.db", "barograph-2026-11-26T021500Z.db", "barograph-2026-11-27T021500Z.db"],
            Names().Except(others));
        Assert.Empty(others.Except(Names()));
    }

    [Theory]
    [InlineData("1", "barograph-2000-01-01T000000Z.db")]
    [InlineData("2", "barograph-2000-01-01T000000Z.db", "barograph-2026-11-24T021500Z.db")]
    [InlineData("3", "barograph-2000-01-01T000000Z.db", "barograph-2026-11-23T021500Z.db", "barograph-2026-11-24T021500Z.db")]
    public async Task The_one_just_made_stays_when_the_clock_lies_in_the_past(string keep, params string[] left)
    {
        await _rig.WithStoreAsync();
        Directory.CreateDirectory(Backups);
        foreach (string day in (string[])["22", "23", "24"])
            _folder.Write(Path.Combine("backups", $"barograph-2026-11-{day}T021500Z.db"), "older");
        _rig.Clock = new FakeTimeProvider(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

        JsonElement made = await _rig.JsonAsync("backup", "--into", Backups, "--keep", keep);

        Assert.Equal(left, Names());
        Assert.True(File.Exists(made.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task Folder_and_number_come_from_the_settings()
    {
        _rig.Environment["BAROGRAPH_BACKUPS"] = Backups;
        _rig.Environment["BAROGRAPH_BACKUPS_KEPT"] = "1";
        await _rig.WithStoreAsync();
        await _rig.JsonAsync("backup");
        _clock.Advance(TimeSpan.FromSeconds(1));

        JsonElement second = await _rig.JsonAsync("backup");

        Assert.Equal(["barograph-2026-11-23T021501Z.db"], Names());
        Assert.Equal([Path.Combine(Backups, "barograph-2026-11-23T021500Z.db")], second.GetProperty("removed").EnumerateArray().Select(file => file.GetString()));
    }

    [Fact]
    public async Task As_long_as_the_new_one_is_not_whole_the_old_ones_stay()
    {
        await _rig.WithStoreAsync();
        await FillAsync(5000);
        await _rig.RunAsync("backup", "--into", Backups, "--keep", "1");
        _clock.Advance(TimeSpan.FromDays(1));
        await DamageAsync(_rig.StorePath);

        CommandRig.Outcome outcome = await _rig.RunAsync("backup", "--into", Backups, "--keep", "1");

        Assert.Equal(1, outcome.Exit);
        Assert.Contains("is damaged", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["barograph-2026-11-23T021500Z.db"], Names());
    }

    [Fact]
    public async Task What_a_killed_run_left_behind_goes_with_the_next_one()
    {
        await _rig.WithStoreAsync();
        Directory.CreateDirectory(Backups);
        await File.WriteAllTextAsync(Path.Combine(Backups, "barograph-2026-11-22T021500Z.db.part"), "half", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Backups, "other.part"), "mine", TestContext.Current.CancellationToken);

        await _rig.JsonAsync("backup", "--into", Backups);

        Assert.Equal(["barograph-2026-11-23T021500Z.db", "other.part"], Names());
    }

    [Theory]
    [InlineData("backup", "x.db", "--into", "y")]
    [InlineData("backup", "x.db", "--keep", "3")]
    [InlineData("backup", "--keep", "0")]
    [InlineData("backup", "--keep", "few")]
    [InlineData("restore")]
    public async Task What_makes_no_sense_is_said_before_anything_is_done(params string[] args)
    {
        await _rig.WithStoreAsync();

        CommandRig.Outcome outcome = await _rig.RunAsync(args);

        Assert.Equal((2, ""), (outcome.Exit, outcome.Out));
        Assert.StartsWith("error: ", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pg_dump", "backup")]
    [InlineData("pg_restore", "restore", "x.db")]
    public async Task For_PostgreSQL_it_names_what_to_use_instead(string named, params string[] args)
    {
        CommandRig.Outcome outcome = await _rig.RunAsync([.. args, "--store", "postgres:Host=/nowhere;Username=u"]);

        Assert.Equal((1, ""), (outcome.Exit, outcome.Out));
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
        Assert.Contains("docs/backup.md", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_brings_back_what_was_there()
    {
        await _rig.WithStoreAsync();
        await FillAsync(3);
        JsonElement backup = await _rig.JsonAsync("backup", _folder.PathOf("a.db"));
        await _rig.RunAsync("device", "add", "later");
        await _rig.WithServerAsync();
        Assert.Contains("Stop it first", (await _rig.RunAsync("restore", _folder.PathOf("a.db"), "--replace")).Error, StringComparison.Ordinal);
        await _rig.StopServerAsync();
        Assert.Contains("--replace", (await _rig.RunAsync("restore", _folder.PathOf("a.db"))).Error, StringComparison.Ordinal);

        CommandRig.Outcome restored = await _rig.RunAsync("restore", _folder.PathOf("a.db"), "--replace", "--json");

        Assert.Equal(0, restored.Exit);
        Assert.Equal(backup.GetProperty("series").GetRawText(), JsonElement.Parse(restored.Out).GetProperty("series").GetRawText());
        Assert.Equal(_rig.StorePath + ".before-restore-2026-11-23T021500Z", JsonElement.Parse(restored.Out).GetProperty("kept_aside").GetString());
        Assert.DoesNotContain("later", (await _rig.RunAsync("device", "list")).Out, StringComparison.Ordinal);
        Assert.Contains("later", (await _rig.RunAsync("device", "list", "--store", $"sqlite:{_rig.StorePath}.before-restore-2026-11-23T021500Z")).Out, StringComparison.Ordinal);
    }

    private IEnumerable<string> Names() => Directory.GetFiles(Backups).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private Task<AppendResult> FillAsync(int count) => _rig.LookAsync(async store =>
    {
        SeriesInfo series = (await store.Series.FindOrCreateAsync([new SeriesWish(new SeriesKey("desk", "m"), null)], 1, 1, CancellationToken.None))[0]!;
        var batch = new SampleBatch();
        batch.Add([.. Enumerable.Range(0, count).Select(i => new Sample(series.Id, Instant.FromUnixSeconds(1_700_000_000 + i), i + 0.5))]);
        return await store.Writer.AppendAsync(batch, CancellationToken.None);
    });

    private static async Task DamageAsync(string path)
    {
        await using FileStream file = File.OpenWrite(path);
        // The last pages are samples; the catalog stays whole.
        file.Position = file.Length - 8192;
        await file.WriteAsync(Enumerable.Repeat((byte)0xAA, 8192).ToArray(), TestContext.Current.CancellationToken);
    }
}
