using Barograph.Server.OpenApi;

namespace Barograph.Server.Http;

/// <summary>What a report looks like, and what is answered.</summary>
internal static class ReportShapes
{
    private static readonly Shape Value = Shape.AnyOf(Shape.Number, Shape.Text(), Shape.Boolean, Shape.Null)
        .Named("SentValue", "A number. A number in quotes is one too, true is 1, false is 0; null, \"\", \"unknown\" and the like are no value.");

    private static readonly Field[] Frame =
    [
        Field.Optional("location", Shapes.Location.OrNull(), "Where. Without it: where the device stood at that time, else the device's name."),
        Field.Optional("time", Shape.AnyOf(Shapes.Time, Shape.Number, Shape.Null), "When: RFC 3339 with an offset, or Unix seconds. Without it: when it arrives."),
        Field.Optional("age", Shape.Number.OrNull(), "Instead of a time, for a board without a clock: how many seconds ago, up to 2592000 (30 days)."),
        Field.Optional("id", Shape.AnyOf(Shape.Text(pattern: "^[!-~]{1,64}$"), Shape.Number, Shape.Null), "The sender's name for this report. It makes a retry safe where there is no time."),
        Field.Optional("units", Shape.WithAny(Shape.Text().OrNull()).OrNull(), "The unit of each metric: SenML codes, as Cel, %RH, hPa, V, or a usual spelling."),
    ];

    private static readonly Shape Report = Shape.With([.. Frame, new Field("values", Shape.WithAny(Value).OrNull(), "The value of each metric.")])
        .Named("Report", "What a device measured at one time.");

    private static readonly Shape FlatReport = Shape.WithAny(Value, Frame)
        .Named("FlatReport", "The same in short: every other key is a metric.");

    private static readonly Shape OneReport = Shape.AnyOf(Report, FlatReport);

    private static readonly Shape Rejection = Shape.With(
        new Field("index", Shape.Count, "Which report of the request, from 0."),
        new Field("metric", Shape.Text().OrNull(), "Which value of it, as it was sent; null: the whole report."),
        new Field("code", Shapes.ErrorCode),
        new Field("detail", Shape.Text(), "What is wrong, and what to change."))
        .Named("Rejection", "A value or a report that was not taken.");

    private static readonly Field Rejected = new("rejected", Shape.ArrayOf(Rejection, 100), "The first ones; of a single report fewer, because its answer is short.");
    private static readonly Field RejectedMore = new("rejected_more", Shape.Count, "How many are not listed.");

    public static readonly Shape Body = Shape.AnyOf(Report, FlatReport, Shape.ArrayOf(OneReport, 10_000));

    public static readonly Shape Verdict = Shape.With(
        new Field("stored", Shape.Count, "New, and on disk."),
        new Field("duplicates", Shape.Count, "There already, with the same value."),
        new Field("conflicts", Shape.Count, "There already with another value, which stays."),
        new Field("clock_faults", Shape.Count, "Stored with the time of receipt, because the board's clock was wrong."),
        Rejected,
        RejectedMore)
        .Named("Verdict", "What became of a request's samples (single values). Whatever is counted in the first three is on disk.");

    public static readonly Shape Problem = Shape.With(Shapes.ProblemFields(
        Rejected with { IsOptional = true }, RejectedMore with { IsOptional = true }))
        .Named("ReportProblem", "Why nothing of a request was taken. If that was for what single reports say, they are listed.");
}
