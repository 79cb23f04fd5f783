using Barograph.Alerts;
using Barograph.Model;

namespace Barograph.Tests.Alerts;

public sealed class RuleTextTests
{
    [Theory]
    [InlineData("*/wetness above 0.5 for 10s keep 5m repeat 15m urgent")]
    [InlineData("basement/floor/wetness below -3.25 hysteresis 0.5")]
    [InlineData("*/* silent")]
    [InlineData("garden/* silent for 30h repeat 24h")]
    [InlineData("desk/temperature outside 18 to 24 hysteresis 1 for 1h30m")]
    [InlineData("desk/door equal to 1")]
    [InlineData("desk/temperature rises by 5 within 10m")]
    [InlineData("desk/pressure falls by 3 within 3h for 1m")]
    public void A_rule_is_written_as_it_is_read(string text)
    {
        Assert.True(RuleText.TryParse(text, out AlertRule? rule, out string? problem), problem);
        Assert.Equal(text, RuleText.Of(rule));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wetness above 0.5")]
    [InlineData("/wetness above 0.5")]
    [InlineData("desk/ above 0.5")]
    [InlineData("desk/wetness")]
    [InlineData("desk/wetness above")]
    [InlineData("desk/wetness above NaN")]
    [InlineData("desk/wetness above 1e999")]
    [InlineData("desk/wetness above 0,5")]
    [InlineData("desk/wetness outside 24 to 18")]
    [InlineData("desk/wetness above 0.5 hysteresis -1")]
    [InlineData("desk/wetness equal to 1 hysteresis 1")]
    [InlineData("desk/wetness rises by 0 within 10m")]
    [InlineData("desk/wetness rises by 5 within 2d")]
    [InlineData("desk/wetness silent for 1s")]
    [InlineData("desk/wetness silent for 1h for 10s")]
    [InlineData("desk/wetness above 0.5 for 8d")]
    [InlineData("desk/wetness above 0.5 repeat 10s")]
    [InlineData("desk/wetness above 0.5 for")]
    [InlineData("desk/wetness above 0.5 loudly")]
    [InlineData("desk/wetness above 0.5 until 10s")]
    public void What_is_no_rule_is_refused_with_a_sentence(string text)
    {
        Assert.False(RuleText.TryParse(text, out _, out string? problem));
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/wetness", "basement/floor", "wetness", true)]
    [InlineData("*/wetness", "basement", "wetness2", false)]
    [InlineData("basement/*/wetness", "basement/floor", "wetness", true)]
    [InlineData("basement/*/wetness", "basement", "wetness", false)]
    [InlineData("b*/t*", "basement", "temperature", true)]
    [InlineData("*e*e*/*", "basement", "x", true)]
    [InlineData("*e*e*e*/*", "basement", "x", false)]
    [InlineData("ab*b/*", "ab", "x", false)]
    [InlineData("desk/leak_ch*", "desk", "leak_ch4", true)]
    [InlineData("Desk/*", "desk", "x", false)]
    public void A_star_stands_for_any_characters(string pattern, string location, string metric, bool matches)
    {
        Assert.True(RuleText.TryPattern(pattern, out SeriesPattern parsed));
        Assert.Equal(matches, parsed.Matches(new SeriesKey(location, metric)));
    }

    [Fact]
    public void A_hostile_pattern_takes_no_time()
    {
        SeriesPattern pattern = new(string.Concat(Enumerable.Repeat("*a", 60)) + "b", "*");
        for (int i = 0; i < 10_000; i++)
            Assert.False(pattern.Matches(new SeriesKey(new string('a', 128), "x")));
    }
}
