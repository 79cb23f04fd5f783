using System.Text;
using System.Text.Json;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Tests.Server.Commands;

/// <summary><c>barograph export</c> as the person at the terminal sees it.</summary>
public sealed class ExportCommandTests : IAsyncDisposable
{
    private const string Header = "time,location,metric,unit,value\r\n";
    private const string Attic = "2023-11-14T22:13:20Z,attic,h,%RH,0.5\r\n2023-11-14T22:13:21Z,attic,h,%RH,1.5\r\n";
    private const string Desk = "2023-11-14T22:13:20Z,desk,h,%RH,0.5\r\n2023-11-14T22:13:21Z,desk,h,%RH,1.5\r\n";
    private const string DeskM = "2023-11-14T22:13:20Z,desk,m,,0.5\r\n2023-11-14T22:13:21Z,desk,m,,1.5\r\n";

    private readonly TempFolder _folder = new();
    private readonly CommandRig _rig = new();

    private string Written => Encoding.UTF8.GetString(_rig.Data.ToArray());

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("", Attic + Desk + DeskM)]
    [InlineData("--location desk", Desk + DeskM)]
    [InlineData("--metric h", Attic + Desk)]
    [InlineData("--location *tt* --metric *", Attic)]
    [InlineData("--location desk --metric m --format csv", DeskM)]
    [InlineData("--metric m --from 1700000001", "2023-11-14T22:13:21Z,desk,m,,1.5\r\n")]
    [InlineData("--metric m --to 2023-11-14T23:13:21+01:00", "2023-11-14T22:13:20Z,desk,m,,0.5\r\n")]
    [InlineData("--from 1800000000", "")]
    public async Task It_writes_what_was_asked_and_nothing_else(string options, string expected)
    {
        await _rig.WithServerAsync();
        await FillAsync();

        CommandRig.Outcome outcome = await _rig.RunAsync(["export", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(new CommandRig.Outcome(0, "", ""), outcome);
        Assert.Equal(Header + expected, Written);
        Assert.Equal(0, _rig.HandledByServer);
    }

    [Fact]
    public async Task Without_a_server_it_reads_the_file_and_leaves_it_as_it_is()
    {
        await _rig.WithStoreAsync();
        await FillAsync();
        byte[] before = await File.ReadAllBytesAsync(_rig.StorePath, TestContext.Current.CancellationToken);

        CommandRig.Outcome outcome = await _rig.RunAsync("export", "--format", "ndjson", "--location", "attic", "--to", "1700000001");

        Assert.Equal(new CommandRig.Outcome(0, "", ""), outcome);
        Assert.Equal("{\"location\":\"attic\",\"time\":\"2023-11-14T22:13:20Z\",\"values\":{\"h\":0.5},\"units\":{\"h\":\"%RH\"}}\n", Written);
        Assert.Equal(before, await File.ReadAllBytesAsync(_rig.StorePath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_empty_store_is_exported_as_a_header()
    {
        await _rig.WithStoreAsync();

        Assert.Equal(0, (await _rig.RunAsync("export")).Exit);

        Assert.Equal(Header, Written);
    }

    [Fact]
    public async Task A_file_is_made_whole_for_its_owner_only_and_told_about()
    {
        await _rig.WithServerAsync();
        await FillAsync();

        JsonElement made = await _rig.JsonAsync("export", "--output", _folder.PathOf("a.csv"));
        CommandRig.Outcome told = await _rig.RunAsync("export", "--output", _folder.PathOf("b.csv"), "--location", "desk");

        Assert.Equal(Header + Attic + Desk + DeskM, await File.ReadAllTextAsync(_folder.PathOf("a.csv"), TestContext.Current.CancellationToken));
        Assert.Equal(
            (_folder.PathOf("a.csv"), (Header + Attic + Desk + DeskM).Length, 3, 6, JsonValueKind.Null),
            (made.GetProperty("file").GetString(), made.GetProperty("bytes").GetInt32(), made.GetProperty("series").GetInt32(),
                made.GetProperty("samples").GetInt32(), made.GetProperty("raw_from").ValueKind));
        Assert.EndsWith($"b.csv: {(Header + Desk + DeskM).Length} bytes, 2 series, 4 samples.\n", told.Out, StringComparison.Ordinal);
        Assert.Equal(["a.csv", "b.csv"], Directory.GetFiles(_folder.Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.PathOf("a.csv")));
    }

    [Fact]
    public async Task A_file_that_exists_is_never_overwritten()
    {
        await _rig.WithStoreAsync();
        string file = _folder.Write("a.csv", "precious");

        CommandRig.Outcome outcome = await _rig.RunAsync("export", "--output", file);

        Assert.Equal((1, ""), (outcome.Exit, outcome.Out));
        Assert.Contains("exists already", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_not_kept_any_more_is_said()
    {
        await _rig.WithStoreAsync();
        await FillAsync();
        await SetRawFromAsync(1_700_000_001);

        CommandRig.Outcome part = await _rig.RunAsync("export");
        CommandRig.Outcome later = await _rig.RunAsync("export", "--from", "1700000001");
        CommandRig.Outcome none = await _rig.RunAsync("export", "--to", "1700000001");

        Assert.Equal((0, 0, 1), (part.Exit, later.Exit, none.Exit));
        Assert.Equal("Single readings from before 2023-11-14T22:13:21Z are not kept any more and not in it.\n", part.Error);
        Assert.Equal("", later.Error);
        Assert.Contains("not kept any more", none.Error, StringComparison.Ordinal);
        Assert.Equal(0, _rig.Data.Length);
    }

    [Theory]
    [InlineData(2, "csv or ndjson", "--format", "xml")]
    [InlineData(2, "--from", "--from", "yesterday")]
    [InlineData(2, "--to", "--to", "2026-11-22T21:45:13")]
    [InlineData(2, "--output", "--json")]
    [InlineData(1, "no series", "--location", "dekk")]
    [InlineData(1, "no series", "--location", "attic", "--metric", "m")]
    [InlineData(1, "could not be written", "--output", "/nowhere/a.csv")]
    [InlineData(1, "no store", "--store", "sqlite:/nowhere/b.db")]
    public async Task What_cannot_be_is_said_and_is_no_success(int exit, string reason, params string[] options)
    {
        await _rig.WithStoreAsync();
        await FillAsync();

        CommandRig.Outcome outcome = await _rig.RunAsync(["export", .. options]);

        Assert.Equal((exit, ""), (outcome.Exit, outcome.Out));
        Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, _rig.Data.Length);
    }

    private async Task FillAsync() => await _rig.LookAsync(async store =>
    {
        SeriesWish[] wishes =
        [
            new(new SeriesKey("desk", "m"), null), new(new SeriesKey("desk", "h"), "%RH"), new(new SeriesKey("attic", "h"), "%RH"),
        ];
        IReadOnlyList<SeriesInfo?> series = await store.Series.FindOrCreateAsync(wishes, 1, 10, CancellationToken.None);
        var batch = new SampleBatch();
        batch.Add([.. series.SelectMany(one => Enumerable.Range(0, 2).Select(i => new Sample(one!.Id, Instant.FromUnixSeconds(1_700_000_000 + i), i + 0.5)))]);
        return await store.Writer.AppendAsync(batch, CancellationToken.None);
    });

    private async Task SetRawFromAsync(long seconds)
    {
        await using var db = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_rig.StorePath};Pooling=False");
        await db.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = db.CreateCommand();
        command.CommandText = $"UPDATE rollup_state SET raw_from = {seconds}000000";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
