using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Barograph.Server.Figures;

/// <summary>Follows the wanted instruments of this process from now on, whenever they are made, and writes what they came to.</summary>
public sealed class FigureCollector : IDisposable
{
    private readonly IReadOnlyList<WantedFigure> _wanted;
    private readonly ConcurrentDictionary<string, FigureFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _asking = new();

    public FigureCollector(IReadOnlyList<WantedFigure> wanted)
    {
        _wanted = wanted;
        _listener.InstrumentPublished = Follow;
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((FigureFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((FigureFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((FigureFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>All families, by name.</summary>
    public void WriteTo(PrometheusText text)
    {
        // Two scrapes at once would count what is observed twice.
        lock (_asking)
        {
            FigureFamily[] families = [.. _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)];
            foreach (FigureFamily family in families)
                if (family.IsObserved)
                    family.Forget();
            _listener.RecordObservableInstruments();
            foreach (FigureFamily family in families)
                family.WriteTo(text);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Follow(Instrument instrument, MeterListener listener)
    {
        WantedFigure? wanted = _wanted.FirstOrDefault(
            figure => figure.Meter == instrument.Meter.Name && (figure.Instrument ?? instrument.Name) == instrument.Name);
        if (wanted is null)
            return;
        FigureFamily family = _families.GetOrAdd(PrometheusName.Of(instrument), _ => new FigureFamily(instrument, wanted.Tags));
        listener.EnableMeasurementEvents(instrument, family);
    }
}
