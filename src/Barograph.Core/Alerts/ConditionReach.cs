using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>Tells from summaries where a condition can have held at all, so that single readings are looked at only there.</summary>
public static class ConditionReach
{
    /// <summary>The first of these windows, ascending, in which the condition may have held; null: in none of them. It never overlooks one.</summary>
    public static Instant? First(AlertCondition condition, IReadOnlyList<Rollup> windows)
    {
        for (int i = 0; i < windows.Count; i++)
            if (MayHold(condition, windows, i))
                return windows[i].Start;
        return null;
    }

    private static bool MayHold(AlertCondition condition, IReadOnlyList<Rollup> windows, int at)
    {
        Rollup window = windows[at];
        return condition.Kind switch
        {
            AlertKind.Above => window.Max > condition.Threshold,
            AlertKind.Below => window.Min < condition.Threshold,
            AlertKind.Outside => window.Min < condition.Threshold || window.Max > condition.Upper,
            AlertKind.Equal => window.Min <= condition.Threshold && window.Max >= condition.Threshold,
            AlertKind.Rises => Before(condition, windows, at).Any(other => window.Max - other.Min > condition.Threshold),
            AlertKind.Falls => Before(condition, windows, at).Any(other => other.Max - window.Min > condition.Threshold),
            _ => false,
        };
    }

    // The window itself, and those that reach into the time before it that counts.
    private static IEnumerable<Rollup> Before(AlertCondition condition, IReadOnlyList<Rollup> windows, int at)
    {
        Instant from = windows[at].Start - condition.Within!.Value - TimeSpan.FromHours(1);
        for (int i = at; i >= 0 && windows[i].Start >= from; i--)
            yield return windows[i];
    }
}
