using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>What of a table is imported, found by the names of its columns.</summary>
public sealed record TableShape
{
    private const string TimeName = "time";
    private const string LocationName = "location";

    /// <summary>Schema and name, quoted for SQL by the database.</summary>
    public required string Table { get; init; }

    public required TableColumn Time { get; init; }

    /// <summary>The times carry their offset, so no zone is needed.</summary>
    public required bool TimeHasZone { get; init; }

    /// <summary>Null if the table has none.</summary>
    public required TableColumn? Location { get; init; }

    public required IReadOnlyList<MetricColumn> Metrics { get; init; }

    /// <summary>A sentence for each column that is not imported.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    /// <exception cref="CommandFailedException">There is nothing to import in such a table.</exception>
    public static TableShape Of(string table, IReadOnlyList<TableColumn> columns)
    {
        TableColumn time = Named(columns, TimeName) ?? throw new CommandFailedException(
            $"The table {table} has no column \"{TimeName}\" with the time of each row. If it has another name, make a view: CREATE VIEW for_import AS SELECT … AS time, … FROM {table}");
        if (time.BaseType is not ("timestamp" or "timestamptz"))
            throw new CommandFailedException(
                $"The column \"{time.Name}\" of {table} is of type {time.Type}, and should be a timestamp. Make a view that casts it: CREATE VIEW for_import AS SELECT …::timestamp AS time, … FROM {table}");
        TableColumn? location = Named(columns, LocationName);
        List<MetricColumn> metrics = [];
        List<string> skipped = [];
        foreach (TableColumn column in columns)
        {
            if (column == time || column == location)
                continue;
            if (Reason(column, metrics, out string? metric) is { } reason)
                skipped.Add($"The column \"{column.Name}\" ({column.Type}) is left out: {reason}.");
            else
                metrics.Add(new MetricColumn(metric!, column));
        }
        return metrics.Count > 0
            ? new TableShape
            {
                Table = table,
                Time = time,
                TimeHasZone = time.BaseType == "timestamptz",
                Location = location,
                Metrics = metrics,
                Skipped = skipped,
            }
            : throw new CommandFailedException($"The table {table} has no column of numbers beside \"{time.Name}\"; there is nothing to import.");
    }

    // The very name before one that differs in case, which only quoted names can.
    private static TableColumn? Named(IReadOnlyList<TableColumn> columns, string name) =>
        columns.FirstOrDefault(column => column.Name == name)
        ?? columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string? Reason(TableColumn column, List<MetricColumn> metrics, out string? metric)
    {
        metric = null;
        if (column.BaseType is not ("int2" or "int4" or "int8" or "float4" or "float8" or "numeric"))
            return "it holds no numbers";
        if (column.NumbersRows)
            return "it only numbers the rows";
        if (!MetricName.TryNormalize(column.Name, out metric))
            return "a metric's name is a letter and up to 63 letters, digits or underscores; a view can rename it";
        string name = metric;
        return metrics.Any(other => other.Metric == name) ? $"another column is the metric {name} already" : null;
    }
}
