using Barograph.Ingest;
using Barograph.Model;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Ingest;

/// <summary>A running pipeline on a store in memory, with a clock that stands still.</summary>
internal sealed class IngestBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public IngestBench(IngestLimits? limits = null, ICommitObserver? observer = null)
    {
        Pipeline = new IngestPipeline(Store, Store, limits ?? new IngestLimits(), new ReceiveClock(Clock), Troubles.Add, observer);
        Pipeline.Start();
    }

    public MemoryStore Store { get; } = new();

    public FakeTimeProvider Clock { get; } = new(Noon);

    public List<Exception> Troubles { get; } = [];

    public IngestPipeline Pipeline { get; }

    public Instant Now => Instant.Now(Clock);

    public static Reporter Device(TokenReach reach = TokenReach.Any, string? prefix = null, params IReadOnlyList<Placement> placements) => new(
        new Token(1, 1, "board", TokenKind.Random, "", TokenScope.Report, reach, prefix, default, null),
        new Device(1, "board", null, default, null, placements));

    public static Reporter Person() =>
        new(new Token(9, null, "script", TokenKind.Random, "", TokenScope.Write, TokenReach.Any, null, default, null), null);

    public static Report Report(string? location = "desk", double value = 1, Instant? time = null, string metric = "temperature")
    {
        Report report = new() { Location = location, Time = time };
        report.Values.Add(new ReportValue(metric, value));
        return report;
    }

    public async Task<IngestVerdict> SendAsync(Reporter reporter, params IEnumerable<Report> reports)
    {
        ReportSet sent = new();
        sent.Reports.AddRange(reports);
        return await Pipeline.SubmitAsync(reporter, sent, TestContext.Current.CancellationToken);
    }

    /// <summary>Makes every append wait until it is released; the task ends when the first one has begun.</summary>
    public (Task Entered, TaskCompletionSource Release) HoldAppends()
    {
        TaskCompletionSource entered = new(), release = new();
        Store.Before = _ =>
        {
            entered.TrySetResult();
            return release.Task;
        };
        return (entered.Task, release);
    }

    public async ValueTask DisposeAsync() => await Pipeline.StopAsync();
}
