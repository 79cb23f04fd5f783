using Barograph.Ingest;
using Barograph.Model;
using Barograph.Query;
using Barograph.Rollups;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary>Decides for one request how each series is answered, reads the windows, and refuses what would take too much.</summary>
/// <param name="reader">The store's.</param>
/// <param name="request">What is asked.</param>
/// <param name="rawFrom">Before this time no single samples are kept; null: all are.</param>
/// <param name="together">How many series the request names.</param>
public sealed class SamplesReading(ISampleReader reader, SamplesRequest request, Instant? rawFrom, int together)
{
    /// <summary>Of all series together. Beyond it: 422, because a browser that asks for more has asked for something else than it can draw.</summary>
    private const long MostSamples = 1_000_000;

    /// <summary>Where no rollup holds, windows are computed from as many raw samples as this, of all series together: two or three seconds of work.</summary>
    private const long MostRawForWindows = 5_000_000;

    /// <summary>Of all series together: some 20 MB of JSON.</summary>
    private const long MostWindows = 200_000;

    /// <summary>Stored windows that may lie in the ranges of all series together: ten series of the 5-minute tier since 2015, or some seconds of work.</summary>
    private const long MostStoredWindows = 12_000_000;

    private long _rawLeft = MostSamples;

    private bool RawIsDropped => rawFrom > request.Range.From;

    /// <exception cref="RangeRefusedException">It takes too much, or is not kept any more.</exception>
    public async ValueTask<SeriesAnswer> DecideAsync(SeriesInfo series, CancellationToken cancel)
    {
        if (request.Step is { } step)
            return await SteppedAsync(series, step, cancel);
        if (request.Points is { } points)
            return RawIsDropped || !await FitsRawAsync(series, Math.Min(points, _rawLeft), cancel)
                ? await PointsAsync(series, points, cancel)
                : new SeriesAnswer(series, null, null);
        if (request.Range.To <= rawFrom)
            throw Dropped();
        return await FitsRawAsync(series, _rawLeft, cancel)
            ? new SeriesAnswer(series, null, null)
            : throw TooLarge("The range holds more than 1,000,000 samples; ask for a shorter one, or for windows with step= or points=.");
    }

    private static RangeRefusedException TooLarge(string message) => new(Errors.RangeTooLarge, message);

    private static RangeRefusedException Dropped() =>
        new(Errors.RawDropped, "Only summaries are kept of that time; ask for a step of 5m or a multiple of it, or for points.");

    private async ValueTask<bool> FitsRawAsync(SeriesInfo series, long most, CancellationToken cancel)
    {
        long count = await reader.CountAsync(series.Id, request.Range, most + 1, cancel);
        if (count <= most)
            _rawLeft -= count;
        return count <= most;
    }

    private async ValueTask<SeriesAnswer> PointsAsync(SeriesInfo series, int points, CancellationToken cancel)
    {
        const int Stored = (int)Resolution.FiveMinutes;
        TimeRange range = Possible();
        QueryStep step = QueryStep.ForWindows(range, points, RawIsDropped ? Stored : 1);
        try
        {
            return await SteppedAsync(series, step, cancel);
        }
        catch (RangeRefusedException) when (SteppedQuery.Of(step, request.Zone, range) is { Resolution: null })
        {
            // Too many single samples for so fine a look: a coarser one is better than none.
            return await SteppedAsync(series, QueryStep.ForWindows(range, points, Stored), cancel);
        }
    }

    private async ValueTask<SeriesAnswer> SteppedAsync(SeriesInfo series, QueryStep step, CancellationToken cancel)
    {
        TimeRange range = Possible();
        SteppedQuery windows = SteppedQuery.Of(step, request.Zone, range)
            ?? throw TooLarge("The range has more than 10,000 windows of this step; take a wider step or a shorter range.");
        if ((long)windows.Count * together > MostWindows)
            throw TooLarge("That is more than 200,000 windows in all; take a wider step, a shorter range or fewer series.");
        if (windows.Resolution is null && RawIsDropped)
            throw Dropped();
        if (windows.Resolution is { } tier && (range.To.Microseconds - range.From.Microseconds) / tier.Width() * together > MostStoredWindows)
            throw TooLarge("That range of so many series at once is too much work; take a shorter range or fewer series.");
        try
        {
            return new SeriesAnswer(series, step, await windows.RunAsync(reader, series, MostRawForWindows / together, cancel));
        }
        catch (TooManySamplesException)
        {
            throw TooLarge(windows.Resolution is null
                ? "The windows of this step are made of single readings, and the range has too many; ask for a step of 5m or a multiple of it, or for a shorter range."
                : "Many readings of this range have come in late and are still being summed up; try again in some minutes, or ask for a shorter range.");
        }
    }

    /// <summary>The range without the centuries in which nothing can lie, which would be looked through all the same.</summary>
    private TimeRange Possible()
    {
        Instant latest = request.Now + IngestLimits.LargestLead;
        Instant from = request.Range.From > IngestLimits.EarliestTime ? request.Range.From : IngestLimits.EarliestTime;
        return new TimeRange(from, request.Range.To < latest ? request.Range.To : latest);
    }
}
