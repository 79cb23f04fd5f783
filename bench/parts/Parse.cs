using Barograph.Formats;
using Barograph.Model;
using BenchmarkDotNet.Attributes;

namespace Barograph.Parts;

/// <summary>Bytes to reports.</summary>
[MemoryDiagnoser]
public class Parse
{
    [Benchmark]
    public ReportSet Form() => SeedRequest.Parse([], Payloads.Form);

    [Benchmark]
    public ReportSet Json() => JsonReports.Parse(Payloads.Json);

    [Benchmark]
    public ReportSet Line() => InfluxWrite.ParseV1(new DialectRequest { Body = Payloads.Line });

    [Benchmark]
    public ReportSet SenMl() => SenMlPack.Parse(new DialectRequest { Body = Payloads.SenMl });

    [Benchmark(OperationsPerInvoke = Payloads.Many)]
    public ReportSet JsonOfMany() => JsonReports.Parse(Payloads.JsonBatch);

    [Benchmark(OperationsPerInvoke = Payloads.Many)]
    public ReportSet LinesOfMany() => InfluxWrite.ParseV1(new DialectRequest { Body = Payloads.Lines });
}
