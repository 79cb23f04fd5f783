namespace Barograph.Server.Auth;

/// <summary>What somebody may do here; each may do what those before it may.</summary>
public enum CallerRole
{
    /// <summary>Nobody known: reads, where the site is public.</summary>
    Visitor,

    /// <summary>Reads.</summary>
    Guest,

    /// <summary>Changes devices, locations and units.</summary>
    Member,

    /// <summary>Changes everything.</summary>
    Owner,
}
