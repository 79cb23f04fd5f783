using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Barograph.Server.Figures;

/// <summary>One instrument: what was measured so far, by its labels. Any number of threads may record.</summary>
internal sealed class FigureFamily
{
    private readonly ConcurrentDictionary<LabelValues, FigureCell> _cells = new();
    private readonly string[] _tags;
    private readonly string[] _labels;
    private readonly double[] _bounds;
    private readonly string _type;
    private readonly string _help;

    public FigureFamily(Instrument instrument, string[] tags)
    {
        Name = PrometheusName.Of(instrument);
        IsObserved = instrument.IsObservable;
        _tags = tags;
        _labels = [.. tags.Select(PrometheusName.Label)];
        _bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];
        _type = _bounds.Length > 0 ? "histogram" : PrometheusName.IsCounter(instrument) ? "counter" : "gauge";
        _help = instrument.Description ?? "";
    }

    public string Name { get; }

    /// <summary>Whether it is asked at each scrape and then says everything anew.</summary>
    public bool IsObserved { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _cells.GetOrAdd(LabelValues.Pick(_tags, tags), static (_, bounds) => new FigureCell(bounds), _bounds).Add(value);

    public void Forget() => _cells.Clear();

    public void WriteTo(PrometheusText text)
    {
        if (_cells.IsEmpty)
            return;
        text.Family(Name, _type, _help);
        foreach ((string[] labels, FigureCell cell) in _cells.Select(entry => (Texts(entry.Key), entry.Value)).OrderBy(entry => string.Join('\n', entry.Item1), StringComparer.Ordinal))
        {
            (double sum, long[] counts) = cell.Read();
            if (_bounds.Length == 0)
                text.Value(Name, _labels, labels, sum);
            else
                text.Histogram(Name, _labels, labels, _bounds, counts, sum);
        }
    }

    private string[] Texts(LabelValues values) => [.. _labels.Select((_, label) => values.Text(label))];
}
