namespace Barograph.Model;

/// <summary>What a rule is about. Stored as numbers: add, never change.</summary>
public enum AlertSort
{
    /// <summary>What readings say.</summary>
    Values = 0,

    /// <summary>That there are none.</summary>
    Silence = 1,
}
