using System.IO.Pipelines;
using System.Text;
using Barograph.Model;
using Barograph.Server.Export;
using Microsoft.AspNetCore.Connections;

namespace Barograph.Tests.Server.Export;

public sealed class ExportWriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Series_come_by_location_then_metric_by_their_letters_numbers()
    {
        SeriesInfo[] series = [Series(1, "b", "m"), Series(2, "a", "n"), Series(3, "a", "m"), Series(4, "ä", "m"), Series(5, "B", "m"), Series(6, "a/b", "m")];
        using var output = new MemoryStream();

        await new ExportWriter(PipeWriter.Create(output), ExportFormat.Csv).WriteAsync(series, new EndlessReader(1), TimeRange.All, Cancel);

        string[] lines = Encoding.UTF8.GetString(output.ToArray()).Split("\r\n");
        Assert.Equal("time,location,metric,unit,value", lines[0]);
        Assert.Equal(6 * 4096 + 2, lines.Length);
        Assert.Equal("", lines[^1]);
        Assert.Equal(["5", "3", "2", "6", "1", "4"], lines[1..^1].Select(line => line.Split(',')[4]).Where((_, i) => i % 4096 == 0));
        Assert.Equal("1970-01-01T01:08:15Z,ä,m,,4", lines[^2]);
    }

    [Fact]
    public async Task An_export_of_nothing_has_a_header_in_CSV_and_nothing_in_JSON()
    {
        foreach ((ExportFormat format, string expected) in new[] { (ExportFormat.Csv, "time,location,metric,unit,value\r\n"), (ExportFormat.Ndjson, "") })
        {
            using var output = new MemoryStream();

            await new ExportWriter(PipeWriter.Create(output), format).WriteAsync([], new EndlessReader(1), TimeRange.All, Cancel);

            Assert.Equal(expected, Encoding.UTF8.GetString(output.ToArray()));
        }
    }

    [Fact]
    public async Task It_does_not_read_on_before_its_bytes_are_taken()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        var reader = new EndlessReader(1000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        Task writing = new ExportWriter(pipe.Writer, ExportFormat.Csv).WriteAsync([Series(1, "a", "m")], reader, TimeRange.All, stop.Token);
        ReadResult first = await pipe.Reader.ReadAtLeastAsync(64 * 1024, Cancel);

        // A block of 4,096 lines is more than the pipe takes, so the writer stands still until this one is consumed.
        Assert.False(writing.IsCompleted);
        Assert.Equal(1, reader.Read);
        pipe.Reader.AdvanceTo(first.Buffer.End);
        ReadResult second = await pipe.Reader.ReadAtLeastAsync(64 * 1024, Cancel);
        Assert.Equal(2, reader.Read);
        pipe.Reader.AdvanceTo(second.Buffer.Start);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Fact]
    public async Task It_ends_when_nobody_takes_its_bytes_any_more()
    {
        var pipe = new Pipe();
        var reader = new EndlessReader(1000);
        await pipe.Reader.CompleteAsync();

        await Assert.ThrowsAsync<ConnectionAbortedException>(
            () => new ExportWriter(pipe.Writer, ExportFormat.Csv).WriteAsync([Series(1, "a", "m")], reader, TimeRange.All, Cancel));

        Assert.Equal(1, reader.Read);
    }

    private static SeriesInfo Series(int id, string location, string metric) => new(new SeriesId(id), new SeriesKey(location, metric), null);
}
