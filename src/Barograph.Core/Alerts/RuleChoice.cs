using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>Which rules are judged for a series.</summary>
public static class RuleChoice
{
    /// <summary>The enabled rules that fit; those that came with the store only where no rule of a person, enabled or not, asks the same sort of thing of the series.</summary>
    public static IEnumerable<AlertRule> Of(SeriesKey series, IReadOnlyList<AlertRule> rules)
    {
        AlertRule[] fitting = [.. rules.Where(rule => rule.Pattern.Matches(series))];
        return fitting.Where(rule => rule.IsEnabled && !(rule.IsDefault && fitting.Any(own => !own.IsDefault && Sort(own) == Sort(rule))));
    }

    private static AlertSort Sort(AlertRule rule) => AlertSorts.Of(rule.Condition.Kind);
}
