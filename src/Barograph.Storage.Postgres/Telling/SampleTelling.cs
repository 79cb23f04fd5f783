using System.Security.Cryptography;
using System.Threading.Channels;
using Barograph.Model;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Tells the other processes on the database what this one has committed, after the commit and on another connection: a NOTIFY in the append's own transaction
/// would make all commits of the database wait for each other. At most ten a second. An append only notes keys, and only so many.
/// </summary>
internal sealed class SampleTelling(RolePool catalog) : IAsyncDisposable
{
    public const string Channel = "barograph_sample";

    /// <summary>In one notification: four payloads or so. Of more samples the series are told, of more series only that there was something.</summary>
    private const int MostKeys = 2000, MostSeries = 2000;

    /// <summary>Real time, not the store's clock: it spares the database.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Channel<bool> _filled = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private List<(SeriesId Series, Instant Time)> _keys = [];
    private HashSet<SeriesId> _series = [];
    private Task? _sending;
    private bool _isDisposed;

    // A process that was killed may not have told its last commits, and this one may be its successor: its first notification says so.
    private bool _isAnything = true;

    /// <summary>By it this object knows its own notifications.</summary>
    public string From { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Notes what of <paramref name="batch"/> is new.</summary>
    public void Add(SampleBatch batch, AppendResult result)
    {
        if (!result.Stored)
            return;
        ReadOnlySpan<Sample> samples = batch.Samples;
        lock (_lock)
        {
            bool any = false;
            for (int i = 0; i < samples.Length; i++)
                if (result.Outcomes is null || result.Outcomes[i] == SampleOutcome.New)
                {
                    any = true;
                    Note(samples[i]);
                }
            if (!any)
                return;
            _sending ??= Task.Run(SendAsync);
        }
        _filled.Writer.TryWrite(true);
    }

    /// <summary>Tries once more to tell what is not told yet.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _stop.CancelAsync();
        if (_sending is not null)
        {
            await _sending;
            using CancellationTokenSource limit = new(LastTry);
            if (_filled.Reader.TryRead(out _))
                await TrySendAsync(limit.Token);
        }
        _stop.Dispose();
    }

    private void Note(in Sample sample)
    {
        if (_series.Count == 0 && _keys.Count < MostKeys)
        {
            _keys.Add((sample.Series, sample.Time));
            return;
        }
        if (_series.Count == 0)
            _series.UnionWith(_keys.Select(key => key.Series));
        _keys.Clear();
        if (_series.Count < MostSeries)
            _series.Add(sample.Series);
        else
            _isAnything |= !_series.Contains(sample.Series);
    }

    private async Task SendAsync()
    {
        try
        {
            while (await _filled.Reader.WaitToReadAsync(_stop.Token))
            {
                _filled.Reader.TryRead(out _);
                await TrySendAsync(_stop.Token);
                await Task.Delay(Pause, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The store is being closed.
        }
    }

    private async Task TrySendAsync(CancellationToken cancel)
    {
        List<string> payloads = Take();
        try
        {
            await catalog.RunAsync(connection => Sql.ExecuteAsync(
                Sql.Command(connection, "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS u (payload)", Sql.Text(Channel), Sql.Texts(payloads)), cancel), cancel);
        }
        catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException)
        {
            // Nobody heard it; so the next one that is heard says that there was something.
            lock (_lock)
                _isAnything = true;
            _filled.Writer.TryWrite(true);
        }
    }

    private List<string> Take()
    {
        List<(SeriesId, Instant)> keys;
        HashSet<SeriesId> series;
        bool isAnything;
        lock (_lock)
        {
            (keys, series, isAnything) = (_keys, _series, _isAnything);
            (_keys, _series, _isAnything) = ([], [], false);
        }
        List<string> payloads = [.. SampleNotice.OfKeys(From, keys), .. SampleNotice.OfSeries(From, series)];
        if (isAnything)
            payloads.Add(SampleNotice.OfAnything(From));
        return payloads;
    }
}
