using Barograph.Alerts;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Alerts;

/// <summary>Reads from the store what a track has to judge anew.</summary>
public sealed class TrackReview(IStore store)
{
    /// <summary>
    /// How far back it is looked whether something was committed that nobody judged: by a server that was killed between the two, or while none was there to judge.
    /// </summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    /// <summary>A board may be ahead of us by so much, and windows are not looked for in all time to come.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>If upkeep has not folded so much yet, only this much is looked at.</summary>
    private static readonly TimeSpan ShortLookBack = TimeSpan.FromHours(6);
    private const long MostSamples = 1_000_000;
    private const int MostEpisodes = 1000;

    /// <summary>Judges what lies around these times.</summary>
    public async ValueTask<TrackChanges> ReviewAsync(ValueTrack track, Instant first, Instant last, Instant now, CancellationToken cancel)
    {
        TimeRange range = SpanReview.RangeOf(track.Rule, first);
        SeriesId series = track.Series.Id;
        TimedValue? before = await store.Reader.LastBeforeAsync(series, range.From, cancel);
        IReadOnlyList<AlertEpisode> known = await store.Episodes.ListAsync(range with { From = before?.Time ?? range.From }, series, MostEpisodes, cancel);
        SpanReview review = track.Review(first, last, [.. known.Where(episode => episode.RuleId == track.Rule.Id)]);
        bool goesOn = before is not { } reading || review.Read(reading);
        if (goesOn)
            await ReadAsync(review, series, range, cancel);
        return track.Adopt(review, now);
    }

    /// <summary>Judges all that may not have been judged.</summary>
    /// <param name="track">Just made, or of a series of which nobody says what is new.</param>
    /// <param name="latest">The last reading of its series.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancel">Ends it.</param>
    public async ValueTask<TrackChanges> CatchUpAsync(ValueTrack track, Instant latest, Instant now, CancellationToken cancel)
    {
        Instant first = await FirstDoubtAsync(track, now, cancel) ?? latest;
        if (track.Open is { } open && open.StartedAt < first)
            first = open.StartedAt;
        return await ReviewAsync(track, first < latest ? first : latest, latest, now, cancel);
    }

    private static async ValueTask ReadAsync(SpanReview review, IAsyncEnumerable<ReadOnlyMemory<TimedValue>> readings, CancellationToken cancel)
    {
        await foreach (ReadOnlyMemory<TimedValue> block in readings.WithCancellation(cancel))
            for (int i = 0; i < block.Length; i++)
                if (!review.Read(block.Span[i]))
                    return;
    }

    private ValueTask ReadAsync(SpanReview review, SeriesId series, TimeRange range, CancellationToken cancel) =>
        ReadAsync(review, store.Reader.ReadAsync(series, range, cancel), cancel);

    private async ValueTask<Instant?> FirstDoubtAsync(ValueTrack track, Instant now, CancellationToken cancel)
    {
        List<Rollup> hours = [];
        try
        {
            TimeRange range = new(now - LookBack, now + Ahead);
            await foreach (ReadOnlyMemory<Rollup> block in store.Reader.ReadRollupsAsync(track.Series.Id, range, Resolution.Hour, MostSamples, cancel))
                hours.AddRange(block.Span);
        }
        catch (TooManySamplesException)
        {
            return now - ShortLookBack;
        }
        return ConditionReach.First(track.Rule.Condition, hours);
    }
}
