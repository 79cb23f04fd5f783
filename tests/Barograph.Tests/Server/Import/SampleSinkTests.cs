using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Barograph.Model;
using Barograph.Server.Commands;
using Barograph.Server.Commands.Control;
using Barograph.Server.Commands.Import;
using Barograph.Tests.Server.Commands;

namespace Barograph.Tests.Server.Import;

/// <summary>Both ways into a store keep the same promises.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SampleSinkTests : IAsyncDisposable
{
    private const long Start = 1_700_000_000;
    private readonly CommandRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_appended_is_there_and_appended_again_changes_nothing(bool throughServer)
    {
        await using ISampleSink sink = await OpenAsync(throughServer);
        SinkSample[] samples = [Of("desk", 0, 1.5), Of("desk", 1, -0.1), Of("attic", 0, 1e300)];
        Assert.Null(await sink.AppendAsync(samples, Cancel));
        Assert.Equal([SinkOutcome.There, SinkOutcome.There, SinkOutcome.There], await sink.AppendAsync(samples, Cancel));
        Assert.Equal([SinkOutcome.Conflict, SinkOutcome.New], await sink.AppendAsync(new[] { Of("desk", 0, 2), Of("desk", 2, 2) }, Cancel));
        Assert.Equal(3, await sink.CountAsync(new SeriesKey("desk", "t"), TimeRange.All, Cancel));
        Assert.Equal(1, await sink.CountAsync(new SeriesKey("desk", "t"), new TimeRange(At(1), At(2)), Cancel));
        Assert.Equal(0, await sink.CountAsync(new SeriesKey("nowhere", "t"), TimeRange.All, Cancel));
        Assert.Null(await sink.AppendAsync(Array.Empty<SinkSample>(), Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Units_are_settled_converted_or_refused_sample_by_sample(bool throughServer)
    {
        await using ISampleSink sink = await OpenAsync(throughServer);
        Assert.Null(await sink.AppendAsync(new[] { Of("desk", 0, 20) with { Unit = "Cel" } }, Cancel));
        Assert.Equal(
            [SinkOutcome.There, SinkOutcome.UnitMismatch, SinkOutcome.New],
            await sink.AppendAsync(new[] { Of("desk", 0, 68) with { Unit = "degF" }, Of("desk", 1, 1) with { Unit = "hPa" }, Of("desk", 1, 1) }, Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_batch_of_many_series_is_taken(bool throughServer)
    {
        await using ISampleSink sink = await OpenAsync(throughServer);
        // Names that are escaped throughout make the longest message that there can be.
        SinkSample[] samples = [.. Enumerable.Range(0, 600).Select(i => Of(new string('"', 120) + i, 0, 1) with { Unit = new string('"', 32) })];
        Assert.Null(await sink.AppendAsync(samples, Cancel));
        SinkSample[] full = [.. Enumerable.Range(0, sink.MaxBatch).Select(i => Of("desk", i, i))];
        Assert.Null(await sink.AppendAsync(full, Cancel));
        Assert.Equal(sink.MaxBatch, await sink.CountAsync(new SeriesKey("desk", "t"), TimeRange.All, Cancel));
    }

    [Fact]
    public async Task A_stop_of_the_server_ends_an_import_with_a_sentence_and_keeps_what_was_answered()
    {
        await using ISampleSink sink = await OpenAsync(throughServer: true);
        await sink.AppendAsync(new[] { Of("desk", 0, 1) }, Cancel);
        await _rig.StopServerAsync();
        CommandFailedException ended = await Assert.ThrowsAsync<CommandFailedException>(() => sink.AppendAsync(new[] { Of("desk", 1, 1) }, Cancel));
        Assert.Contains("run the same import again", ended.Message, StringComparison.Ordinal);
        Assert.Equal(1, await _rig.LookAsync(async store =>
            await store.Reader.CountAsync((await store.Series.FindAsync(new SeriesKey("desk", "t"), Cancel))!.Id, TimeRange.All, 10, Cancel)));
    }

    [Fact]
    public async Task Imports_leave_places_for_commands()
    {
        List<ISampleSink> sinks = [];
        for (int i = 0; i < ControlSocketListener.MaxImports; i++)
            sinks.Add(await OpenAsync(throughServer: true));
        CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(() => OpenAsync(throughServer: true));
        Assert.StartsWith("4 imports are running", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await _rig.RunAsync("device", "list")).Exit);
        foreach (ISampleSink sink in sinks)
            await sink.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"append":{"series":[{"location":"desk","metric":"t"}],"of":[1],"times":[1700000000000000],"values":[1]}}""")]
    [InlineData("""{"append":{"series":[{"location":"desk","metric":"t"}],"of":[-1],"times":[1700000000000000],"values":[1]}}""")]
    [InlineData("""{"append":{"series":[{"location":"desk","metric":"t"}],"of":[0],"times":[],"values":[1]}}""")]
    [InlineData("""{"append":{"series":[{"location":" desk","metric":"t"}],"of":[0],"times":[1700000000000000],"values":[1]}}""")]
    [InlineData("""{"append":{"series":[{"location":"desk","metric":"T"}],"of":[0],"times":[1700000000000000],"values":[1]}}""")]
    [InlineData("""{"append":{"series":[{"location":"desk","metric":"t","unit":""}],"of":[0],"times":[1700000000000000],"values":[1]}}""")]
    [InlineData("""{"append":{"series":[{"location":"desk","metric":"t"}],"of":[0],"times":[1420070399999999],"values":[1]}}""")]
    [InlineData("""{"append":{"series":[{"location":"desk","metric":"t"}],"of":[0],"times":[1700000000000000],"values":[1e999]}}""")]
    [InlineData("""{"append":{"series":[],"of":[],"times":[],"values":[]},"count":{"location":"desk","metric":"t","from":0,"to":1}}""")]
    [InlineData("""{"args":["device","list"],"input":"","width":80}""")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    public async Task A_message_that_is_not_of_the_form_ends_the_connection_and_stores_nothing(string message)
    {
        await using ISampleSink good = await OpenAsync(throughServer: true);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(_rig.SocketPath), Cancel);
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        await reader.ReadLineAsync(Cancel);
        await stream.WriteAsync(Encoding.UTF8.GetBytes("""{"args":["append-samples"],"input":"","width":0}""" + "\n"), Cancel);
        Assert.StartsWith("""{"exit":0,""", await reader.ReadLineAsync(Cancel), StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(message + "\n"), Cancel);
        Assert.Null(await reader.ReadLineAsync(Cancel));
        Assert.Equal(0, await good.CountAsync(new SeriesKey("desk", "t"), TimeRange.All, Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Instant At(long second) => Instant.FromUnixSeconds(Start + second);

    private static SinkSample Of(string location, long second, double value) => new(new SeriesKey(location, "t"), null, At(second), value);

    private async Task<ISampleSink> OpenAsync(bool throughServer)
    {
        if (throughServer && !File.Exists(_rig.SocketPath))
            await _rig.WithServerAsync();
        else if (!throughServer)
            await _rig.WithStoreAsync();
        ISampleSink sink = await SinkOpening.OpenAsync(_rig.Settings, _rig.Clock, Cancel);
        Assert.Equal(throughServer, sink is ControlSink);
        return sink;
    }
}
