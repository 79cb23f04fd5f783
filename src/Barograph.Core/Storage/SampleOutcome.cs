namespace Barograph.Storage;

public enum SampleOutcome : byte
{
    /// <summary>It is new and now durable.</summary>
    New,

    /// <summary>The same value was there already, or the whole report was (by its receipt).</summary>
    Duplicate,

    /// <summary>Another value was there already for the same series and time; that one stays.</summary>
    Conflict,

    /// <summary>It is from before the time from which raw samples are kept, and nothing of it was stored.</summary>
    TooOld,
}
