namespace Barograph.Model;

/// <summary>Some series are not told about for a while. What happens meanwhile is written down all the same.</summary>
/// <param name="Id">Its number in the store, given once.</param>
/// <param name="Pattern">Of which series.</param>
/// <param name="Sort">Which rules; null: all.</param>
/// <param name="Until">From then on it is over; null: until somebody ends it. An ended one has the time of its end here.</param>
/// <param name="Reason">For people.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">By whom.</param>
public sealed record AlertMute(int Id, SeriesPattern Pattern, AlertSort? Sort, Instant? Until, string Reason, Instant CreatedAt, string CreatedBy)
{
    public bool Covers(SeriesKey series, AlertKind kind, Instant now) =>
        now >= CreatedAt && (Until is not { } end || now < end) && (Sort is not { } sort || sort == AlertSorts.Of(kind)) && Pattern.Matches(series);
}
