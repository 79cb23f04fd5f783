namespace Barograph.Formats;

/// <summary>The labels of a record by their CBOR numbers (RFC 8428, table 4).</summary>
internal enum SenMlLabel
{
    BaseSum = -6,
    BaseValue = -5,
    BaseUnit = -4,
    BaseTime = -3,
    BaseName = -2,
    Version = -1,
    Name = 0,
    Unit = 1,
    Value = 2,
    TextValue = 3,
    BooleanValue = 4,
    Sum = 5,
    Time = 6,
    UpdateTime = 7,
    DataValue = 8,
}
