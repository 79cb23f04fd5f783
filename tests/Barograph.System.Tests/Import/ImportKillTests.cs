using System.Diagnostics;
using System.Text.Json;

namespace Barograph.SystemTests.Import;

/// <summary>kill -9 in the middle, of the import, of the server, of the destination's database: run again, it ends with the same store.</summary>
[Trait("Category", "Slow")]
public sealed class ImportKillTests(ITestOutputHelper output)
{
    private const int Rows = 40_000;
    private const int Values = 3 * Rows;

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
        // From before its first batch to after its last.
        var random = new Random(20_221_123);
        int killed = 0;
        for (int i = 0; i < 8; i++)
            killed += await KillAsync(table, server.Place, TimeSpan.FromMilliseconds(300 + 300 * i + random.Next(200))) ? 1 : 0;
        await FinishAsync(table, server, reader, withServer, $"{engine}, {killed} imports killed");
        Assert.True(killed > 2, $"only {killed} imports were killed before their end");
    }

    [Fact]
    public async Task A_server_that_is_killed_ends_the_import_with_a_sentence_and_the_next_run_completes_it()
    {
        ForeignTable table = await ForeignTable.SeedAsync(Rows);
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string reader = await server.AddTokenAsync("reader", "read");
        Task<CommandResult> import = table.ImportAsync(server.Place);
        await Patience.UntilAsync("the import runs", async () => (await server.Api(reader).GetAsync("/api/v1/series")).Json.GetArrayLength() > 0);
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

    private static async Task<bool> KillAsync(ForeignTable table, Place place, TimeSpan after)
    {
        using Process import = Process.Start(ProductBinary.Default.StartInfo(place.Folder, [.. table.Arguments(), .. place.Options]))!;
        import.StandardInput.Close();
        await Task.WhenAny(import.WaitForExitAsync(), Task.Delay(after));
        bool inTime = !import.HasExited;
        if (inTime)
            import.Kill();
        await import.WaitForExitAsync();
        return inTime;
    }
}
