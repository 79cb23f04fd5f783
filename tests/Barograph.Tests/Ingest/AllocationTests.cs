using System.Text;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Tests.Ingest;

/// <summary>
/// Bytes allocated for a report of four values, in the parts of its way in. A test fails when a figure doubles, and also when it halves: then the
/// figure is out of date, and would let the next doubling pass.
/// </summary>
public sealed class AllocationTests
{
    private const int Rounds = 500;
    private const int RoundsOfMany = 10;
    private const int Reports = 1000;

    private static readonly byte[] Form = "location=desk&temperature=21.4&humidity=40.1&pressure=1013.2&wetness=0"u8.ToArray();
    private static readonly byte[] Json = """{"location":"desk","temperature":21.4,"humidity":40.1,"pressure":1013.2,"wetness":0}"""u8.ToArray();
    private static readonly byte[] Line = "weather,location=desk temperature=21.4,humidity=40.1,pressure=1013.2,wetness=0"u8.ToArray();
    private static readonly byte[] JsonBatch = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Encoding.UTF8.GetString(Json), Reports))}]");
    private static readonly byte[] Lines = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, Reports).Select(i => $"{Encoding.UTF8.GetString(Line)} {i}000")));

    [Fact]
    public void ReadingAFormAllocatesLittle() => AssertReads(416, 1, () => SeedRequest.Parse([], Form));

    [Fact]
    public void ReadingJsonAllocatesLittle() => AssertReads(832, 1, () => JsonReports.Parse(Json));

    [Fact]
    public void ReadingALineAllocatesLittle() => AssertReads(5512, 1, () => ReadLines(Line));

    [Fact]
    public void ReadingManyReportsAllocatesLittleForEach() => AssertReads(257, Reports, () => JsonReports.Parse(JsonBatch));

    [Fact]
    public void ReadingManyLinesAllocatesLittleForEach() => AssertReads(278, Reports, () => ReadLines(Lines));

    [Fact]
    public async Task TakingAReportAllocatesLittle()
    {
        await using IngestBench bench = new();
        Reporter reporter = IngestBench.Device();
        await SubmitAsync();
        (_, TaskCompletionSource release) = bench.HoldAppends();
        List<Task> waiting = new(2 * Rounds);
        // What the thread of the request does until it waits for the commit; reading is counted above and taken off here.
        long reading = Allocated(Rounds, () => JsonReports.Parse(Json));
        long all = Allocated(Rounds, () => waiting.Add(SubmitAsync()));
        release.SetResult();
        await Task.WhenAll(waiting);
        AssertNear(1944, all - reading);

        Task SubmitAsync() => bench.Pipeline.SubmitAsync(reporter, JsonReports.Parse(Json), TestContext.Current.CancellationToken).AsTask();
    }

    [Fact]
    public void GatheringABatchAllocatesLittleForEachReport()
    {
        Sample[] samples = [.. Enumerable.Range(1, 4).Select(i => new Sample(new SeriesId(i), default, i))];
        AssertNear(246, Allocated(RoundsOfMany, () =>
        {
            SampleBatch batch = new();
            for (int i = 0; i < Reports; i++)
                batch.Add(samples);
        }) / Reports);
    }

    private static ReportSet ReadLines(byte[] body) => InfluxWrite.ParseV1(new DialectRequest { Query = "db=house"u8, Body = body });

    private static void AssertReads(long known, int reports, Func<ReportSet> read)
    {
        Assert.Equal(reports, read().Reports.Count);
        AssertNear(known, Allocated(reports == 1 ? Rounds : RoundsOfMany, () => read()) / reports);
    }

    private static void AssertNear(long known, long allocated) =>
        Assert.True(allocated < 2 * known && allocated > known / 2, $"{allocated} bytes were allocated for a report; the known figure is {known}.");

    /// <summary>Bytes on this thread for one call, after the first calls, which make what is kept.</summary>
    private static long Allocated(int rounds, Action act)
    {
        for (int i = 0; i < rounds; i++)
            act();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
            act();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
    }
}
