using Barograph.Ingest;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Tests.Ingest;

public sealed class CommitTests
{
    private const double Poison = 666;

    [Fact]
    public async Task While_one_commit_runs_the_next_batch_gathers()
    {
        await using IngestBench bench = new();
        (Task entered, TaskCompletionSource release) = bench.HoldAppends();
        Task<IngestVerdict> first = bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        await entered;
        Task<IngestVerdict>[] others = [.. Enumerable.Range(0, 50).Select(_ => bench.SendAsync(IngestBench.Device(), IngestBench.Report()))];
        Assert.DoesNotContain(others, other => other.IsCompleted);
        release.SetResult();
        await first;
        await Task.WhenAll(others);
        Assert.Equal([1, 50], bench.Store.Batches);
    }

    [Fact]
    public async Task Nobody_is_answered_before_the_append_has_returned()
    {
        await using IngestBench bench = new();
        (Task entered, TaskCompletionSource release) = bench.HoldAppends();
        Task<IngestVerdict> waiting = bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        await entered;
        await Task.Yield();
        Assert.False(waiting.IsCompleted);
        release.SetResult();
        Assert.Equal(1, (await waiting).Stored);
    }

    [Fact]
    public async Task One_poisoned_report_never_harms_the_others_of_its_batch()
    {
        await using IngestBench bench = new();
        bench.Store.Before = batch => Contains(batch, Poison) ? throw new BatchRefusedException("poison") : Task.CompletedTask;
        IEnumerable<Report> reports = Enumerable.Range(0, 100).Select(i => new Report { Index = i, Location = "desk" }).Select(report =>
        {
            report.Values.Add(new ReportValue("temperature", report.Index == 37 ? Poison : report.Index));
            return report;
        });
        IngestVerdict verdict = await bench.SendAsync(IngestBench.Device(), reports);
        Assert.Equal(99, verdict.Stored);
        Rejection rejection = Assert.Single(verdict.Rejections);
        Assert.Equal((37, Errors.StorageRefused), (rejection.Index, rejection.Error));
        Assert.Equal(99, bench.Store.Count);
    }

