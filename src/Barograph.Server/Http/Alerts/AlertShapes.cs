using Barograph.Server.Changes;
using Barograph.Server.OpenApi;

namespace Barograph.Server.Http.Alerts;

/// <summary>What the endpoints of alerts, rules and mutes take and write.</summary>
internal static class AlertShapes
{
    public static readonly Shape Kind = Shape.OneWord(AlertWords.Kinds);

    public static readonly Shape Sort = Shape.AnyOf(Shape.OneWord(AlertWords.Sorts), Shape.Null);

    public static readonly Shape LocationPattern = Shape.Text(length: (1, 128));

    public static readonly Shape MetricPattern = Shape.Text(length: (1, 64));

    public static readonly Shape Alert = Shape.With(
        [
            new Field("id", Shape.Text()),
            new Field("rule", Shape.WholeNumber, "The number of its rule, which may be gone by now."),
            .. SeriesFields,
            new Field("kind", Kind),
            new Field("condition", Shape.Text(), "What was asked when it fired, in words."),
            new Field("started", Shapes.Time, "From when on it was so, by the times of the readings; of silence, the last reading."),
            new Field("fired", Shapes.Time, "When it had been so for long enough."),
            new Field("ended", Shapes.Time.OrNull(), "From when on it was not so any more; null: it is."),
            new Field("value", Shape.Number.OrNull(), "The reading at the start; null for silence."),
            new Field("extreme", Shape.Number.OrNull(), "The reading farthest from what is allowed; null for silence."),
            new Field("noticed", Shapes.Time, "When the server noticed: long after it fired, if readings came late."),
            new Field("told", Shapes.Time.OrNull(), "When it was last told to the targets; null: never."),
            new Field("acknowledged", Shapes.Time.OrNull(), "When somebody said that they know; null: nobody has."),
            new Field("acknowledged_by", Shape.Text().OrNull()),
            new Field("muted", Shape.Boolean, "Whether it is not told just now, because of a mute."),
        ])
        .Named("Alert", "One time that a rule fired for one series.");

    public static readonly Shape AlertsNow = Shape.With(
        new Field("firing", Shape.ArrayOf(Alert), "What goes on, the newest first."),
        new Field("pending", Shape.ArrayOf(Pending), "What will fire if it goes on, the next first."),
        new Field("targets", Shape.With(
            new Field("enabled", Shape.Count, "How many places alerts are sent to."),
            new Field("failed", Shape.Count, "Of how many of them the last that was sent there did not arrive."))))
        .Named("AlertsNow", "What is wrong now.");

    public static readonly Shape History = Shape.With(
        new Field("alerts", Shape.ArrayOf(Alert), "By their start, the newest first."),
        new Field("next", Shape.Text().OrNull(), "To be sent as before to go on; null: that was all."))
        .Named("AlertHistory", "A part of what has fired.");

    public static readonly Field[] RuleFields =
    [
        new("location", LocationPattern, "Of which locations; * stands for any characters."),
        new("metric", MetricPattern, "Of which metrics; * stands for any characters."),
        new("kind", Kind, "What is asked of the readings; silent: whether there are any."),
        new("threshold", Shape.Number, "The bound, the value, or how far it rises or falls; of outside the lower bound; of silent 0."),
        new("upper", Shape.Number, "The upper bound of outside, else 0."),
        new("within", Shape.Number.OrNull(), "Seconds: in which time a change counts, or how long silence may last (null: as long as is usual for the series)."),
        new("hysteresis", Shape.Number, "How far back over the bound it has to come before it is over."),
        new("for", Shape.Number, "Seconds for which it has to be so, by the times of the readings."),
        new("keep_firing_for", Shape.Number, "Seconds for which it has to be over before the alert is."),
        new("repeat_every", Shape.Number.OrNull(), "Seconds until it is told again, until somebody acknowledges it or it is over; null: it is told once."),
        new("urgent", Shape.Boolean, "Whether it may wake somebody."),
        new("enabled", Shape.Boolean, "Whether it is judged at all."),
    ];

    public static readonly Shape Rule = Shape.With(
        [
            new Field("id", Shape.WholeNumber),
            .. RuleFields,
            new Field("default", Shape.Boolean, "Whether it came with the store. It steps aside for series of which another rule asks the same sort of thing."),
            new Field("created", Shapes.Time),
            new Field("text", Shape.Text(), "The whole rule in one line, as the command line has it."),
        ])
        .Named("Rule", "When somebody wants to be told.");

