using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Barograph.Model;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Commands;

/// <summary><c>barograph import FILE</c> as the person at the terminal sees it.</summary>
public sealed class FileImportTests : IAsyncDisposable
{
    private const string Header = "time,location,metric,unit,value\r\n";

    private readonly TempFolder _folder = new();
    private readonly CommandRig _rig = new() { Clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)) };

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_export_writes_is_taken_whole_and_comes_out_the_same(bool withServer)
    {
        const string Csv = Header
            + "2015-01-01T00:00:00Z,\"'=cmd|' /C calc'!A0,1\",temperature,Cel,-1.7976931348623157E+308\r\n"
            + "2026-11-22T21:45:13.000001Z,\"'=cmd|' /C calc'!A0,1\",temperature,Cel,5E-324\r\n"
            + "2026-11-22T21:45:13.250Z,\"a;'@b\"\"c\"\"\",h,'-x,0.1\r\n"
            + "2026-11-22T21:45:13Z,küche/日本,h,,0\r\n";
        await (withServer ? _rig.WithServerAsync() : _rig.WithStoreAsync());

        JsonElement imported = await _rig.JsonAsync("import", _folder.Write("a.csv", Csv));

        Assert.Equal((4, 4, 0, 0, 0), Counts(imported));
        Assert.Equal(withServer, imported.GetProperty("store").GetString()!.EndsWith("through the running server", StringComparison.Ordinal));
        Assert.Equal(Csv, await ExportAsync("csv"));
        string ndjson = await ExportAsync("ndjson");
        Assert.Equal((4, 0, 4, 0, 0), Counts(await _rig.JsonAsync("import", _folder.Write("a.ndjson", ndjson))));
        Assert.Equal(["a.csv", "a.ndjson"], Files());
    }

    [Theory]
    [InlineData("location,metric,value,time\ndesk,t,1.5,2026-01-01T01:00:00+01:00\n", "desk t - 1.5")]
    [InlineData("\uFEFFTIME;x, value ,Metric,LOCATION,note\n1767225600,1.5,T, desk ,\"a\r\nb\"\n", null)]
    [InlineData("\uFEFFTIME, value ,Metric,LOCATION,note\n1767225600,1.5,T, desk ,\"a\r\nb\"\n", "desk t - 1.5")]
    [InlineData("time,metric,location,value,unit\n\n1767225600,t,desk,71.6,°F\n\n", "desk t degF 71.6")]
    [InlineData("time,location,temperature,humidity,id\n1767225600,desk,1,,7\n1767225601,desk,,2,8", "desk humidity - 2|desk temperature - 1")]
    [InlineData("time,location,metric,value,,\n1767225600,desk,t,1.5,,,,\n", "desk t - 1.5")]
    public async Task Other_CSV_is_taken_by_the_names_of_its_columns(string csv, string? expected)
    {
        await _rig.WithStoreAsync();

        CommandRig.Outcome outcome = await _rig.RunAsync("import", _folder.Write("a.csv", csv));

        Assert.Equal(expected is null ? 1 : 0, outcome.Exit);
        Assert.Equal(expected ?? "", await LatestAsync());
    }

    [Theory]
    [InlineData("line_broken", "2026-01-01T00:00:00Z,\"desk,t,Cel,1")]
    [InlineData("line_broken", "2026-01-01T00:00:00Z,\"desk\"x,t,Cel,1")]
    [InlineData("line_broken", "2026-01-01T00:00:00Z,desk,t,Cel")]
    [InlineData("line_broken", "2026-01-01T00:00:00Z,desk, left,t,Cel,1")]
    [InlineData("line_broken", "\0\0\0\0")]
    [InlineData("time_missing", ",desk,t,Cel,1")]
    [InlineData("time_invalid", "yesterday,desk,t,Cel,1")]
    [InlineData("time_invalid", "2026-02-30T00:00:00Z,desk,t,Cel,1")]
    [InlineData("time_invalid", "2026-01-01 00:00:00,desk,t,Cel,1")]
    [InlineData("time_too_early", "2014-12-31T23:59:59.999999Z,desk,t,Cel,1")]
    [InlineData("time_ahead", "2026-11-24T00:00:01Z,desk,t,Cel,1")]
    [InlineData("location_missing", "2026-01-01T00:00:00Z, ,t,Cel,1")]
    [InlineData("location_invalid", "2026-01-01T00:00:00Z,desk/#,t,Cel,1")]
    [InlineData("metric_invalid", "2026-01-01T00:00:00Z,desk,t t,Cel,1")]
    [InlineData("unit_invalid", "2026-01-01T00:00:00Z,desk,t,a unit that is longer than thirty-two,1")]
    [InlineData("unit_mismatch", "2026-01-01T00:00:00Z,desk,t,hPa,1")]
    [InlineData("value_not_a_number", "2026-01-01T00:00:00Z,desk,t,Cel,\"1,5\"")]
    [InlineData("value_not_finite", "2026-01-01T00:00:00Z,desk,t,Cel,NaN")]
    [InlineData("value_not_finite", "2026-01-01T00:00:00Z,desk,t,Cel,1e999")]
    [InlineData("no_values", "2026-01-01T00:00:00Z,desk,t,Cel,")]
    public async Task A_bad_line_of_CSV_is_put_aside_with_its_number_and_reason_and_the_others_are_taken(string reason, string bad)
    {
        const string First = "2026-01-01T00:00:00Z,desk,t,Cel,1\r\n", Last = "2026-01-03T00:00:00Z,\"desk\",t,Cel,3\r\n";
        await _rig.WithServerAsync();
        string file = _folder.Write("a.csv", Header + First + bad + "\r\n" + Last);

        CommandRig.Outcome outcome = await _rig.RunAsync("import", file, "--json");

        JsonElement shown = JsonElement.Parse(outcome.Out);
        Assert.Equal((1, ""), (outcome.Exit, outcome.Error));
        Assert.Equal((3, 2, 0, 0, 1), Counts(shown));
        Assert.Equal(reason, shown.GetProperty("left_out").EnumerateArray().Single().GetProperty("reason").GetString());
        string rejected = await File.ReadAllTextAsync(file + ".rejected.csv", TestContext.Current.CancellationToken);
        Assert.Equal(shown.GetProperty("rejected_file").GetString(), file + ".rejected.csv");
        Assert.StartsWith("rejected_line,rejected_reason,time,location,metric,unit,value\r\n3,", rejected, StringComparison.Ordinal);
        Assert.EndsWith("," + bad + "\r\n", rejected, StringComparison.Ordinal);
        Assert.Equal(2, rejected.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("line_broken", "{\"location\":\"desk\"")]
    [InlineData("line_broken", "[{\"location\":\"desk\",\"time\":1767225600,\"t\":1}]")]
    [InlineData("line_broken", "\"desk\"")]
    [InlineData("time_missing", "{\"location\":\"desk\",\"t\":1}")]
    [InlineData("time_missing", "{\"location\":\"desk\",\"age\":1,\"t\":1}")]
    [InlineData("time_invalid", "{\"location\":\"desk\",\"time\":\"2026-01-01T00:00:00\",\"t\":1}")]
    [InlineData("time_too_early", "{\"location\":\"desk\",\"time\":0,\"t\":1}")]
    [InlineData("location_missing", "{\"time\":1767225600,\"t\":1}")]
    [InlineData("value_not_a_number", "{\"location\":\"desk\",\"time\":1767225600,\"t\":\"wet\"}")]
    [InlineData("value_not_finite", "{\"location\":\"desk\",\"time\":1767225600,\"t\":1e999}")]
    [InlineData("unit_mismatch", "{\"location\":\"desk\",\"time\":1767225600,\"values\":{\"t\":1},\"units\":{\"t\":\"hPa\"}}")]
    public async Task A_bad_line_of_JSON_is_put_aside_below_its_number_and_reason(string reason, string bad)
    {
        const string Good = "{\"location\":\"desk\",\"time\":1767225601,\"values\":{\"t\":1},\"units\":{\"t\":\"Cel\"}}";
        await _rig.WithStoreAsync();
        string file = _folder.Write("a.ndjson", $"\uFEFF{Good}\r\n{bad}\n\n{Good}");

        CommandRig.Outcome outcome = await _rig.RunAsync("import", file, "--json");

        Assert.Equal((1, ""), (outcome.Exit, outcome.Error));
        Assert.Equal((3, 1, 1, 0, 1), Counts(JsonElement.Parse(outcome.Out)));
        Assert.Equal(reason, JsonElement.Parse(outcome.Out).GetProperty("left_out").EnumerateArray().Single().GetProperty("reason").GetString());
        string[] rejected = await File.ReadAllLinesAsync(file + ".rejected.ndjson", TestContext.Current.CancellationToken);
        Assert.Equal(2, rejected.Length);
        Assert.StartsWith("# line 2: ", rejected[0], StringComparison.Ordinal);
        Assert.Equal(bad, rejected[1]);
    }

    [Theory]
    [InlineData("csv", "time,location,metric,value\n1767225600,desk,t,one\n1767225601,desk,t,2\n", "one", "1")]
    [InlineData("ndjson", "{\"location\":\"desk\",\"time\":1767225600,\"t\":\"one\"}\n{\"location\":\"desk\",\"time\":1767225601,\"t\":2}\n", "\"one\"", "1")]
    [InlineData("csv", "time,location,t,u\n1767225600,desk,one,\n1767225601,desk,2,\n", "one", "1")]
    public async Task The_lines_that_were_put_aside_can_be_mended_and_imported(string format, string text, string bad, string good)
    {
        await _rig.WithStoreAsync();
        string file = _folder.Write("a." + format, text);
        Assert.Equal(1, (await _rig.RunAsync("import", file)).Exit);
        string aside = $"{file}.rejected.{format}";
        Assert.Equal(1, (await _rig.RunAsync("import", aside)).Exit);
        Assert.Equal(1, (await _rig.RunAsync("import", file)).Exit);
        Assert.Contains($"a.{format}.rejected-2.{format}", Files());
        string mended = await File.ReadAllTextAsync(aside, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(aside, mended.Replace($"{(format == "csv" ? "," : ":")}{bad}", $"{(format == "csv" ? "," : ":")}{good}", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        JsonElement imported = await _rig.JsonAsync("import", aside);

        Assert.Equal((1, 1, 0, 0, 0), Counts(imported));
    }

    [Fact]
    public async Task A_quote_that_never_closes_costs_its_own_line_only()
    {
        var text = new StringBuilder(Header);
        for (int i = 0; i < 5_000; i++)
            text.Append($"{1767225600 + i},{(i == 17 ? "\"desk" : i % 2 == 0 ? "\"de,sk\"" : "desk")},t,,{i}\r\n");
        await _rig.WithStoreAsync();

        CommandRig.Outcome outcome = await _rig.RunAsync("import", _folder.Write("a.csv", text.ToString()), "--json");

        Assert.Equal((5_000, 4_999, 0, 0, 1), Counts(JsonElement.Parse(outcome.Out)));
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_and_put_aside()
    {
        await _rig.WithStoreAsync();
        string file = _folder.Write("a.csv", Header + "1767225600,desk,t,,1\n" + new string('x', 3_000_000) + "\n1767225601,desk,t,,1\n");

        CommandRig.Outcome outcome = await _rig.RunAsync("import", file, "--json");

        Assert.Equal((2, 0), (JsonElement.Parse(outcome.Out).GetProperty("new").GetInt32(), JsonElement.Parse(outcome.Out).GetProperty("conflicts").GetInt32()));
    }

    [Fact]
    public async Task Conflicts_and_duplicates_are_counted_and_units_converted()
    {
        await _rig.WithStoreAsync();
        await _rig.JsonAsync("import", _folder.Write("a.csv", Header + "1767225600,desk,t,Cel,22\n1767225601,desk,t,Cel,22\n1767225602,desk,t,Cel,22\n"));

        JsonElement again = await _rig.JsonAsync("import", _folder.Write("b.csv", Header + "1767225600,desk,t,degF,71.6\n1767225601,desk,t,,23\n1767225603,desk,t,C,1\n"));

        Assert.Equal((3, 1, 1, 1, 0), Counts(again));
    }

    [Fact]
    public async Task Local_times_are_read_by_the_zone_that_is_named()
    {
        await _rig.WithStoreAsync();
        string file = _folder.Write("a.csv", "time,location,t\n2026-10-25 02:30:00,desk,1\n2026-10-25 02:45,desk,2\n2026-10-25 02:30:00,desk,3\n2026-10-25T03:00:00.5,desk,4\n");

        Assert.Equal(1, (await _rig.RunAsync("import", file)).Exit);
        JsonElement imported = await _rig.JsonAsync("import", file, "--time-zone", "Europe/Berlin");

        Assert.Equal((4, 4, 0, 0, 0), Counts(imported));
        Assert.Equal("3 rows are of an hour", imported.GetProperty("notes")[0].GetString()![..21]);
        Assert.Equal(
            Header + "2026-10-25T00:30:00Z,desk,t,,1\r\n2026-10-25T00:45:00Z,desk,t,,2\r\n2026-10-25T01:30:00Z,desk,t,,3\r\n2026-10-25T02:00:00.500Z,desk,t,,4\r\n",
            await ExportAsync("csv"));
    }

    [Fact]
    public async Task Standard_input_and_packed_files_are_read_too()
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome piped = await _rig.RunWithInputAsync(Header + "1767225600,desk,t,,1\n", "import", "-", "--format", "csv");
        await using (var packed = new GZipStream(File.Create(_folder.PathOf("a.ndjson.gz")), CompressionLevel.Fastest))
            await packed.WriteAsync("{\"location\":\"desk\",\"time\":1767225601,\"t\":2}\n"u8.ToArray(), TestContext.Current.CancellationToken);
        JsonElement unpacked = await _rig.JsonAsync("import", _folder.PathOf("a.ndjson.gz"));

        Assert.Equal((0, ""), (piped.Exit, piped.Error));
        Assert.Contains("1 lines read: 1 values new", piped.Out, StringComparison.Ordinal);
        Assert.Equal((1, 1, 0, 0, 0), Counts(unpacked));
    }

    [Fact]
    public async Task Only_the_locations_that_are_named_are_taken_and_the_others_are_no_fault()
    {
        await _rig.WithStoreAsync();
        JsonElement imported = await _rig.JsonAsync(
            "import", _folder.Write("a.csv", "time,location,t\n1767225600,desk,1\n1767225600,attic,2\n1767225600,,3\n"), "--locations", "attic", "hall", "--location", "hall");
        Assert.Equal("attic t - 2|hall t - 3", await LatestAsync());
        Assert.Equal("location_not_wanted", imported.GetProperty("left_out")[0].GetProperty("reason").GetString());
        Assert.Equal(["a.csv"], Files());
    }

    [Theory]
    [InlineData(2, "does not say its format", "a.txt", "x", "")]
    [InlineData(2, "csv or ndjson", "a.csv", "x", "--format xml")]
    [InlineData(2, "column \"location\"", "a.csv", "time,t\n", "")]
    [InlineData(2, "--table goes with --postgres-table", "a.csv", "time,t\n", "--table x")]
    [InlineData(1, "column \"time\"", "a.csv", "location,t\n", "")]
    [InlineData(1, "column \"time\"", "a.csv", "", "")]
    [InlineData(1, "none that is a metric", "a.csv", "time,location\n", "")]
    [InlineData(1, "semicolons", "a.csv", "time;location;t\n", "")]
    [InlineData(1, "does not close", "a.csv", "\"time,location,t\n", "")]
    [InlineData(1, "cannot be read", "a.csv.gz", "no gzip", "")]
    [InlineData(1, "could not be written", "a.csv", "time,location,t\nx,y,z\n", "--rejected /nowhere/x.csv")]
    public async Task What_cannot_be_is_said_and_is_no_success(int exit, string reason, string name, string text, string options)
    {
        await _rig.WithStoreAsync();

        CommandRig.Outcome outcome = await _rig.RunAsync(["import", _folder.Write(name, text), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((exit, ""), (outcome.Exit, outcome.Out));
        Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
    }

    private static (int Read, int New, int There, int Conflicts, int Rejected) Counts(JsonElement shown) => (
        shown.GetProperty("rows_read").GetInt32(), shown.GetProperty("new").GetInt32(), shown.GetProperty("there").GetInt32(),
        shown.GetProperty("conflicts").GetInt32(), shown.GetProperty("rejected_lines").GetInt32());

    private IEnumerable<string?> Files() => Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private async Task<string> ExportAsync(string format)
    {
        Assert.Equal(0, (await _rig.RunAsync("export", "--format", format)).Exit);
        return Encoding.UTF8.GetString(_rig.Data.ToArray());
    }

    private async Task<string> LatestAsync()
    {
        IReadOnlyList<LatestSample> latest = await _rig.LookAsync(store => store.Reader.LatestAsync(null, CancellationToken.None));
        return string.Join('|', latest.Select(one => FormattableString.Invariant($"{one.Series.Key.Location} {one.Series.Key.Metric} {one.Series.Unit ?? "-"} {one.Value}")));
    }
}
