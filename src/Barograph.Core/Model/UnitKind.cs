namespace Barograph.Model;

/// <summary>What a unit measures. Values convert within a kind and nowhere else.</summary>
public enum UnitKind
{
    Temperature,
    Pressure,

    /// <summary>Relative humidity and other shares of a whole; <c>%RH</c> and <c>%</c> are the same number.</summary>
    Ratio,

    Speed,
    Length,

    /// <summary>Rain in a time.</summary>
    RainRate,

    Irradiance,
    Illuminance,
    Voltage,
    Current,
    Power,
    Energy,
    Fraction,
    MassConcentration,
    Angle,
    Duration,

    /// <summary>A relative level in decibels.</summary>
    Level,

    /// <summary>A power level in decibels over a fixed reference, as radio modules report.</summary>
    PowerLevel,

    Frequency,
    Count,
}
