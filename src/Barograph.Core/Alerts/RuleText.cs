using System.Diagnostics.CodeAnalysis;
using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>
/// A rule in one line, as in the cases under spec/alerts and on the command line:
/// <c>LOCATION/METRIC CONDITION [for 10s] [keep 5m] [repeat 15m] [urgent]</c>.
/// </summary>
public static class RuleText
{
    /// <summary>A problem is a sentence for the person who wrote it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AlertRule? rule, [NotNullWhen(false)] out string? problem)
    {
        rule = null;
        problem = null;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !TryPattern(words[0], out SeriesPattern pattern))
            problem = "A rule begins with LOCATION/METRIC, in which * stands for anything.";
        else if (ConditionText.Read(words.AsSpan(1), out AlertCondition condition) is var read && read == 0)
            problem = "After the series comes what is asked: above 0.5, below 3, outside 18 to 24, equal to 1, rises by 5 within 10m, falls by 5 within 10m, silent, or silent for 2h.";
        else
            problem = TryRest(words.AsSpan(1 + read), Plain(pattern, condition), out rule);
        problem ??= RuleLimits.ProblemOf(rule!);
        return problem is null;
    }

    public static string Of(AlertRule rule)
    {
        string text = $"{rule.Pattern} {ConditionText.Of(rule.Condition)}";
        if (rule.For > TimeSpan.Zero)
            text += $" for {ConditionText.Duration(rule.For)}";
        if (rule.KeepFiringFor > TimeSpan.Zero)
            text += $" keep {ConditionText.Duration(rule.KeepFiringFor)}";
        if (rule.RepeatEvery is { } again)
            text += $" repeat {ConditionText.Duration(again)}";
        return rule.IsUrgent ? text + " urgent" : text;
    }

    public static bool TryPattern(string text, out SeriesPattern pattern)
    {
        int slash = text.LastIndexOf('/');
        pattern = slash < 0 ? default : new SeriesPattern(text[..slash], text[(slash + 1)..]);
        return slash > 0 && slash < text.Length - 1;
    }

    /// <summary>A rule that fires at once, is told once, and wakes nobody.</summary>
    public static AlertRule Plain(SeriesPattern pattern, AlertCondition condition) =>
        new(0, pattern, condition, TimeSpan.Zero, TimeSpan.Zero, null, IsUrgent: false, IsDefault: false, IsEnabled: true, default);

    private static string? TryRest(ReadOnlySpan<string> words, AlertRule plain, out AlertRule? rule)
    {
        rule = plain;
        while (words.Length > 0)
        {
            if (words[0] == "urgent")
            {
                rule = rule with { IsUrgent = true };
                words = words[1..];
                continue;
            }
            if (words.Length < 2 || !ConditionText.TryDuration(words[1], out TimeSpan span))
                return $"\"{words[0]}\" is not understood; there may be: for 10s, keep 5m, repeat 15m, urgent.";
            switch (words[0])
            {
                case "for":
                    rule = rule with { For = span };
                    break;
                case "keep":
                    rule = rule with { KeepFiringFor = span };
                    break;
                case "repeat":
                    rule = rule with { RepeatEvery = span };
                    break;
                default:
                    return $"\"{words[0]}\" is not understood; there may be: for 10s, keep 5m, repeat 15m, urgent.";
            }
            words = words[2..];
        }
        return null;
    }
}
