using Barograph.Alerts;
using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Http.Alerts;

/// <summary>Rules and patterns as people's requests say them.</summary>
internal static class RuleBody
{
    public static readonly string[] Members =
    [
        "location", "metric", "kind", "threshold", "upper", "within", "hysteresis", "for", "keep_firing_for", "repeat_every", "urgent", "enabled",
    ];

    /// <summary>Longer than any limit of a rule, and short enough to count with.</summary>
    private const double MostSeconds = 1e9;

    /// <summary>A new rule.</summary>
    /// <exception cref="RefusedException">It is none, or breaks a limit.</exception>
    public static AlertRule New(JsonBody body)
    {
        SeriesPattern pattern = new(LocationPattern(body.RequiredText("location")), MetricPattern(body.RequiredText("metric")));
        return Changed(RuleText.Plain(pattern, new AlertCondition(Kind(body.RequiredText("kind")))), body);
    }

    /// <summary>The rule with what a request names of it. What is asked of the readings begins anew where its kind is another.</summary>
    /// <exception cref="RefusedException">It is none, or breaks a limit.</exception>
    public static AlertRule Changed(AlertRule rule, JsonBody body)
    {
        AlertCondition asked = rule.Condition;
        if (body.Text("kind") is { } word && Kind(word) is var kind && kind != asked.Kind)
        {
            asked = new AlertCondition(kind);
            rule = kind == AlertKind.Silent ? rule with { For = TimeSpan.Zero, KeepFiringFor = TimeSpan.Zero } : rule;
        }
        asked = asked with
        {
            Threshold = body.Number("threshold") ?? asked.Threshold,
            Upper = body.Number("upper") ?? asked.Upper,
            Within = body.Has("within") ? Seconds(body, "within") : asked.Within,
            Hysteresis = body.Number("hysteresis") ?? asked.Hysteresis,
        };
        rule = rule with
        {
            Pattern = new SeriesPattern(
                body.Text("location") is { } location ? LocationPattern(location) : rule.Pattern.Location,
                body.Text("metric") is { } metric ? MetricPattern(metric) : rule.Pattern.Metric),
            Condition = asked,
            For = Seconds(body, "for") ?? rule.For,
            KeepFiringFor = Seconds(body, "keep_firing_for") ?? rule.KeepFiringFor,
            RepeatEvery = body.Has("repeat_every") ? Seconds(body, "repeat_every") : rule.RepeatEvery,
            IsUrgent = body.Flag("urgent") ?? rule.IsUrgent,
            IsEnabled = body.Flag("enabled") ?? rule.IsEnabled,
        };
        return RuleLimits.ProblemOf(rule) is { } problem ? throw new RefusedException(Errors.MemberInvalid, problem) : rule;
    }

    public static string LocationPattern(string sent)
    {
        string trimmed = sent.Trim();
        // A pattern is a location in which stars stand for something.
        return LocationKey.TryNormalize(trimmed.Replace('*', 'x'), out _, out string? problem) ? trimmed
            : throw new RefusedException(Errors.MemberInvalid, problem, "location");
    }

    public static string MetricPattern(string sent)
    {
        string trimmed = sent.Trim().ToLowerInvariant();
        return MetricName.TryNormalize(trimmed.Replace('*', 'x'), out _) ? trimmed
            : throw new RefusedException(Errors.MemberInvalid, "It must be the name of a metric, such as wetness, in which * stands for any characters.", "metric");
    }

    private static AlertKind Kind(string word) => AlertWords.TryKind(word, out AlertKind kind) ? kind
        : throw new RefusedException(Errors.MemberInvalid, $"It must be one of {string.Join(", ", AlertWords.Kinds)}.", "kind");

    private static TimeSpan? Seconds(JsonBody body, string name) => body.Number(name) is not { } seconds ? null
        : Math.Abs(seconds) <= MostSeconds ? TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6))
        : throw new RefusedException(Errors.MemberInvalid, "That are too many seconds.", name);
}
