using System.Diagnostics.Metrics;

namespace Barograph.Server.Figures;

/// <summary>
/// From an OpenTelemetry name to Prometheus's, as OpenTelemetry's specification says it ("Prometheus and OpenMetrics Compatibility"): dots become underscores,
/// the unit is appended, and a counter ends with <c>_total</c>.
/// </summary>
internal static class PrometheusName
{
    public static string Of(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_');
        // Units in braces ({request}) only say what is counted.
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return IsCounter(instrument) ? name + "_total" : name;
    }

    public static string Label(string tag) => tag.Replace('.', '_');

    public static bool IsCounter(Instrument instrument) =>
        instrument is Counter<long> or Counter<double> or ObservableCounter<long> or ObservableCounter<double>;
}
