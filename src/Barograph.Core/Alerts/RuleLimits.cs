using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>What a rule has to keep, wherever it comes from.</summary>
public static class RuleLimits
{
    /// <summary>What a change is compared with is kept in memory.</summary>
    public static readonly TimeSpan LongestChange = TimeSpan.FromDays(1);

    /// <summary>Judging begins so long before what is new.</summary>
    public static readonly TimeSpan LongestFor = TimeSpan.FromDays(7);

    public static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(60);
    public static readonly TimeSpan ShortestRepeat = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestRepeat = TimeSpan.FromDays(30);

    /// <summary>Null, or a sentence for the person who wants the rule.</summary>
    public static string? ProblemOf(AlertRule rule)
    {
        AlertCondition asked = rule.Condition;
        bool isChange = asked.Kind is AlertKind.Rises or AlertKind.Falls;
        if (!double.IsFinite(asked.Threshold) || !double.IsFinite(asked.Upper) || !double.IsFinite(asked.Hysteresis))
            return "Bounds are finite numbers.";
        if (asked.Kind == AlertKind.Outside && asked.Upper < asked.Threshold)
            return "The lower bound comes first.";
        if (asked.Hysteresis < 0 || (asked.Hysteresis > 0 && asked.Kind is AlertKind.Equal or AlertKind.Silent))
            return "A hysteresis is positive, and goes with above, below, outside, rises and falls.";
        if (isChange && (asked.Threshold <= 0 || asked.Within is not { } within || within <= TimeSpan.Zero || within > LongestChange))
            return "A change is a positive amount within at most a day.";
        if (asked.Kind == AlertKind.Silent && asked.Within is { } patience && (patience < ShortestSilence || patience > LongestSilence))
            return "Silence is counted from 10 s to 60 days.";
        if (asked.Kind == AlertKind.Silent && (rule.For > TimeSpan.Zero || rule.KeepFiringFor > TimeSpan.Zero))
            return "How long silence may last stands behind it (silent for 2h); it takes neither for nor keep.";
        if (rule.For < TimeSpan.Zero || rule.For > LongestFor || rule.KeepFiringFor < TimeSpan.Zero || rule.KeepFiringFor > LongestFor)
            return "For and keep are at most 7 days.";
        if (rule.RepeatEvery is { } again && (again < ShortestRepeat || again > LongestRepeat))
            return "An alert is repeated after 1 minute to 30 days.";
        return null;
    }
}
