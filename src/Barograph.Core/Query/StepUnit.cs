namespace Barograph.Query;

/// <summary>What a step is counted in.</summary>
public enum StepUnit
{
    /// <summary>Windows of equal width, from 1970 UTC on.</summary>
    Microseconds,

    /// <summary>From midnight to midnight where the place is; 23 or 25 hours when its clocks change.</summary>
    Days,

    /// <summary>From Monday to Monday.</summary>
    Weeks,

    Months,

    Years,
}
