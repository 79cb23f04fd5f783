using Barograph.Server.OpenApi;

namespace Barograph.Server.Http;

/// <summary>What the endpoints of series, locations and devices write.</summary>
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
        new Field("title", Shape.Text(), "What people read."),
        new Field("hidden", Shape.Boolean, "Whether it is shown only to those who ask for it."),
        new Field("zone", Shape.Text().OrNull(), "Whose days its charts have, as an IANA name; null: the reader's."),
        new Field("created", Shapes.Time))
        .Named("Location", "Where it is measured.");

    private static readonly Shape Placement = Shape.With(
        new Field("location", Shapes.Location),
        new Field("from", Shapes.Time.OrNull(), "Null: from the beginning of time on."),
        new Field("until", Shapes.Time.OrNull(), "Null: until now and on."))
        .Named("Placement", "Where a device stands or stood.");

    private static readonly Shape DeviceToken = Shape.With(
        new Field("id", Shape.WholeNumber),
        new Field("created", Shapes.Time),
        new Field("expires", Shapes.Time.OrNull(), "Null: never."),
        new Field("kind", Shape.OneWord("random", "password", "passkey"), "A password is one that the board was flashed with."),
        new Field("reach", Shape.OneWord("placement", "prefix", "any"), "Where it may report: where its device stands, at a location and all below it, or anywhere."),
        new Field("prefix", Shapes.Location.OrNull()),
        new Field("dialects", Shape.Text().OrNull(), "The dialects in which it may travel readable, separated by commas; or any."),
        new Field("location_tags", Shape.Text().OrNull(), "The tags that say where it measures; null: the usual ones."))
        .Named("DeviceToken", "A live token of a device, without its text.");

    public static readonly Shape Device = Shape.With(
        new Field("name", Shape.Text()),
        new Field("username", Shape.Text().OrNull(), "Another name that it may use with Basic."),
        new Field("location", Shapes.Location, "Where it stands now; a revoked one, where it stood last."),
        new Field("created", Shapes.Time),
        new Field("revoked", Shape.Boolean, "Whether its tokens hold no more."),
        new Field("revoked_at", Shapes.Time.OrNull(), "Since when; null: it is not."),
        new Field("last_seen", Shapes.Time.OrNull(), "When its last report came."),
        new Field("reports", Shape.Count),
        new Field("rejected", Shape.Count, "Values and reports that were not taken."),
        new Field("clock_faults", Shape.Count, "Reports with a time that no right clock says."),
        new Field("placements", Shape.ArrayOf(Placement), "In the order of their start."),
        Field.Optional("tokens", Shape.ArrayOf(DeviceToken), "Its live ones; told to those who may change them."))
        .Named("Device", "A board or gateway that reports.");

    public static readonly Shape IssuedDevice = Shape.With(
        new Field("name", Shape.Text()),
        new Field("location", Shapes.Location, "Where it stands."),
        Field.Optional("token", Shape.Text(), "Told this once; a station that was added with its PASSKEY has none."),
        Field.Optional("old_valid_until", Shapes.Time, "Of a new token for the same device: until when the ones before go on working."))
        .Named("IssuedDevice", "A device with its new token.");

    public static readonly Shape Station = Shape.With(
        new Field("handle", Shape.Text(), "What it is claimed by."),
        new Field("passkey", Shape.Text(), "The end of its PASSKEY, to compare; the rest is told nowhere."),
        new Field("dialect", Shape.OneWord("ecowitt", "ambient")),
        new Field("stationtype", Shape.Text().OrNull(), "What it says about itself."),
        new Field("model", Shape.Text().OrNull(), "What it says about itself."),
        new Field("address", Shape.Text(), "Where it reports from."),
        new Field("last_seen", Shapes.Time))
        .Named("Station", "A weather station that nobody has claimed.");

    public static readonly Shape DeviceRejection = Shape.With(
        new Field("time", Shapes.Time),
        new Field("metric", Shape.Text().OrNull(), "Null: the whole report."),
        new Field("code", Shapes.ErrorCode),
        new Field("detail", Shape.Text()))
        .Named("DeviceRejection", "Something of a device that was not taken.");
}
