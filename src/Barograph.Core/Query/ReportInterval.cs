using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Query;

/// <summary>How often a series has news, learned from its own readings.</summary>
/// <param name="Usual">The median pause between two of them.</param>
/// <param name="StaleAfter">After so long without one something is wrong.</param>
public readonly record struct ReportInterval(TimeSpan Usual, TimeSpan StaleAfter)
{
    /// <summary>Three pauses; fewer are no habit.</summary>
    private const int FewestSamples = 4;

    /// <summary>So many of the newest samples tell the habit: one in twenty of their pauses may be longer without being one.</summary>
    private const int Samples = 100;
    private const int OneIn = 20;

    /// <summary>One report may be lost on the way; two are missed.</summary>
    private const double Patience = 2.5;

    /// <summary>A board that reports each second is not called silent while it restarts.</summary>
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Memory = TimeSpan.FromDays(14);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>Where so many would have to be folded before it can be told which hours are the newest, nothing is said until upkeep has folded them.</summary>
    private const long MostSamples = 1_000_000;

    /// <summary>The habit in the times of some samples, ascending; null if they are too few.</summary>
    public static ReportInterval? Of(IReadOnlyList<Instant> times)
    {
        if (times.Count < FewestSamples)
            return null;
        var pauses = new TimeSpan[times.Count - 1];
        for (int i = 0; i < pauses.Length; i++)
            pauses[i] = times[i + 1] - times[i];
        Array.Sort(pauses);
        // The longest pause that is no exception. Not the median: a board that sends ten reports and sleeps for an hour is not silent while it sleeps.
        TimeSpan longest = pauses[pauses.Length - 1 - pauses.Length / OneIn] * Patience;
        return new ReportInterval(pauses[pauses.Length / 2], longest > ShortestPatience ? longest : ShortestPatience);
    }

    /// <summary>The habit of the newest samples of a series in the last fourteen days; null if they are too few.</summary>
    public static async ValueTask<ReportInterval?> LearnAsync(ISampleReader reader, SeriesId series, Instant now, CancellationToken cancel)
    {
        TimeRange memory = new(now - Memory, now + Ahead);
        var hours = new List<Rollup>();
        try
        {
            await foreach (ReadOnlyMemory<Rollup> block in reader.ReadRollupsAsync(series, memory, Resolution.Hour, MostSamples, cancel))
                hours.AddRange(block.Span);
        }
        catch (TooManySamplesException)
        {
            return null;
        }
        if (hours.Count == 0)
            return null;
        int first = hours.Count - 1;
        for (long count = hours[first].Count; first > 0 && count < Samples; count += hours[first].Count)
            first--;
        var times = new Queue<Instant>();
        await foreach (ReadOnlyMemory<TimedValue> block in reader.ReadAsync(series, memory with { From = hours[first].Start }, cancel))
            for (int i = 0; i < block.Length; i++)
            {
                times.Enqueue(block.Span[i].Time);
                if (times.Count > Samples)
                    times.Dequeue();
            }
        return Of([.. times]);
    }
}
