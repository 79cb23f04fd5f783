namespace Barograph.Model;

/// <summary>What a notice says. Stored as numbers: add, never change.</summary>
public enum NoticeKind
{
    Firing = 0,

    /// <summary>It is still firing and nobody has acknowledged it.</summary>
    Repeat = 1,

    Resolved = 2,

    /// <summary>It was so, and is over: the readings came late.</summary>
    Past = 3,

    /// <summary>Nothing is wrong: it is tried whether notices arrive.</summary>
    Drill = 4,

    /// <summary>The week in numbers.</summary>
    Report = 5,
}
