namespace Barograph.Model;

/// <summary>Whether a metric is a level or a running total; told by its name, as long as nobody says it otherwise.</summary>
public enum MetricKind
{
    /// <summary>A level: temperature, wetness.</summary>
    Gauge,

    /// <summary>A running total that begins again at zero now and then: rain since midnight, energy.</summary>
    Counter,
}
