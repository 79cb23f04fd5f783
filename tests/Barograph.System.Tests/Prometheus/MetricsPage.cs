using System.Globalization;

namespace Barograph.SystemTests.Prometheus;

/// <summary>What /metrics said at one moment.</summary>
public sealed class MetricsPage
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    private MetricsPage(string text)
    {
        Text = text;
        foreach (string line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            int space = line.LastIndexOf(' ');
            // A name with its labels stands once; twice would throw here.
            _values.Add(line[..space], double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture));
        }
    }

    public string Text { get; }

    /// <summary>The value behind a name with its labels, exactly as written; 0 if it is not there.</summary>
    public double this[string name] => _values.GetValueOrDefault(name);

    public bool Has(string name) => _values.ContainsKey(name);

    public bool HasAnyOf(string family) => _values.Keys.Any(name => name == family || name.StartsWith(family + "{", StringComparison.Ordinal));

    public static async Task<MetricsPage> ReadAsync(ServerApi api)
    {
        RawAnswer answer = await api.GetAsync("/metrics");
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Header("Content-Type"));
        return new MetricsPage(answer.Text);
    }
}
