using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>When a series has been silent for too long. The time during which nobody could have heard it is not counted.</summary>
/// <param name="Patience">How long a pause may be.</param>
/// <param name="Last">Its last reading.</param>
public readonly record struct SilenceWatch(TimeSpan Patience, Instant Last)
{
    /// <summary>After the server comes back, boards need a while to find that out: they try again with longer and longer pauses.</summary>
    private static readonly TimeSpan MostGrace = TimeSpan.FromMinutes(5);

    /// <summary>When silence begins to be wrong, if nothing comes until then.</summary>
    /// <param name="away">When readings could not be taken, ascending.</param>
    /// <param name="upSince">Since when they can be, without a pause.</param>
    public Instant Deadline(IReadOnlyList<TimeRange> away, Instant upSince)
    {
        Instant deadline = Last + Patience;
        foreach (TimeRange gone in away)
        {
            // What of a time away lies before the last reading cost nothing; what begins after the deadline comes too late to excuse anything.
            Instant from = gone.From > Last ? gone.From : Last;
            if (gone.To > from && from < deadline)
                deadline += gone.To - from;
        }
        Instant heard = upSince + (Patience < MostGrace ? Patience : MostGrace);
        return deadline > heard ? deadline : heard;
    }
}
