using System.Globalization;
using Barograph.Model;
using Barograph.Query;

namespace Barograph.Server.Http;

/// <summary>What a request for samples asks of each series.</summary>
/// <param name="Range">Widened to whole windows later, when there is a step.</param>
/// <param name="Step">How wide the windows are; null: single samples, or as <paramref name="Points"/> wants.</param>
/// <param name="Points">At most so many samples or windows, whichever is the closer look; null: as <paramref name="Step"/> says.</param>
/// <param name="Zone">Whose days, weeks and months; UTC if not said.</param>
/// <param name="Now">When it is asked.</param>
public sealed record SamplesRequest(TimeRange Range, QueryStep? Step, int? Points, TimeZoneInfo Zone, Instant Now)
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);

    /// <summary>Reads it; whatever is wrong is said to <paramref name="query"/>.</summary>
    public static SamplesRequest Read(QueryParameters query, Instant now)
    {
        QueryStep? step = ReadStep(query);
        int? points = ReadPoints(query);
        if (step is not null && points is not null)
            query.Complain("Give step or points, not both.");
        // Windows need an end; single samples may come from boards whose clocks are ahead.
        Instant to = query.Time("to", step is null && points is null ? Instant.MaxValue : now);
        Instant from = query.Time("from", (to < now ? to : now) - DefaultRange);
        return new SamplesRequest(new TimeRange(from, to), step, points, ReadZone(query), now);
    }

    private static QueryStep? ReadStep(QueryParameters query)
    {
        if (query.Optional("step") is not { } text)
            return null;
        if (QueryStep.TryParse(text, out QueryStep step))
            return step;
        query.Complain("The parameter step is no duration; write for example 30s, 5m, 1h, 1d, 1w or 1mo.");
        return null;
    }

    private static int? ReadPoints(QueryParameters query)
    {
        if (query.Optional("points") is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int points) && points is >= 2 and <= SteppedQuery.MostWindows)
            return points;
        query.Complain("The parameter points is not a number from 2 to 10000.");
        return null;
    }

    private static TimeZoneInfo ReadZone(QueryParameters query)
    {
        if (query.Optional("tz") is not { } name)
            return TimeZoneInfo.Utc;
        if (ZoneName.TryFind(name, out TimeZoneInfo? zone))
            return zone;
        query.Complain("The parameter tz is no time zone that this machine knows; write for example Europe/Berlin or UTC.");
        return TimeZoneInfo.Utc;
    }
}
