using System.Diagnostics;
using System.Text.Json;

namespace Barograph.SystemTests.Import;

/// <summary>kill -9 in the middle, of the import or of the server: run again, it ends with the same store.</summary>
[Trait("Category", "Slow")]
public sealed class ImportKillTests(ITestOutputHelper output)
{
    private const int Rows = 40_000;
    private const int Values = 3 * Rows;
    private const int Kills = 4;

    [Theory]
    [InlineData(Engine.Sqlite, false)]
    [InlineData(Engine.Sqlite, true)]
    [InlineData(Engine.Postgres, true)]
    public async Task An_import_that_is_killed_again_and_again_ends_whole(Engine engine, bool withServer)
    {
        ForeignTable table = await ForeignTable.SeedAsync(Rows);
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        string reader = await server.AddTokenAsync("reader", "read");
        if (!withServer)
            await server.StopAsync();
        // The mark of progress: what a server shows, and without one the time of the last write to a log that holds more than new series.
        var log = new FileInfo(Path.Combine(server.Place.Data, "barograph.db-wal"));
        Func<Task<long>> mark = withServer
            ? async () => (await server.Api(reader).ValuesAsync("desk", "temperature")).Count
            : () => Task.FromResult(LastWrite(log));
        int killed = 0;
        for (int i = 0; i < Kills; i++)
            killed += await KillAsync(table, server.Place, mark) ? 1 : 0;
        await FinishAsync(table, server, reader, withServer, $"{engine}, {killed} imports killed");
        Assert.True(killed >= Kills / 2, $"only {killed} imports were killed in the middle");
    }

    [Fact]
    public async Task A_server_that_is_killed_ends_the_import_with_a_sentence_and_the_next_run_completes_it()
    {
        ForeignTable table = await ForeignTable.SeedAsync(Rows);
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string reader = await server.AddTokenAsync("reader", "read");
        Task<CommandResult> import = table.ImportAsync(server.Place);
        await Patience.UntilAsync("the import runs", async () => (await server.Api(reader).ValuesAsync("desk", "temperature")).Count > 0);
        await server.KillAsync();

        CommandResult ended = await import;

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("run the same import again", ended.Error, StringComparison.Ordinal);
        await server.StartAsync();
        await FinishAsync(table, server, reader, withServer: true, "the server was killed");
    }

    private async Task FinishAsync(ForeignTable table, BarographServer server, string reader, bool withServer, string what)
    {
        JsonElement last = await table.ImportedAsync(server.Place);
        (long added, long there, long conflicts) = ForeignTable.Counts(last);
        output.WriteLine($"{what}; the run that ended: {added} new, {there} there");
        Assert.Equal((Values, 0), (added + there, conflicts));
        Assert.True(added > 0 && there > 0, "nothing was interrupted in the middle");
        Assert.Equal((0, Values, 0), ForeignTable.Counts(await table.ImportedAsync(server.Place)));
        if (!withServer)
            await server.StartAsync();
        foreach ((string location, int first) in ((string, int)[])[("desk", 2), ("basement", 1)])
        {
            List<double> values = await server.Api(reader).ValuesAsync(location, "temperature");
            Assert.Equal(Rows / 2, values.Count);
            Assert.Equal(70 + Math.Sin(first), values[0], 1e-12);
        }
    }

    private static long LastWrite(FileInfo log)
    {
        const int BytesOfABatch = 150_000;
        log.Refresh();
        return log.Exists && log.Length > BytesOfABatch ? log.LastWriteTimeUtc.Ticks : 0;
    }

    /// <summary>Kills an import once it has added something. False if it came to its end first.</summary>
    private static async Task<bool> KillAsync(ForeignTable table, Place place, Func<Task<long>> mark)
    {
        long before = await mark();
        using Process import = Process.Start(ProductBinary.Default.StartInfo(place.Folder, [.. table.Arguments(), .. place.Options]))!;
        import.StandardInput.Close();
        await Patience.UntilAsync("the import adds something", async () => import.HasExited || await mark() > before);
        bool inTime = !import.HasExited;
        if (inTime)
            import.Kill();
        await import.WaitForExitAsync();
        return inTime;
    }
}
