using Barograph.Ingest;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Commands.Import;

/// <summary>Appends to a store that this process has open.</summary>
/// <param name="store">Open. Disposed with the sink only if <paramref name="ownsStore"/>.</param>
/// <param name="ownsStore">See <paramref name="store"/>.</param>
/// <param name="clock">For the pauses before a store that is away is tried again.</param>
/// <param name="observer">Told of what was committed, in a process that has one.</param>
public sealed class StoreSink(IStore store, bool ownsStore, TimeProvider clock, ICommitObserver? observer = null) : ISampleSink
{
    /// <summary>A batch with more new samples is told by its series: it is history, which nobody watches go by.</summary>
    private const int MostTold = 500;

    /// <summary>
    /// No token has this number, so what an import makes counts against no board's limit. The limit of all imports together only stops a
    /// column that is no location.
    /// </summary>
    private const int OwnersToken = 0;
    private const int MostSeries = 100_000;

    /// <summary>How long a database that restarts, or a writer whose queue is full, is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Only what FindOrCreate has returned, and so committed.
    private readonly Dictionary<SeriesKey, SeriesInfo> _known = [];

    public string Description => store.Description;

    /// <summary>Half of what the server takes into one transaction of its boards.</summary>
    public int MaxBatch => 10_000;

    public async Task<IReadOnlyList<SinkOutcome>?> AppendAsync(ReadOnlyMemory<SinkSample> samples, CancellationToken cancel)
    {
        if (Missing(samples.Span) is { } wishes)
            await MakeAsync(wishes, cancel);
        var outcomes = new SinkOutcome[samples.Length];
        List<Sample> placed = new(samples.Length);
        List<int> places = new(samples.Length);
        Place(samples.Span, outcomes, placed, places);
        bool allNew = await AppendAsync(placed, places, outcomes, cancel) && placed.Count == samples.Length;
        return allNew ? null : outcomes;
    }

    public async Task<long> CountAsync(SeriesKey series, TimeRange range, CancellationToken cancel) =>
        await PatientlyAsync(async () => await store.Series.FindAsync(series, cancel), cancel) is { } info
            ? await PatientlyAsync(async () => await store.Reader.CountAsync(info.Id, range, long.MaxValue, cancel), cancel)
            : 0;

    public ValueTask DisposeAsync() => ownsStore ? store.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>The series that are not known, or known without the unit that a sample says; null when there is none, the usual case.</summary>
    private Dictionary<SeriesKey, SeriesWish>? Missing(ReadOnlySpan<SinkSample> samples)
    {
        Dictionary<SeriesKey, SeriesWish>? wishes = null;
        foreach (ref readonly SinkSample sample in samples)
        {
            if (_known.TryGetValue(sample.Key, out SeriesInfo? series) && (sample.Unit is null || series.Unit is not null))
                continue;
            wishes ??= [];
            if (!wishes.TryGetValue(sample.Key, out SeriesWish wish) || wish.Unit is null)
                wishes[sample.Key] = new SeriesWish(sample.Key, sample.Unit);
        }
        return wishes;
    }

    private async Task MakeAsync(Dictionary<SeriesKey, SeriesWish> wishes, CancellationToken cancel)
    {
        SeriesWish[] wanted = [.. wishes.Values];
        IReadOnlyList<SeriesInfo?> made = await PatientlyAsync(
            async () => await store.Series.FindOrCreateAsync(wanted, OwnersToken, MostSeries, cancel), cancel);
        foreach (SeriesInfo? series in made)
            _known[(series ?? throw TooMany()).Key] = series;
    }

    private static CommandFailedException TooMany() =>
        new($"Imports have made {TerminalText.Of(MostSeries)} series in this store, and that is the limit: is the location really one?");

    private void Place(ReadOnlySpan<SinkSample> samples, SinkOutcome[] outcomes, List<Sample> placed, List<int> places)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            SeriesInfo series = _known[samples[i].Key];
            if (!TryConvert(samples[i], series, out double value))
            {
                outcomes[i] = SinkOutcome.UnitMismatch;
                continue;
            }
            placed.Add(new Sample(series.Id, samples[i].Time, value));
            places.Add(i);
        }
    }

    private static bool TryConvert(in SinkSample sample, SeriesInfo series, out double value)
    {
        value = sample.Value;
        if (sample.Unit is null || series.Unit is null || sample.Unit == series.Unit)
            return true;
        return Units.TryFind(sample.Unit, out Unit? said) && Units.TryFind(series.Unit, out Unit? kept) && Units.TryConvert(value, said, kept, out value);
    }

    /// <summary>Appends as one transaction; what the database refuses is found by halving. Returns whether all were new.</summary>
    private async Task<bool> AppendAsync(List<Sample> samples, List<int> places, SinkOutcome[] outcomes, CancellationToken cancel)
    {
        if (samples.Count == 0)
            return true;
        var batch = new SampleBatch();
        batch.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(samples));
        try
        {
            AppendResult result = await PatientlyAsync(async () => await store.Writer.AppendAsync(batch, cancel), cancel);
            Tell(batch, result);
            for (int i = 0; i < places.Count && result.Outcomes is not null; i++)
                outcomes[places[i]] = Of(result.Outcomes[i]);
            return result.Outcomes is null;
        }
        catch (BatchRefusedException) when (samples.Count == 1)
        {
            outcomes[places[0]] = SinkOutcome.Refused;
        }
        catch (BatchRefusedException)
        {
            int half = samples.Count / 2;
            await AppendAsync(samples[..half], places[..half], outcomes, cancel);
            await AppendAsync(samples[half..], places[half..], outcomes, cancel);
        }
        return false;
    }

    private void Tell(SampleBatch batch, AppendResult result)
    {
        if (observer is not { IsListening: true } || result.NewOf(batch) is not { Length: > 0 } added)
            return;
        if (added.Length > MostTold)
            observer.OnImported([.. added.Select(sample => sample.Series).Distinct()]);
        else
            observer.OnCommitted(added);
    }

    private static SinkOutcome Of(SampleOutcome outcome) => outcome switch
    {
        SampleOutcome.New => SinkOutcome.New,
        SampleOutcome.Duplicate => SinkOutcome.There,
        SampleOutcome.Conflict => SinkOutcome.Conflict,
        _ => SinkOutcome.TooOld,
    };

    /// <summary>All that is done here may be done twice, so what is in doubt is simply tried again.</summary>
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (StorageUnavailableException) when (clock.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Pause, clock, cancel);
            }
        }
    }
}
