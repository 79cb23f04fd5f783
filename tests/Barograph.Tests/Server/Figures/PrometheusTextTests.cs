using Barograph.Server.Figures;

namespace Barograph.Tests.Server.Figures;

public sealed class PrometheusTextTests
{
    // the label's value, how it is written
    [Theory]
    [InlineData("desk", """{location="desk"}""")]
    [InlineData("küche/fenster", """{location="küche/fenster"}""")]
    [InlineData("a\"b", """{location="a\"b"}""")]
    [InlineData("""a\b""", """{location="a\\b"}""")]
    [InlineData("""a\n""", """{location="a\\n"}""")]
    [InlineData("a\nb", """{location="a\nb"}""")]
    [InlineData("", "")]
    public void The_value_of_a_label_may_be_any_text(string value, string expected)
    {
        PrometheusText text = new();
        text.Value("x", ["location"], [value], 1);
        Assert.Equal($"x{expected} 1\n", text.ToString());
    }

    [Fact]
    public void An_empty_label_between_others_leaves_no_comma()
    {
        PrometheusText text = new();
        text.Value("x", ["a", "b", "c"], ["", "2", ""], 1);
        text.Value("x", ["a", "b", "c"], ["1", "", "3"], 1);
        Assert.Equal("x{b=\"2\"} 1\nx{a=\"1\",c=\"3\"} 1\n", text.ToString());
    }

    [Theory]
    [InlineData(21.5, "21.5")]
    [InlineData(-0.001, "-0.001")]
    [InlineData(1_767_225_600.25, "1767225600.25")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void A_value_is_written_as_Go_reads_it(double value, string expected)
    {
        PrometheusText text = new();
        text.Value("x", [], [], value);
        Assert.Equal($"x {expected}\n", text.ToString());
    }

    [Fact]
    public void Help_stays_on_one_line_and_keeps_its_quotes()
    {
        PrometheusText text = new();
        text.Family("x", "gauge", "a \"b\"\nc\\d");
        Assert.Equal("# HELP x a \"b\"\\nc\\\\d\n# TYPE x gauge\n", text.ToString());
    }

    [Fact]
    public void Buckets_count_all_that_is_below_them()
    {
        PrometheusText text = new();
        text.Histogram("x", ["code"], ["200"], [0.5, 1], [3, 2, 1], 4.25);
        Assert.Equal(
            """
            x_bucket{code="200",le="0.5"} 3
            x_bucket{code="200",le="1"} 5
            x_bucket{code="200",le="+Inf"} 6
            x_sum{code="200"} 4.25
            x_count{code="200"} 6

            """, text.ToString());
    }
}
