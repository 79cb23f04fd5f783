using Barograph.Model;
using Barograph.Server.Notify;

namespace Barograph.Tests.Server.Notify;

public sealed class WordingTests
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_709_251_200);

    [Fact]
    public void An_alert_is_told_in_sentences()
    {
        NoticeContent content = Content("firing", Wet("Basement", "basement/floor"));

        Assert.Equal("Basement (basement/floor): wetness above 0.5", Wording.Title(content));
        Assert.Equal("wetness at Basement (basement/floor) is above 0.5: 0.9 at 2024-03-01 00:00:00 UTC.", Wording.Text(content));
    }

    [Fact]
    public void What_is_over_says_from_when_to_when()
    {
        NoticeAlert over = Wet("desk", "desk") with { Ended = (Start + TimeSpan.FromMinutes(30)).ToString(), Zone = "Europe/Berlin" };

        Assert.Equal("Was: desk: wetness above 0.5", Wording.Title(Content("past", over)));
        Assert.Equal("wetness at desk was above 0.5 from 2024-03-01 01:00:00 to 2024-03-01 01:30:00; at most off it was 3.", Wording.Text(Content("past", over)));
    }

    [Fact]
    public void Silence_of_several_metrics_is_one_notice()
    {
        NoticeAlert silent = Wet("desk", "desk") with { Silence = true, Value = null, Extreme = null, Condition = "silent" };
        NoticeContent content = Content("firing", silent, silent with { Metric = "temperature" });

        Assert.Equal("desk: no news of wetness, no news of temperature", Wording.Title(content));
        Assert.Equal(2, Wording.Text(content).Split('\n').Length);
    }

    [Theory]
    [InlineData("a\r\nBcc: everybody@example.org")]
    [InlineData("a\u2028b")]
    [InlineData("\u202Edrawkcab")]
    [InlineData("{{7*7}} ${x} <b>")]
    public void A_hostile_title_stays_a_text_in_one_line(string title)
    {
        NoticeContent content = Content("firing", Wet(title, "desk"));

        Assert.DoesNotContain(Wording.Title(content), character => char.IsControl(character) || character is '\u2028' or '\u202E');
        Assert.Single(Wording.Text(content).Split('\n'));
        if (title.StartsWith('{'))
            Assert.StartsWith(title, Wording.Title(content), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_kept_is_read_back()
    {
        NoticeContent content = Content("firing", Wet("Küche", "küche"));

        NoticeContent again = NoticeContent.Parse(content.ToJson());

        Assert.Equal(content.Alerts, again.Alerts);
        Assert.Equal((content.Kind, content.Urgent), (again.Kind, again.Urgent));
    }

    private static NoticeContent Content(string kind, params NoticeAlert[] alerts) => new(kind, true, alerts);

    private static NoticeAlert Wet(string title, string location) => new()
    {
        Id = "0", Location = location, Title = title, Metric = "wetness", Condition = "above 0.5", Value = 0.9, Extreme = 3, Started = Start.ToString(), Fired = Start.ToString(),
    };
}
