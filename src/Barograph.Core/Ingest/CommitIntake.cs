using System.Threading.Channels;
using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>The bounded queue between commits and a loop that looks at them. Many threads put in, one takes. What does not fit becomes "anything may have come".</summary>
public sealed class CommitIntake(int mostSamples)
{
    private const int MostSeries = 10_000;

    private readonly Lock _lock = new();
    private readonly Channel<bool> _filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private CommitNews _news = new();
    private int _samples;

    public void Add(Sample[] samples)
    {
        lock (_lock)
        {
            if (_samples + samples.Length > mostSamples)
                _news.IsAnything = true;
            else
            {
                _news.Samples.Add(samples);
                _samples += samples.Length;
            }
            _filled.Writer.TryWrite(true);
        }
    }

    public void AddSeries(IEnumerable<SeriesId> series)
    {
        lock (_lock)
        {
            _news.Series.UnionWith(series);
            if (_news.Series.Count > MostSeries)
            {
                _news.Series.Clear();
                _news.IsAnything = true;
            }
            _filled.Writer.TryWrite(true);
        }
    }

    public void AddAnything()
    {
        lock (_lock)
        {
            _news.IsAnything = true;
            _filled.Writer.TryWrite(true);
        }
    }

    /// <summary>Waits until something is in.</summary>
    public async Task WaitAsync(CancellationToken cancel) => await _filled.Reader.WaitToReadAsync(cancel);

    /// <summary>Takes all that is in, perhaps nothing.</summary>
    public CommitNews Take()
    {
        lock (_lock)
        {
            CommitNews taken = _news;
            _news = new CommitNews();
            _samples = 0;
            _filled.Reader.TryRead(out _);
            return taken;
        }
    }
}