    public static readonly Shape Preview = Shape.With(
        new Field("from", Shapes.Time),
        new Field("to", Shapes.Time),
        new Field("series", Shape.Count, "How many series the rule is about."),
        new Field("judged", Shape.Count, "How many of them were looked at."),
        new Field("alerts", Shape.ArrayOf(PreviewAlert), "The newest first."))
        .Named("RulePreview", "When a rule would have fired.");

    public static readonly Shape Mute = Shape.With(
        new Field("id", Shape.WholeNumber),
        new Field("location", LocationPattern),
        new Field("metric", MetricPattern),
        new Field("sort", Sort, "Only what readings say, or only silence; null: both."),
        new Field("until", Shapes.Time.OrNull(), "Null: until somebody ends it."),
        new Field("reason", Shape.Text()),
        new Field("created", Shapes.Time),
        new Field("created_by", Shape.Text()))
        .Named("Mute", "Some series are not told about for a while. What happens meanwhile is written down all the same.");

    public static readonly Shape TargetKind = Shape.OneWord(TargetChanges.KindNames);

    public static readonly Shape TargetOptions = Shape.WithAny(Shape.Text());

    public static readonly Shape Target = Shape.With(
        new Field("id", Shape.WholeNumber),
        new Field("name", Shape.Text()),
        new Field("kind", TargetKind),
        new Field("options", TargetOptions, "How it is reached; which members there are depends on the kind."),
        new Field("has_secret", Shape.Boolean, "Whether a secret is kept for it. None is ever told."),
        new Field("allow_lan", Shape.Boolean, "Whether it may lie in a private network, or on this machine."),
        new Field("enabled", Shape.Boolean),
        new Field("created", Shapes.Time),
        new Field("succeeded", Shapes.Time.OrNull(), "When something last arrived there; null: never."),
        new Field("failed", Shapes.Time.OrNull(), "When something last did not; null: never."),
        new Field("failure", Shape.Text().OrNull(), "Why; null after something arrived."),
        new Field("drilled", Shapes.Time.OrNull(), "When it was last tried, by a person or by the monthly drill."),
        new Field("drill_arrived", Shape.Boolean.OrNull(), "Whether that arrived; null: nobody knows yet."))
        .Named("Target", "Where alerts are sent to.");

    public static readonly Shape AddedTarget = Shape.With(
        new Field("id", Shape.WholeNumber),
        new Field("name", Shape.Text()),
        new Field("kind", TargetKind),
        Field.Optional("secret", Shape.Text(), "What signs the messages to a webhook, if nobody gave one. Told this once."))
        .Named("AddedTarget", "A new target.");

    public static readonly Shape TargetTest = Shape.With(
        new Field("arrived", Shape.Boolean),
        new Field("failure", Shape.Text().OrNull(), "Why it did not."))
        .Named("TargetTest", "What became of a drill.");

    /// <summary>The members of a request that says the whole of a rule, or some of it.</summary>
    public static Field[] SentRule(bool isWhole) =>
        [.. RuleFields.Select(field => isWhole && field.Name is "location" or "metric" or "kind" ? field : field with { IsOptional = true })];

    private static Field[] SeriesFields =>
    [
        new("series", Shape.WholeNumber, "The number of the series."),
        new("location", Shapes.Location),
        new("metric", Shapes.Metric),
        new("unit", Shapes.Unit.OrNull()),
    ];

    private static Shape Pending => Shape.With(
        [
            new Field("rule", Shape.WholeNumber), .. SeriesFields, new Field("kind", Kind), new Field("condition", Shape.Text()),
            new Field("since", Shapes.Time), new Field("fires", Shapes.Time, "When it fires, if it goes on until then."),
        ])
        .Named("PendingAlert", "A condition that holds, and has not done so for long enough.");

    private static Shape PreviewAlert => Shape.With(
        [
            .. SeriesFields, new Field("started", Shapes.Time), new Field("fired", Shapes.Time), new Field("ended", Shapes.Time.OrNull()),
            new Field("value", Shape.Number.OrNull()), new Field("extreme", Shape.Number.OrNull()),
        ])
        .Named("PreviewAlert", "A time that a rule would have fired for one series.");
}
