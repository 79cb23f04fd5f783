namespace Barograph.Formats;

internal enum SenMlValueKind
{
    /// <summary>The label does not stand in the record.</summary>
    Absent,

    Number,
    Text,
    Boolean,
    Bytes,

    /// <summary>null, undefined or NaN: a sensor that has nothing to say.</summary>
    Missing,

    /// <summary>Something that no label may hold: an array, an object, a text that is none.</summary>
    Other,
}
