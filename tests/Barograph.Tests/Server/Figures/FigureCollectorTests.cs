using System.Diagnostics.Metrics;
using Barograph.Server.Figures;

namespace Barograph.Tests.Server.Figures;

public sealed class FigureCollectorTests : IDisposable
{
    // Of its own, because a listener hears the meters of all tests that run beside it.
    private readonly Meter _meter = new($"test {Guid.NewGuid()}");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Instruments_are_named_as_OpenTelemetry_says()
    {
        using FigureCollector figures = Collect();
        _meter.CreateCounter<long>("a.requests", "{request}", "Requests.").Add(2);
        _meter.CreateCounter<double>("b.cpu.time", "s").Add(0.5);
        _meter.CreateUpDownCounter<long>("c.active", "{request}").Add(3);
        _meter.CreateObservableGauge("d.size", () => 7, "By");
        Assert.Equal(
            """
            # HELP a_requests_total Requests.
            # TYPE a_requests_total counter
            a_requests_total 2
            # HELP b_cpu_time_seconds_total 
            # TYPE b_cpu_time_seconds_total counter
            b_cpu_time_seconds_total 0.5
            # HELP c_active 
            # TYPE c_active gauge
            c_active 3
            # HELP d_size_bytes 
            # TYPE d_size_bytes gauge
            d_size_bytes 7

            """, Written(figures));
    }

    [Fact]
    public void By_the_tags_that_are_not_wanted_it_is_summed_up()
    {
        using FigureCollector figures = Collect("code");
        Counter<long> counter = _meter.CreateCounter<long>("a");
        counter.Add(1, new("port", 1), new("code", 200));
        counter.Add(2, new("port", 2), new("code", 200));
        counter.Add(4, new KeyValuePair<string, object?>("code", 404));
        Assert.EndsWith("\na_total{code=\"200\"} 3\na_total{code=\"404\"} 4\n", Written(figures), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_observed_is_told_anew_each_time()
    {
        using FigureCollector figures = Collect("kind");
        string[] kinds = ["x", "y"];
        _meter.CreateObservableGauge("a", () => kinds.Select(kind => new Measurement<int>(5, new KeyValuePair<string, object?>("kind", kind))));
        Assert.EndsWith("\na{kind=\"x\"} 5\na{kind=\"y\"} 5\n", Written(figures), StringComparison.Ordinal);
        kinds = ["x"];
        Assert.EndsWith("gauge\na{kind=\"x\"} 5\n", Written(figures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_has_the_bounds_that_its_maker_advises_and_a_value_on_a_bound_lies_below_it()
    {
        using FigureCollector figures = Collect();
        Histogram<double> histogram = _meter.CreateHistogram(
            "a", "s", "", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (double value in (double[])[0.05, 0.1, 0.5, 2])
            histogram.Record(value);
        Assert.EndsWith(
            "\na_seconds_bucket{le=\"0.1\"} 2\na_seconds_bucket{le=\"1\"} 3\na_seconds_bucket{le=\"+Inf\"} 4\na_seconds_sum 2.65\na_seconds_count 4\n",
            Written(figures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_count_at_once()
    {
        using FigureCollector figures = Collect("who");
        Counter<long> counter = _meter.CreateCounter<long>("a");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            for (int n = 0; n < 10_000; n++)
                counter.Add(1, new KeyValuePair<string, object?>("who", i % 2));
        })));
        Assert.EndsWith("\na_total{who=\"0\"} 40000\na_total{who=\"1\"} 40000\n", Written(figures), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_wanted_is_not_followed()
    {
        using FigureCollector figures = new([new WantedFigure(_meter.Name, "a")]);
        _meter.CreateCounter<long>("a").Add(1);
        Counter<long> other = _meter.CreateCounter<long>("b");
        Assert.False(other.Enabled);
        Assert.DoesNotContain("b_total", Written(figures), StringComparison.Ordinal);
    }

    private FigureCollector Collect(params string[] tags) => new([new WantedFigure(_meter.Name, null, tags)]);

    private static string Written(FigureCollector figures)
    {
        PrometheusText text = new();
        figures.WriteTo(text);
        return text.ToString();
    }
}
