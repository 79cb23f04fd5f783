using System.Threading.Channels;
using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>Listens to what others commit, in the background.</summary>
public sealed class NewsListener : IAsyncDisposable
{
    // A hang is a failure, but slowness of a busy machine is not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<SampleNews> _news = Channel.CreateUnbounded<SampleNews>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    private NewsListener(IStore store, Func<SeriesId, bool> isWanted) => _listening = Task.Run(() => ListenAsync(store, isWanted));

    /// <summary>Returns when it listens.</summary>
    public static async Task<NewsListener> StartAsync(IStore store, Func<SeriesId, bool>? isWanted = null)
    {
        NewsListener listener = new(store, isWanted ?? (_ => true));
        Assert.Equal(SampleNews.Anything, await listener.NextAsync());
        return listener;
    }

    public async Task<SampleNews> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _news.Reader.ReadAsync(patience.Token);
    }

    /// <summary>What has come and was not asked for yet.</summary>
    public bool HasMore => _news.Reader.TryPeek(out _);

    /// <summary>
    /// The samples that are told until the one with this value, in their order. Of a process that tells for the first time it is also told that it may be
    /// another one's successor.
    /// </summary>
    public async Task<List<Sample>> SamplesUntilAsync(double value)
    {
        List<Sample> samples = [];
        while (samples.Count == 0 || !samples[^1].Value.Equals(value))
            samples.AddRange((await NextAsync()).Samples ?? []);
        return samples;
    }

    public async Task UntilAsync(Func<SampleNews, bool> isIt)
    {
        while (!isIt(await NextAsync()))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.WaitAsync(Patience);
        _stop.Dispose();
    }

    private async Task ListenAsync(IStore store, Func<SeriesId, bool> isWanted)
    {
        try
        {
            await foreach (SampleNews news in store.SampleNewsAsync(isWanted, _stop.Token))
                _news.Writer.TryWrite(news);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // How it ends when it is no longer wanted.
        }
    }
}
