namespace Barograph.Storage.Postgres;

/// <summary>The lines to run, as error messages name them.</summary>
internal static class Hints
{
    public const string Setup = "Run once, as an administrator of the database: barograph postgres setup --admin CONN";
    public const string Peer = "Over its Unix socket PostgreSQL usually lets in only the Linux user that is named like the role.";
    public const string Migrate = "Run, as an administrator of the database: barograph postgres migrate --admin CONN";
}
