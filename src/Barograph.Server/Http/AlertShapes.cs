using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Changes;
using Barograph.Server.Notify;
using Barograph.Server.OpenApi;

namespace Barograph.Server.Http;

/// <summary>What the endpoints of alerts write, and how it is written.</summary>
internal static class AlertShapes
{
    public static readonly Shape Sort = Shape.OneWord("values", "silence");

    public static readonly Shape RuleText = Shape.Text(length: (1, 400));

    public static readonly Shape Alert = Shape.With(
        new Field("id", Shape.Text()),
        new Field("state", Shape.OneWord("firing", "resolved")),
        new Field("location", Shapes.Location),
        new Field("metric", Shapes.Metric),
        new Field("unit", Shapes.Unit.OrNull()),
        new Field("rule", Shape.WholeNumber, "The rule's number; it may be gone by now."),
        new Field("sort", Sort, "Whether it is about what readings say, or that there are none."),
        new Field("condition", Shape.Text(), "What was asked, in words, as it was then."),
        new Field("started", Shapes.Time, "From when on the condition held, by the time of the reading; of silence, the last reading."),
        new Field("fired", Shapes.Time, "When it had held for long enough."),
        new Field("ended", Shapes.Time.OrNull(), "From when on it did not hold any more; null: it holds."),
        new Field("value", Shape.Number.OrNull(), "The reading at its start; null for silence."),
        new Field("extreme", Shape.Number.OrNull(), "The reading that was farthest from what is allowed; null for silence."),
        new Field("noticed", Shapes.Time, "When the server noticed; later if readings came late."),
        new Field("told", Shapes.Time.OrNull(), "When it was last told; null: never, because it is muted or was over before."),
        new Field("acknowledged", Shapes.Time.OrNull()),
        new Field("acknowledged_by", Shape.Text().OrNull()))
        .Named("Alert", "One time that a rule fired for one series.");

    public static readonly Shape Rule = Shape.With(
        new Field("id", Shape.WholeNumber),
        new Field("rule", RuleText, "The whole rule in one line, as it can be sent back."),
        new Field("series", Shape.Text(), "Which series: LOCATION/METRIC, in which * stands for any characters."),
        new Field("kind", Shape.OneWord("above", "below", "outside", "equal", "rises", "falls", "silent")),
        new Field("threshold", Shape.Number, "The bound, the value or the amount; of outside the lower bound."),
        new Field("upper", Shape.Number, "Of outside the upper bound, else 0."),
        new Field("within", Shape.Number.OrNull(), "Seconds in which a change counts, or for which silence is allowed; null: as long as the habit of the series says."),
        new Field("hysteresis", Shape.Number),
        new Field("for", Shape.Number, "Seconds for which the condition has to hold."),
        new Field("keep_firing_for", Shape.Number, "Seconds for which it has to be over."),
        new Field("repeat", Shape.Number.OrNull(), "Seconds after which it is told again until somebody knows; null: never."),
        new Field("urgent", Shape.Boolean),
        new Field("default", Shape.Boolean, "It came with the store, and steps aside where a rule of a person asks the same sort of thing of a series."),
        new Field("enabled", Shape.Boolean),
        new Field("created", Shapes.Time))
        .Named("AlertRule", "When somebody wants to be told.");

    public static readonly Shape Mute = Shape.With(
        new Field("id", Shape.WholeNumber),
        new Field("series", Shape.Text(), "Which series: LOCATION/METRIC, in which * stands for any characters."),
        new Field("sort", Sort.OrNull(), "Which rules; null: all."),
        new Field("until", Shapes.Time.OrNull(), "Null: until somebody ends it."),
        new Field("reason", Shape.Text()),
        new Field("created", Shapes.Time),
        new Field("by", Shape.Text()))
        .Named("AlertMute", "Some series are not told about for a while. What happens is written down all the same.");

    public static readonly Shape Target = Shape.With(
        new Field("id", Shape.WholeNumber),
        new Field("name", Shape.Text()),
        new Field("kind", Shape.OneWord(TargetChanges.KindNames)),
        new Field("options", Shape.WithAny(Shape.Text()), "What the kind needs; never a secret."),
        new Field("has_secret", Shape.Boolean),
        new Field("allow_lan", Shape.Boolean, "It may lie in a private network, or on the server itself."),
        new Field("enabled", Shape.Boolean),
        new Field("created", Shapes.Time),
        new Field("succeeded", Shapes.Time.OrNull(), "When something last arrived there."),
        new Field("failed", Shapes.Time.OrNull(), "When something last did not."),
        new Field("failure", Shape.Text().OrNull(), "Why it did not; null after it did."))
        .Named("AlertTarget", "Where alerts are sent to.");

