using Barograph.Ingest;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Tests.Ingest;

/// <summary>What the commit loop tells those who listen.</summary>
public sealed class CommitObserverTests
{
    [Fact]
    public async Task Samples_are_told_after_their_commit_and_before_they_are_acknowledged()
    {
        Listener listener = new() { IsListening = true };
        await using IngestBench bench = new(observer: listener);
        (Task entered, TaskCompletionSource release) = bench.HoldAppends();
        Task<IngestVerdict> waiting = bench.SendAsync(IngestBench.Device(), IngestBench.Report(value: 7));
        await entered;
        Assert.Empty(listener.Told);
        release.SetResult();
        await waiting;

        Assert.Equal([7.0], listener.Told.Select(sample => sample.Value));
    }

    [Fact]
    public async Task Only_what_is_new_is_told()
    {
        Listener listener = new() { IsListening = true };
        await using IngestBench bench = new(observer: listener);
        Report Timed(int minute, double value) => IngestBench.Report(value: value, time: bench.Now - TimeSpan.FromMinutes(minute));
        await bench.SendAsync(IngestBench.Device(), Timed(1, 1));

        await bench.SendAsync(IngestBench.Device(), Timed(1, 1), Timed(1, 2), Timed(2, 3));
        await bench.SendAsync(IngestBench.Device(), Timed(2, 3));

        Assert.Equal([1.0, 3.0], listener.Told.Select(sample => sample.Value));
    }

    [Fact]
    public async Task What_was_moved_on_is_told_with_the_time_that_it_has()
    {
        Listener listener = new() { IsListening = true };
        await using IngestBench bench = new(observer: listener);
        // An earlier run has given the very microsecond that this one gives next.
        await bench.SendAsync(IngestBench.Device(), IngestBench.Report(time: bench.Now));
        await bench.SendAsync(IngestBench.Device(), IngestBench.Report(value: 2));

        Assert.Equal(bench.Store.Of("desk", "temperature").Select(sample => sample.Time), listener.Told.Select(sample => sample.Time));
        Assert.Equal(2, listener.Told.Count);
    }

    [Fact]
    public async Task What_was_not_stored_is_not_told_and_nobody_is_told_who_does_not_listen()
    {
        Listener listener = new() { IsListening = true };
        await using IngestBench bench = new(observer: listener);
        bench.Store.Before = _ => throw new StorageUnavailableException("away");
        await bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        Assert.Empty(listener.Told);

        bench.Store.Before = _ => Task.CompletedTask;
        listener.IsListening = false;
        await bench.SendAsync(IngestBench.Device(), IngestBench.Report());
        Assert.Empty(listener.Told);
    }

    private sealed class Listener : ICommitObserver
    {
        public List<Sample> Told { get; } = [];

        public bool IsListening { get; set; }

        public void OnCommitted(Sample[] samples) => Told.AddRange(samples);

        public void OnImported(IReadOnlyCollection<SeriesId> series)
        {
            // The pipeline imports nothing.
        }
    }
}
