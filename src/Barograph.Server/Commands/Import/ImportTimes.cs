using Barograph.Ingest;
using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>Which times an import takes: from <see cref="IngestLimits.EarliestTime"/> to a day ahead, as they stand in the source.</summary>
/// <param name="clock">For local times; null if there are none.</param>
/// <param name="now">The present. No reading is of the future, and PostgreSQL has no partition for a far one.</param>
public sealed class ImportTimes(LocalClock? clock, Instant now)
{
    /// <summary>Farther from any time that is taken than any offset reaches.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    private readonly Instant _latest = now + IngestLimits.LargestLead;

    /// <summary>Null if the source's times carry their offset.</summary>
    public LocalClock? Clock => clock;

    /// <summary>A time in UTC. Returns why it is left out, or null.</summary>
    public LeftOutReason? Check(Instant time)
    {
        if (time < IngestLimits.EarliestTime)
            return LeftOutReason.TimeTooEarly;
        return time > _latest ? LeftOutReason.TimeAhead : null;
    }

    /// <summary>A local time, counted as if it were UTC, where there is a <see cref="Clock"/>.</summary>
    public LeftOutReason? Check(Instant local, ref LocalTrace trace, out Instant time)
    {
        time = local;
        if (local < IngestLimits.EarliestTime - Margin)
            return LeftOutReason.TimeTooEarly;
        if (local > _latest + Margin)
            return LeftOutReason.TimeAhead;
        time = clock!.ToUtc(local, ref trace);
        return Check(time);
    }
}