    [Fact]
    public async Task When_the_store_is_away_nothing_is_acknowledged_and_the_next_request_works()
    {
        await using IngestBench bench = new();
        bench.Store.Before = _ => throw new StorageUnavailableException("away");
        Assert.Equal(Errors.StorageUnavailable, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report())).Failure);
        bench.Store.Before = _ => Task.CompletedTask;
        IngestVerdict verdict = await bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        Assert.Null(verdict.Failure);
        Assert.Equal(1, verdict.Stored);
    }

    [Fact]
    public async Task A_defect_in_the_engine_is_not_an_acknowledgement_and_does_not_end_the_loop()
    {
        await using IngestBench bench = new();
        bench.Store.Before = _ => throw new InvalidOperationException("a defect");
        Assert.Equal(Errors.StorageUnavailable, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report())).Failure);
        bench.Store.Before = _ => Task.CompletedTask;
        Assert.Equal(1, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report())).Stored);
        Assert.Single(bench.Troubles);
    }

    [Fact]
    public async Task A_receive_time_that_is_taken_moves_the_whole_report_on()
    {
        await using IngestBench bench = new();
        Instant taken = bench.Now;
        await bench.SendAsync(IngestBench.Person(), IngestBench.Report(value: 1, time: taken), IngestBench.Report(value: 2, time: new Instant(taken.Microseconds + 1)));
        // A process that started just now gives the same microseconds again.
        IngestPipeline other = new(bench.Store, bench.Store, new IngestLimits(), new ReceiveClock(bench.Clock), bench.Troubles.Add);
        other.Start();
        Report report = IngestBench.Report(value: 3);
        report.Values.Add(new ReportValue("humidity", 4));
        ReportSet sent = new();
        sent.Reports.Add(report);
        IngestVerdict verdict = await other.SubmitAsync(IngestBench.Device(), sent, TestContext.Current.CancellationToken);
        await other.StopAsync();
        Assert.Equal((2, 0, 0), (verdict.Stored, verdict.Duplicates, verdict.Conflicts));
        Assert.Equal([1, 2, 3], bench.Store.Of("desk", "temperature").Select(sample => sample.Value));
        Assert.Equal(taken.Microseconds + 2, Assert.Single(bench.Store.Of("desk", "humidity")).Time.Microseconds);
    }

    [Fact]
    public async Task A_dense_run_of_samples_costs_few_appends()
    {
        await using IngestBench bench = new();
        // Sending them takes 10,000 receive times, so the next one lies in the middle of them.
        Report[] run = [.. Enumerable.Range(0, 10_000).Select(i => IngestBench.Report(time: new Instant(bench.Now.Microseconds + 5_000 + i)))];
        await bench.SendAsync(IngestBench.Person(), run);
        int appends = 0;
        bench.Store.Before = _ =>
        {
            appends++;
            return Task.CompletedTask;
        };
        Assert.Equal(1, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report())).Stored);
        Assert.InRange(appends, 2, 100);
    }

    [Fact]
    public async Task A_reading_is_not_refused_because_the_catalog_changes_meanwhile()
    {
        await using IngestBench bench = new();
        await bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        bench.Store.BeforeFinding = bench.Pipeline.ForgetSeries;
        Report report = IngestBench.Report();
        report.Values.Add(new ReportValue("humidity", 40));
        IngestVerdict verdict = await bench.SendAsync(IngestBench.Device(), report);
        Assert.Equal((2, 0), (verdict.Stored, verdict.Rejections.Count));
    }

    [Fact]
    public async Task A_full_queue_says_so_at_once()
    {
        await using IngestBench bench = new(new IngestLimits { WaitingRequests = 2 });
        (Task entered, TaskCompletionSource release) = bench.HoldAppends();
        Task<IngestVerdict> running = bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        await entered;
        Task<IngestVerdict>[] waiting = [.. Enumerable.Range(0, 2).Select(_ => bench.SendAsync(IngestBench.Device(), IngestBench.Report()))];
        Assert.Equal(Errors.Overloaded, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report())).Failure);
        Assert.Equal((2, 2L), bench.Pipeline.Waiting);
        Assert.Equal((1, 0), (bench.Pipeline.Figures.Refusals.Of(Errors.Overloaded), bench.Pipeline.Figures.Reports));
        release.SetResult();
        await running;
        Assert.All(await Task.WhenAll(waiting), verdict => Assert.Equal(1, verdict.Stored));
        Assert.Equal(1, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report())).Stored);
    }

    [Fact]
    public async Task Too_many_waiting_samples_say_so_too_and_the_room_comes_back()
    {
        await using IngestBench bench = new(new IngestLimits { WaitingSamples = 3 });
        Report[] four = [.. Enumerable.Range(0, 4).Select(i => IngestBench.Report(value: i))];
        Assert.Equal(Errors.Overloaded, (await bench.SendAsync(IngestBench.Device(), four)).Failure);
        Assert.Equal(3, (await bench.SendAsync(IngestBench.Device(), four[..3])).Stored);
        Assert.Equal(3, (await bench.SendAsync(IngestBench.Device(), four[..3])).Stored);
    }

    [Fact]
    public async Task Stopping_commits_what_is_in_and_lets_nothing_more_in()
    {
        IngestBench bench = new();
        (Task entered, TaskCompletionSource release) = bench.HoldAppends();
        Task<IngestVerdict> running = bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        await entered;
        Task<IngestVerdict> waiting = bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        Task stopped = bench.Pipeline.StopAsync();
        Assert.Equal(Errors.Stopping, (await bench.SendAsync(IngestBench.Device(), IngestBench.Report())).Failure);
        release.SetResult();
        await stopped;
        Assert.Equal(2, (await running).Stored + (await waiting).Stored);
    }

    private static bool Contains(SampleBatch batch, double value)
    {
        foreach (Sample sample in batch.Samples)
            if (sample.Value == value)
                return true;
        return false;
    }
}