    public static readonly Shape AddedTarget = Shape.With(
        new Field("id", Shape.WholeNumber), new Field("name", Shape.Text()),
        new Field("secret", Shape.Text().OrNull(), "The key that signs what a webhook gets, if none was given; told this once."))
        .Named("AddedTarget", "A new target.");

    public static readonly Shape Drill = Shape.With(
        new Field("target", Shape.Text()), new Field("arrived", Shape.Boolean), new Field("problem", Shape.Text().OrNull()))
        .Named("AlertDrill", "What became of a drill.");

    public static void Write(Utf8JsonWriter json, AlertEpisode episode, SeriesInfo? series)
    {
        json.WriteString("id", episode.Id);
        json.WriteString("state", episode.EndedAt is null ? "firing" : "resolved");
        json.WriteString("location", series?.Key.Location ?? "?");
        json.WriteString("metric", series?.Key.Metric ?? "unknown");
        json.WriteString("unit", series?.Unit);
        json.WriteNumber("rule", episode.RuleId);
        json.WriteString("sort", SortOf(AlertSorts.Of(episode.Kind)));
        json.WriteString("condition", episode.Condition);
        json.WriteString("started", episode.StartedAt.ToString());
        json.WriteString("fired", episode.FiredAt.ToString());
        json.WriteString("ended", episode.EndedAt?.ToString());
        Number(json, "value", episode.Value);
        Number(json, "extreme", episode.Extreme);
        json.WriteString("noticed", episode.NoticedAt.ToString());
        json.WriteString("told", episode.ToldAt?.ToString());
        json.WriteString("acknowledged", episode.AcknowledgedAt?.ToString());
        json.WriteString("acknowledged_by", episode.AcknowledgedBy);
    }

    public static void Write(Utf8JsonWriter json, AlertRule rule)
    {
        json.WriteNumber("id", rule.Id);
        json.WriteString("rule", Barograph.Alerts.RuleText.Of(rule));
        json.WriteString("series", rule.Pattern.ToString());
        json.WriteString("kind", rule.Condition.Kind.ToString().ToLowerInvariant());
        json.WriteNumber("threshold", rule.Condition.Threshold);
        json.WriteNumber("upper", rule.Condition.Upper);
        Number(json, "within", rule.Condition.Within?.TotalSeconds);
        json.WriteNumber("hysteresis", rule.Condition.Hysteresis);
        json.WriteNumber("for", rule.For.TotalSeconds);
        json.WriteNumber("keep_firing_for", rule.KeepFiringFor.TotalSeconds);
        Number(json, "repeat", rule.RepeatEvery?.TotalSeconds);
        json.WriteBoolean("urgent", rule.IsUrgent);
        json.WriteBoolean("default", rule.IsDefault);
        json.WriteBoolean("enabled", rule.IsEnabled);
        json.WriteString("created", rule.CreatedAt.ToString());
    }

    public static void Write(Utf8JsonWriter json, AlertMute mute)
    {
        json.WriteNumber("id", mute.Id);
        json.WriteString("series", mute.Pattern.ToString());
        json.WriteString("sort", mute.Sort is { } sort ? SortOf(sort) : null);
        json.WriteString("until", mute.Until?.ToString());
        json.WriteString("reason", mute.Reason);
        json.WriteString("created", mute.CreatedAt.ToString());
        json.WriteString("by", mute.CreatedBy);
    }

    public static void Write(Utf8JsonWriter json, AlertTarget target)
    {
        json.WriteNumber("id", target.Id);
        json.WriteString("name", target.Name);
        json.WriteString("kind", TargetChanges.NameOf(target.Kind));
        json.WriteStartObject("options");
        foreach ((string key, string value) in TargetSettings.ParseOptions(target.Options))
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteBoolean("has_secret", target.SealedSecret is not null);
        json.WriteBoolean("allow_lan", target.AllowsLan);
        json.WriteBoolean("enabled", target.IsEnabled);
        json.WriteString("created", target.CreatedAt.ToString());
        json.WriteString("succeeded", target.SucceededAt?.ToString());
        json.WriteString("failed", target.FailedAt?.ToString());
        json.WriteString("failure", target.Failure);
    }

    /// <summary>How somebody is called who does something here.</summary>
    public static string NameOf(HttpContext context) => Caller.In(context).Account?.Name ?? "a token";

    private static string SortOf(AlertSort sort) => sort == AlertSort.Silence ? "silence" : "values";

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}
