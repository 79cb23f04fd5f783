namespace Barograph.Server.Commands.Import;

/// <summary>Why something of the source is not in the store. The first ones concern whole rows, the last ones single values.</summary>
public enum LeftOutReason
{
    TimeMissing,
    TimeTooEarly,
    TimeAhead,
    LocationMissing,
    LocationInvalid,
    LocationNotWanted,
    ValueNotFinite,
    UnitMismatch,
    Refused,
    TooOld,

    // Of files only, for which every reason concerns a line.
    LineBroken,
    TimeInvalid,
    MetricInvalid,
    UnitInvalid,
    ValueInvalid,
    NoValues,
}
