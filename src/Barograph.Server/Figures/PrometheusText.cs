using System.Globalization;
using System.Text;

namespace Barograph.Server.Figures;

/// <summary>
/// Writes Prometheus's text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). Names must be valid; values of labels may be any text.
/// </summary>
public sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Begins a family; all its values follow before the next one begins.</summary>
    public void Family(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ');
        Escape(help, escapeQuotes: false);
        _text.Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>One value. A label that is empty is left out, which means the same.</summary>
    public void Value(string name, ReadOnlySpan<string> labels, ReadOnlySpan<string> values, double value)
    {
        _text.Append(name);
        char before = '{';
        for (int i = 0; i < labels.Length; i++)
        {
            if (values[i].Length == 0)
                continue;
            _text.Append(before).Append(labels[i]).Append("=\"");
            Escape(values[i], escapeQuotes: true);
            _text.Append('"');
            before = ',';
        }
        if (before == ',')
            _text.Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <param name="name">The family's.</param>
    /// <param name="labels">The names of the labels.</param>
    /// <param name="values">Their values.</param>
    /// <param name="bounds">Ascending.</param>
    /// <param name="counts">How many lie in each bucket by itself, one more than there are bounds.</param>
    /// <param name="sum">Of all.</param>
    public void Histogram(string name, string[] labels, string[] values, double[] bounds, long[] counts, double sum)
    {
        string[] bucketLabels = [.. labels, "le"];
        long upTo = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            upTo += counts[i];
            Value(name + "_bucket", bucketLabels, [.. values, i < bounds.Length ? Number(bounds[i]) : "+Inf"], upTo);
        }
        Value(name + "_sum", labels, values, sum);
        Value(name + "_count", labels, values, upTo);
    }

    public override string ToString() => _text.ToString();

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString(CultureInfo.InvariantCulture);

    private void Escape(string text, bool escapeQuotes)
    {
        foreach (char c in text)
            _ = c switch
            {
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '"' when escapeQuotes => _text.Append("\\\""),
                _ => _text.Append(c),
            };
    }
}
