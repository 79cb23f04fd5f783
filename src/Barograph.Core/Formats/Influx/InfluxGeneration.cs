namespace Barograph.Formats;

/// <summary>Which of InfluxDB's writes a request speaks: they differ in their parameters and in how they say no, not in the lines.</summary>
public enum InfluxGeneration
{
    /// <summary><c>/write</c>, of 1.x.</summary>
    One,

    /// <summary><c>/api/v2/write</c>.</summary>
    Two,

    /// <summary><c>/api/v3/write_lp</c>.</summary>
    Three,
}
