using Barograph.Server.OpenApi;

namespace Barograph.Server.Http;

/// <summary>What <see cref="CatalogEndpoints"/> write.</summary>
internal static class CatalogShapes
{
    public static readonly Shape Series = Shape.With(
        new Field("id", Shape.WholeNumber, "Its number, which never changes and is never used again."),
        new Field("location", Shapes.Location),
        new Field("metric", Shapes.Metric),
        new Field("unit", Shapes.Unit.OrNull()))
        .Named("Series", "One metric at one location.");

    public static readonly Shape Location = Shape.With(
        new Field("key", Shapes.Location, "What boards send."),
        new Field("title", Shape.Text(), "What people read."))
        .Named("Location", "Where it is measured.");

    public static readonly Shape Device = Shape.With(
        new Field("name", Shape.Text()),
        new Field("username", Shape.Text().OrNull(), "Another name that it may use with Basic."),
        new Field("location", Shapes.Location.OrNull(), "Where it stands now."),
        new Field("revoked", Shape.Boolean, "Whether its tokens hold no more."),
        new Field("last_seen", Shapes.Time.OrNull(), "When its last report came."),
        new Field("reports", Shape.Count),
        new Field("rejected", Shape.Count, "Values and reports that were not taken."),
        new Field("clock_faults", Shape.Count, "Reports with a time that no right clock says."))
        .Named("Device", "A board or gateway that reports.");

    public static readonly Shape DeviceRejection = Shape.With(
        new Field("time", Shapes.Time),
        new Field("metric", Shape.Text().OrNull(), "Null: the whole report."),
        new Field("code", Shapes.ErrorCode),
        new Field("detail", Shape.Text()))
        .Named("DeviceRejection", "Something of a device that was not taken.");
}
