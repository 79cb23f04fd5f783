namespace Barograph.Server.Commands.Import;

/// <summary>What became of a <see cref="SinkSample"/>. The numbers travel over the control socket.</summary>
public enum SinkOutcome : byte
{
    New = 0,

    /// <summary>The same value was there already.</summary>
    There = 1,

    /// <summary>Another value was there already for the same series and time; that one stays.</summary>
    Conflict = 2,

    /// <summary>The series is kept in another unit, to which this one's cannot be converted.</summary>
    UnitMismatch = 3,

    /// <summary>The database refuses it.</summary>
    Refused = 4,

    /// <summary>It is from before the single readings that the store keeps.</summary>
    TooOld = 5,
}
