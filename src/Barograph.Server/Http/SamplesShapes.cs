using Barograph.Server.OpenApi;

namespace Barograph.Server.Http;

/// <summary>What <see cref="SamplesWriter"/> writes.</summary>
internal static class SamplesShapes
{
    private static readonly Field[] Head =
    [
        new("series", Shape.WholeNumber, "Its number."),
        new("location", Shapes.Location),
        new("metric", Shapes.Metric),
        new("unit", Shapes.Unit.OrNull()),
    ];

    private static readonly Shape Numbers = Shape.ArrayOf(Shape.Number);

    private static readonly Shape Singly = Shape.With(
        [
            .. Head,
            new("step", Shape.Null),
            Field.Optional("raw_from", Shape.Number, "Only if single samples are kept not from the beginning of the range but from this time on."),
            new("time", Numbers, "Unix seconds, ascending."),
            new("value", Numbers, "The value at each time."),
        ])
        .Named("SeriesSamples", "A series as single samples.");

    private static readonly Shape InWindows = Shape.With(
        [
            .. Head,
            new("step", Shape.AnyOf(Shape.Number, Shape.Text()), "The width of the windows in seconds; as 1d or 1mo where they are not equally wide."),
            new("resolution", Shape.OneWord("raw", "5m", "1h"), "What they were computed from. It changes nothing but the time it takes."),
            new("time", Numbers, "Where each window begins, in Unix seconds, ascending. A window without a sample is absent."),
            new("count", Shape.ArrayOf(Shape.Count), "How many samples it has."),
            new("min", Numbers),
            new("max", Numbers),
            new("mean", Numbers),
            new("first", Numbers, "The value of the earliest sample."),
            new("last", Numbers, "The value of the latest sample."),
            Field.Optional("increase", Numbers, "Only of counters: how far they went up."),
        ])
        .Named("SeriesWindows", "A series in windows.");

    private static readonly Shape Series = Shape.AnyOf(Singly, InWindows)
        .Named("SeriesAnswer", "A series as columns: all arrays have one entry for each time. `step` is null where they are single samples.");

    private static readonly Shape Answer = Shape.AnyOf(Series, Shape.ArrayOf(Series))
        .Named("SamplesAnswer", "One series, if a single exact pair of location and metric was asked for; else an array in the order asked.");

    public static RouteDescription Describe() => new RouteDescription("getSamples", "Readings", "Readings of one or several series in a range, singly or in windows.")
        .Saying("Windows tell the same as their single readings would, late ones included. The range is widened to whole windows.")
        .Query("series", Shape.Text(pattern: "^[0-9]+(,[0-9]+)*$"), "Numbers of series, as /api/v1/series tells them: 1,2,3. Instead of location and metric.")
        .Query("location", Shape.Text(), "In pairs with metric; * stands for any characters.", isRepeatable: true, example: "desk")
        .Query("metric", Shape.Text(), "In pairs with location; * stands for any characters.", isRepeatable: true, example: "temperature")
        .Query("from", Shape.Text(), "From when on: RFC 3339 with an offset (2026-11-22T00:00:00Z) or Unix seconds. Without it the last 24 hours.")
        .Query("to", Shape.Text(), "Until when, that moment not included. Without it there is no end; with step or points it is now.")
        .Query("step", Shape.Text(), "How wide the windows are: 30s, 5m, 1h30m; or of the calendar 1d, 1w, 1mo, 1y.", example: "1h")
        .Query("points", Shape.Text(pattern: "^[0-9]+$"), "At most so many readings or windows, 2 to 10000. Instead of step.")
        .Query("tz", Shape.Text(), "Whose days, weeks and months: Europe/Berlin. Without it UTC's.")
        .Gives(Answer, "The readings.")
        .Refuses(Model.Errors.ParameterInvalid, Model.Errors.SeriesUnknown, Model.Errors.RangeTooLarge, Model.Errors.RawDropped);
}
