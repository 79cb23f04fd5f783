using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using BenchmarkDotNet.Attributes;

namespace Barograph.Parts;

/// <summary>Reports through the whole of ingest, but for the store: read, settle, resolve series, wait for the commit, verdict.</summary>
[MemoryDiagnoser]
public class Take
{
    private readonly Reporter _reporter = new(
        new Token(1, 1, "board", TokenKind.Random, "", TokenScope.Report, TokenReach.Any, null, default, null), new Device(1, "board", null, default, null, []));

    private IngestPipeline _pipeline = null!;

    [GlobalSetup]
    public void Start()
    {
        NoStore store = new();
        _pipeline = new IngestPipeline(store, store, new IngestLimits(), new ReceiveClock(TimeProvider.System), _ => { });
        _pipeline.Start();
    }

    [GlobalCleanup]
    public Task StopAsync() => _pipeline.StopAsync();

    [Benchmark]
    public async Task<IngestVerdict> OneAsync() => await _pipeline.SubmitAsync(_reporter, JsonReports.Parse(Payloads.Json), default);

    [Benchmark(OperationsPerInvoke = Payloads.Many)]
    public async Task<IngestVerdict> ManyAsync() => await _pipeline.SubmitAsync(_reporter, JsonReports.Parse(Payloads.JsonBatch), default);

    /// <summary>As many requests as wait for one commit.</summary>
    [Benchmark(OperationsPerInvoke = 64)]
    public Task SixtyFourAtOnceAsync() => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => OneAsync()));
}
