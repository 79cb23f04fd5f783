using Barograph.Formats;
using Barograph.Model;
using BenchmarkDotNet.Attributes;

namespace Barograph.Parts;

/// <summary>Bytes to reports.</summary>
[MemoryDiagnoser]
public class Parse
{
    private static ReadOnlySpan<byte> Database => "db=house"u8;

    /// <summary>What is refused is read quickly, and says nothing.</summary>
    [GlobalSetup]
    public void Check()
    {
        foreach ((ReportSet set, int reports) in new[] { (Form(), 1), (Json(), 1), (Line(), 1), (SenMl(), 1), (JsonOfMany(), Payloads.Many), (LinesOfMany(), Payloads.Many) })
            if (set.Reports.Count != reports)
                throw new InvalidOperationException($"{set.Reports.Count} reports were read instead of {reports}.");
    }

    [Benchmark]
    public ReportSet Form() => SeedRequest.Parse([], Payloads.Form);

    [Benchmark]
    public ReportSet Json() => JsonReports.Parse(Payloads.Json);

    [Benchmark]
    public ReportSet Line() => InfluxWrite.ParseV1(new DialectRequest { Query = Database, Body = Payloads.Line });

    [Benchmark]
    public ReportSet SenMl() => SenMlPack.Parse(new DialectRequest { Body = Payloads.SenMl });

    [Benchmark(OperationsPerInvoke = Payloads.Many)]
    public ReportSet JsonOfMany() => JsonReports.Parse(Payloads.JsonBatch);

    [Benchmark(OperationsPerInvoke = Payloads.Many)]
    public ReportSet LinesOfMany() => InfluxWrite.ParseV1(new DialectRequest { Query = Database, Body = Payloads.Lines });
}
