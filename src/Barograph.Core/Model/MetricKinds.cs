namespace Barograph.Model;

public static class MetricKinds
{
    /// <summary>
    /// The kind of a metric: counters are called <c>…_total</c> (Prometheus's rule), <c>energy</c> or <c>energy_…</c>, or have <c>rain</c> in their name
    /// without ending with <c>rate</c> or <c>24h</c> (weather stations send rain as totals of the day, the month, the year; a sum over the last 24 hours falls again
    /// without a reset).
    /// </summary>
    public static MetricKind Of(string metric) =>
        metric.EndsWith("_total", StringComparison.Ordinal)
        || metric == "energy" || metric.StartsWith("energy_", StringComparison.Ordinal)
        || (metric.Contains("rain", StringComparison.Ordinal) && !metric.EndsWith("rate", StringComparison.Ordinal) && !metric.EndsWith("24h", StringComparison.Ordinal))
            ? MetricKind.Counter
            : MetricKind.Gauge;
}
