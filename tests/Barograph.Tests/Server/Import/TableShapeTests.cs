using Barograph.Server.Commands;
using Barograph.Server.Commands.Import;

namespace Barograph.Tests.Server.Import;

public sealed class TableShapeTests
{
    [Fact]
    public void The_tutorials_table_is_found_by_its_names()
    {
        TableShape shape = Of("time timestamp", "location varchar", "temperature float8", "humidity float8", "pressure float8", "wetness float8");
        Assert.Equal(["temperature", "humidity", "pressure", "wetness"], shape.Metrics.Select(metric => metric.Metric));
        Assert.Equal(("location", false), (shape.Location!.Name, shape.TimeHasZone));
        Assert.Empty(shape.Skipped);
    }

    [Theory]
    [InlineData("Temperature float8", "temperature", null)]
    [InlineData("battery int4", "battery", null)]
    [InlineData("rain numeric", "rain", null)]
    [InlineData("note text", null, "it holds no numbers")]
    [InlineData("on bool", null, "it holds no numbers")]
    [InlineData("2nd float8", null, "a metric's name")]
    [InlineData("luft°C float8", null, "a metric's name")]
    [InlineData("x float8", null, "another column is the metric x already")]
    public void Columns_are_metrics_or_left_out_with_a_reason(string column, string? metric, string? reason)
    {
        TableShape shape = Of("time timestamptz", "location text", "X float8", column);
        Assert.Equal(metric is null ? ["x"] : ["x", metric], shape.Metrics.Select(one => one.Metric));
        if (reason is null)
            Assert.Empty(shape.Skipped);
        else
            Assert.Contains(reason, Assert.Single(shape.Skipped), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_numbers_the_rows_is_no_metric()
    {
        TableShape shape = TableShape.Of("t", [Column("time timestamp"), Column("id int4") with { NumbersRows = true }, Column("a int4")]);
        Assert.Equal("a", Assert.Single(shape.Metrics).Metric);
        Assert.Contains("numbers the rows", Assert.Single(shape.Skipped), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("has no column \"time\"", "date timestamp", "a float8")]
    [InlineData("should be a timestamp", "time text", "a float8")]
    [InlineData("should be a timestamp", "time int8", "a float8")]
    [InlineData("no column of numbers", "time timestamp", "location text", "note text")]
    public void A_table_that_cannot_be_imported_is_refused_with_a_sentence(string sentence, params string[] columns) =>
        Assert.Contains(sentence, Assert.Throws<CommandFailedException>(() => Of(columns)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_real_and_a_numeric_are_read_as_they_are_shown()
    {
        TableShape shape = Of("time timestamp", "a float4", "b numeric", "c float8", "d int8");
        Assert.Equal(["a::text", "b::text", "c::float8", "d::float8"], shape.Metrics.Select(metric => metric.Sql));
    }

    private static TableShape Of(params string[] columns) => TableShape.Of("t", [.. columns.Select(Column)]);

    private static TableColumn Column(string text)
    {
        string[] parts = text.Split(' ');
        return new TableColumn(parts[0], parts[1], parts[1], parts[0], NumbersRows: false);
    }
}
