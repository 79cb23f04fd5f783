namespace Barograph.Storage;

/// <summary>What stands in a column of a <see cref="MovedTable"/>. The three widths of whole numbers travel as long, <see cref="Real"/> as double.</summary>
public enum ColumnKind
{
    SmallNumber,
    Number,
    LargeNumber,
    Real,
    Text,

    /// <summary>Travels as long, 0 or 1.</summary>
    Flag,

    /// <summary>Travels as <see cref="Model.Instant"/>.</summary>
    Time,
}
