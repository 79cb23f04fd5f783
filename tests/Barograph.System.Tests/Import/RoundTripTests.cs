using System.Text.Json;

namespace Barograph.SystemTests.Import;

/// <summary>Export, import into an empty store of the other engine, export: the same bytes, a million readings of the hardest kind.</summary>
[Trait("Category", "Slow")]
public sealed class RoundTripTests(ITestOutputHelper output)
{
    // All four ways, and each format once with a million.
    [Theory]
    [InlineData("csv", Engine.Sqlite, 1_000_000)]
    [InlineData("csv", Engine.Postgres, 100_000)]
    [InlineData("ndjson", Engine.Sqlite, 100_000)]
    [InlineData("ndjson", Engine.Postgres, 1_000_000)]
    public async Task Readings_come_out_of_the_other_engine_as_the_same_bytes(string name, Engine first, int samples)
    {
        string otherFormat = name == "csv" ? "ndjson" : "csv";
        Engine second = first == Engine.Sqlite ? Engine.Postgres : Engine.Sqlite;
        using var folder = new ScratchFolder();
        string made = folder.File("made." + name), out1 = folder.File("first." + name), out2 = folder.File("second." + name);
        await RoundTrip.WriteAsync(made, name, samples);
        await RoundTrip.WriteAsync(folder.File("other"), otherFormat, samples);
        string expected = await RoundTrip.HashAsync(made);
        using Place source = await EmptyAsync(first), target = await EmptyAsync(second);

        await ImportAsync(source, made, samples);
        await ExportAsync(source, out1, name);
        await ImportAsync(target, out1, samples);
        await ExportAsync(target, out2, name);
        await ExportAsync(target, folder.File("second.other"), otherFormat);

        Assert.Equal(expected, await RoundTrip.HashAsync(out1));
        Assert.Equal(expected, await RoundTrip.HashAsync(out2));
        Assert.Equal(await RoundTrip.HashAsync(folder.File("other")), await RoundTrip.HashAsync(folder.File("second.other")));
    }

    private async Task ImportAsync(Place place, string file, int samples)
    {
        CommandResult import = await ProductCommand.RunAsync(place.Folder, null, ["import", file, "--json", .. place.Options]);
        JsonElement json = import.Succeeded().Json;
        output.WriteLine($"{place.Engine}: {Path.GetFileName(file)} imported in {import.Took.TotalSeconds:0.0} s");
        Assert.Equal((samples, 0, 0), ForeignTable.Counts(json));
    }

    private async Task ExportAsync(Place place, string file, string format)
    {
        CommandResult export = await ProductCommand.RunAsync(place.Folder, null, ["export", "--output", file, "--format", format, .. place.Options]);
        export.Succeeded();
        output.WriteLine($"{place.Engine}: {Path.GetFileName(file)} exported in {export.Took.TotalSeconds:0.0} s");
    }

    /// <summary>A store without a server and without a reading.</summary>
    private static async Task<Place> EmptyAsync(Engine engine)
    {
        Place place = await Place.MakeAsync(engine);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { Keep = true });
        await server.StopAsync();
        return place;
    }
}
