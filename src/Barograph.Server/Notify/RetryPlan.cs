using Barograph.Model;

namespace Barograph.Server.Notify;

/// <summary>When what did not arrive is tried again: after 1 s, 2 s, 4 s … up to 15 min, each half more or less at random, so that a server that comes back is not met by all at once.</summary>
public static class RetryPlan
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2), DrillsKept = TimeSpan.FromHours(1);

    /// <summary>When to try again; null: it is given up.</summary>
    /// <param name="tried">As it was tried just now.</param>
    /// <param name="now">The present.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static Instant? NextAfter(Notice tried, Instant now, double chance)
    {
        TimeSpan kept = tried.Kind == NoticeKind.Drill ? DrillsKept : Kept;
        if (now - tried.CreatedAt >= kept)
            return null;
        double wait = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(tried.Attempts - 1, 20)), Longest.TotalSeconds);
        return now + TimeSpan.FromSeconds(wait * (0.5 + chance));
    }
}
