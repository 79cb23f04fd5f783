namespace Barograph.Model;

/// <summary>What a person may do. Stored as numbers: add, never change.</summary>
public enum AccountRole
{
    /// <summary>Everything.</summary>
    Owner = 0,

    /// <summary>Sees everything that is measured, and changes devices, locations and units; nothing of accounts, personal tokens, retention and the public switch.</summary>
    Member = 1,

    /// <summary>Sees what is measured.</summary>
    Guest = 2,
}
