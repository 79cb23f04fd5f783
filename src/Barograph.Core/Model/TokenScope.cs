namespace Barograph.Model;

/// <summary>What a token may do. Each includes those before it, except that a device's token is <see cref="Report"/> and nothing else. Stored as numbers: add, never change.</summary>
public enum TokenScope
{
    /// <summary>A device's: post reports, read nothing.</summary>
    Report = 0,

    /// <summary>A person's or a script's: read everything that is measured.</summary>
    Read = 1,

    /// <summary>Read, and post reports for any location.</summary>
    Write = 2,

    /// <summary>Write, and change devices, tokens and accounts.</summary>
    Admin = 3,
}
