using System.Runtime.CompilerServices;
using Barograph.Model;

namespace Barograph.Query;

/// <summary>The samples of one series of one day (UTC, named by its beginning). A day without samples has none.</summary>
public readonly record struct DayDigest(Instant Day, SeriesDigest Digest)
{
    private const long Width = 86_400 * Instant.MicrosecondsPerSecond;

    /// <summary>Of samples that come ascending, day by day.</summary>
    public static async IAsyncEnumerable<DayDigest> OfAsync(
        IAsyncEnumerable<ReadOnlyMemory<TimedValue>> samples, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var hash = new SampleHash();
        Instant? day = null;
        await foreach (ReadOnlyMemory<TimedValue> block in samples.WithCancellation(cancel))
            for (int at = 0; at < block.Length;)
            {
                Instant now = block.Span[at].Time.Floor(Width);
                if (day is { } before && before != now)
                    yield return new DayDigest(before, hash.Take());
                day = now;
                int length = LengthOfDay(block.Span[at..], now);
                hash.Add(block.Span.Slice(at, length));
                at += length;
            }
        if (day is { } last)
            yield return new DayDigest(last, hash.Take());
    }

    private static int LengthOfDay(ReadOnlySpan<TimedValue> samples, Instant day)
    {
        int length = 1;
        while (length < samples.Length && samples[length].Time.Microseconds - day.Microseconds < Width)
            length++;
        return length;
    }
}
