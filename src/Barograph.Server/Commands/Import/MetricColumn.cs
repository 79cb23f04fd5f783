namespace Barograph.Server.Commands.Import;

/// <summary>A column that becomes a metric.</summary>
/// <param name="Metric">Its lower-cased name.</param>
/// <param name="Column">The column.</param>
public sealed record MetricColumn(string Metric, TableColumn Column)
{
    /// <summary>
    /// Read as text: a numeric may be beyond a double, which in SQL would end the whole query; and a real is meant as it is shown (21.4, where a
    /// cast would give 21.399999618530273).
    /// </summary>
    public bool IsText => Column.BaseType is "numeric" or "float4";

    /// <summary>The expression to select.</summary>
    public string Sql => Column.Sql + (IsText ? "::text" : "::float8");
}
