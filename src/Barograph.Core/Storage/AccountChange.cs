namespace Barograph.Storage;

/// <summary>What became of a change of an account.</summary>
public enum AccountChange
{
    Done,

    /// <summary>There is no account of this name.</summary>
    Unknown,

    /// <summary>Nothing was changed: there would be no owner left. This holds under concurrency too.</summary>
    LastOwner,
}
