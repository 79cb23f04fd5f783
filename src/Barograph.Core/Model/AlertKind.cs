namespace Barograph.Model;

/// <summary>What a rule asks of the readings of a series. Stored as numbers: add, never change.</summary>
public enum AlertKind
{
    Above = 0,
    Below = 1,

    /// <summary>Below one bound or above the other.</summary>
    Outside = 2,
    Equal = 3,

    /// <summary>More has been added within a time than is allowed.</summary>
    Rises = 4,

    /// <summary>More has been lost within a time than is allowed.</summary>
    Falls = 5,

    /// <summary>There is no news.</summary>
    Silent = 6,
}
