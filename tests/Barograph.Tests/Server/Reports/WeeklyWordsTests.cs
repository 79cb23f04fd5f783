using Barograph.Server.Reports;

namespace Barograph.Tests.Server.Reports;

/// <summary>A report as people read it.</summary>
public sealed class WeeklyWordsTests
{
    private static readonly WeeklyReport Report = new(
        new DateOnly(2026, 11, 16), "Europe/Berlin",
        [
            new LocationWeek("desk", "desk", [new SeriesWeek("co2", "ppm", 10_080, 412, 611.1234, 1480, null, 0), new SeriesWeek("leak_current", null, 3, -0.00012, 0.0123456, 0.05, null, 60)]),
            new LocationWeek("garden/beet", "Beet <1> & \"more\"", [new SeriesWeek("rain_total", "mm", 2000, null, null, null, 12.4, 0), new SeriesWeek("temperature", "Cel", 0, null, null, null, null, 604_800)]),
        ],
        new StoreRoom(12_345_678, 400_000, 20_100_000_000, null));

    [Fact]
    public void As_text() => Assert.Equal(
        """
        The week from Monday 16 November to Sunday 22 November 2026 (Europe/Berlin)

        desk
          co2: 412 to 1480 ppm, 611.12 on average
          leak_current: -0.00012 to 0.05, 0.0123 on average; silent for 1 min

        Beet <1> & "more" (garden/beet)
          rain_total: 12.4 mm in the week
          temperature: no readings; silent for 7 days

        The store takes 12.3 MB and grows by about 0.4 MB a day.
        20.1 GB are free, enough for many years.

        """.ReplaceLineEndings("\n"), WeeklyText.Of(Report));

    [Fact]
    public void As_a_page_nothing_that_somebody_has_chosen_is_markup()
    {
        string page = WeeklyPage.Of(Report);

        Assert.Contains("Beet &lt;1&gt; &amp; &quot;more&quot; (garden/beet)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<1>", page, StringComparison.Ordinal);
        foreach (string cell in (string[])["412", "611.12", "1480", "12.4", "7 days"])
            Assert.Contains($">{cell}</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1 min")]
    [InlineData(3599, "1 h")]
    [InlineData(12_000, "3 h 20 min")]
    [InlineData(86_400, "1 day")]
    [InlineData(187_200, "2 days 4 h")]
    public void Durations(double seconds, string expected) => Assert.Equal(expected, WeeklyWords.Duration(seconds));

    [Fact]
    public void A_store_that_fills_up_says_when() => Assert.Equal(
        "1.0 GB are free: full about 2026-12-24, if all readings were kept.", new StoreRoom(1, 1, 1_000_000_000, "2026-12-24T00:00:00Z").Lines().Last());
}
