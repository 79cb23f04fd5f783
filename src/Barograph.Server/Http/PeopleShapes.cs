using Barograph.Server.OpenApi;

namespace Barograph.Server.Http;

/// <summary>What the endpoints of people and of the site's settings write.</summary>
internal static class PeopleShapes
{
    public static readonly Shape Role = Shape.OneWord("owner", "member", "guest");

    public static readonly Shape Scope = Shape.OneWord("read", "write", "admin");

    public static readonly Shape Me = Shape.With(
        new Field("name", Shape.Text().OrNull(), "Of the signed-in person; null for a token and for a visitor."),
        new Field("role", Shape.OneWord("owner", "member", "guest", "visitor"), "What the caller may do; a visitor is nobody known, on a public site."),
        new Field("version", Shape.Text()),
        new Field("secure", Shape.Boolean, "Whether this request came over https."),
        Field.Optional("addresses", Shape.ArrayOf(Shape.Text()), "Under which this server is reached without a proxy, for members and owners."))
        .Named("Me", "Who is asking.");

    public static readonly Shape Session = Shape.With(
        new Field("id", Shape.Text()),
        new Field("created", Shapes.Time),
        new Field("expires", Shapes.Time),
        new Field("client", Shape.Text(), "What signed in, such as Firefox on Linux."),
        new Field("current", Shape.Boolean, "Whether it is the one that asks."))
        .Named("Session", "A browser in which the person is signed in.");

    public static readonly Shape Account = Shape.With(new Field("name", Shape.Text()), new Field("role", Role), new Field("created", Shapes.Time))
        .Named("Account", "A person who may sign in.");

    public static readonly Shape IssuedAccount = Shape.With(
        new Field("name", Shape.Text()), new Field("role", Role), new Field("password", Shape.Text(), "Told this once."))
        .Named("IssuedAccount", "A new account with its password.");

    public static readonly Shape IssuedPassword = Shape.With(new Field("password", Shape.Text(), "Told this once."))
        .Named("IssuedPassword", "A new password.");

    public static readonly Shape PersonalToken = Shape.With(
        new Field("id", Shape.WholeNumber), new Field("name", Shape.Text()), new Field("scope", Scope), new Field("created", Shapes.Time),
        new Field("expires", Shapes.Time.OrNull(), "Null: never."))
        .Named("PersonalToken", "A live personal token, without its text.");

    public static readonly Shape IssuedToken = Shape.With(
        new Field("id", Shape.WholeNumber), new Field("name", Shape.Text()), new Field("scope", Scope), new Field("token", Shape.Text(), "Told this once."))
        .Named("IssuedToken", "A new personal token.");

    public static readonly Shape Retention = Shape.With(
        new Field("raw_days", Shape.WholeNumber.OrNull(), "How many days single readings are kept; null: for ever."),
        new Field("raw_from", Shapes.Time.OrNull(), "Single readings from before it go, or are gone."),
        new Field("samples", Shape.Count, "How many go."),
        new Field("bytes", Shape.Count, "What they take, estimated."),
        new Field("store_bytes", Shape.Count, "What everything takes."),
        new Field("bytes_per_day", Shape.Count, "How fast it grows."),
        new Field("free_disk_bytes", Shape.Count.OrNull(), "Null: nobody knows."),
        new Field("full_at", Shapes.Time.OrNull(), "When the disk is full, if it grows on like this and nothing goes; null: not in a hundred years, or nobody knows."))
        .Named("Retention", "How long single readings are kept, and what that means for the disk.");

    public static readonly Shape Units = Shape.WithAny(Shapes.Unit);

    public static readonly Shape Site = Shape.With(
        new Field("public", Shape.Boolean, "Whether anybody may read."),
        new Field("units", Units, "In which unit values of a kind are shown; kinds that are not there are shown as they are."))
        .Named("Site", "What holds for everybody who looks.");

    private static readonly Shape Finding = Shape.With(
        new Field("level", Shape.OneWord("fine", "notice", "warning", "fault")), new Field("subject", Shape.Text()), new Field("text", Shape.Text()))
        .Named("Finding", "What the store says about one thing, and what to do about it.");

    public static readonly Shape About = Shape.With(
        new Field("version", Shape.Text()),
        new Field("store", Shape.With(new Field("kind", Shape.OneWord("sqlite", "postgres")), new Field("detail", Shape.Text()))),
        new Field("part", Shape.OneWord("all", "site")),
        new Field("findings", Shape.ArrayOf(Finding)))
        .Named("About", "What runs here, on what, and how that is.");
}
