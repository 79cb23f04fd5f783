namespace Barograph.Storage.Postgres;

/// <summary>The group roles that <c>barograph postgres setup</c> makes; docs and Migrations/0005_grants.sql say what each may do.</summary>
internal static class Roles
{
    public const string Owner = "barograph_owner";
    public const string Ingest = "barograph_ingest";
    public const string Operate = "barograph_operate";
    public const string Upkeep = "barograph_upkeep";
    public const string Read = "barograph_read";

    /// <summary>Those that the server takes up; the owner is for set-up and migrations only.</summary>
    public static readonly string[] Working = [Ingest, Operate, Upkeep, Read];

    public static readonly string[] All = [Owner, .. Working];
}
